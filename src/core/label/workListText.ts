import { UserError } from '../userError';

/** A reader's work list as this machine keeps it: the images in their order, where the reader is, and whether going on makes a label final. */
export type WorkList = {
  readonly reader: string;
  /** How the images were chosen and ordered, in a few words. */
  readonly words: string;
  readonly images: readonly string[];
  /** The image that is shown. */
  readonly at: string;
  readonly finalAtOnce: boolean;
};

/** Writes a work list, an image a line. */
export function formatWorkList({ reader, words, images, at, finalAtOnce }: WorkList): string {
  const lines = images.map((image) => `    ${JSON.stringify(image)}`).join(',\n');
  const head = Object.entries({ version: 1, reader, words, at, finalAtOnce }).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)},`,
  );
  return `{\n${head.join('\n')}\n  "images": [\n${lines}\n  ]\n}\n`;
}

/** Reads a work list; throws UserError where the text is none, or names no image. */
export function parseWorkList(text: string): WorkList {
  const value = parsed(text);
  const { reader, words = '', images, at, finalAtOnce = false } = value ?? {};
  const isList = Array.isArray(images) && images.length > 0 && images.every((image) => typeof image === 'string' && image !== '');
  if (value?.version !== 1 || typeof reader !== 'string' || typeof words !== 'string' || typeof finalAtOnce !== 'boolean' || !isList)
    throw new UserError('This is no work list, or one without images: "RadSteps: Label Images..." makes a new one.');
  const names: readonly string[] = images;
  const place = typeof at === 'string' && names.includes(at) ? at : (names[0] ?? '');
  return { reader, words, images: names, at: place, finalAtOnce };
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
