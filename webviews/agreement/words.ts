/** "1 image", "12 images". */
export const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;

/** The text of an error, as the extension gave it. */
export const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
