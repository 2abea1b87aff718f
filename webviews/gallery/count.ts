/** A number with separators of thousands. */
export const countText = (n: number): string => n.toLocaleString('en');

/** "1 image", "2,000 images". */
export const counted = (n: number, one: string, many = `${one}s`): string => `${countText(n)} ${n === 1 ? one : many}`;
