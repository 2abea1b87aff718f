import type { ImageRow } from '../dataset/imageRow';
import type { Part } from '../dataset/split';

/** A row of `images.csv` with its line. */
export type IndexedImage = { readonly line: number; readonly row: ImageRow };

/** Which part a patient is in; undefined where it has none, or there is no split. */
export type PartOf = (patient: string) => Part | undefined;

/** "train and test", or "the train part" where both are in the same; '' where one has none. */
export function partsWords(a: Part | undefined, b: Part | undefined): string {
  if (a === undefined || b === undefined) return '';
  return a === b ? `both in the ${a} part` : `one in the ${a} part, one in the ${b} part`;
}
