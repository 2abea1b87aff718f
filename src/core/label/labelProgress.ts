import type { Label } from './label';
import { withoutProposals } from './proposals';

/** How far a reader is with one image; a draft that holds nothing but a model's proposals is none. */
export type ImageState = 'none' | 'draft' | 'final';

/** How far a reader is with a set of images. */
export type ReaderProgress = {
  readonly reader: string;
  readonly none: number;
  readonly draft: number;
  readonly final: number;
  /** Those of the final ones that somebody has signed off. */
  readonly signedOff: number;
  /** Median seconds that the reader spent on an image, of those whose time is known; null where none is. */
  readonly medianSeconds: number | null;
};

/** How far a label is; undefined stands for no label. */
export function imageState(label: Label | undefined): ImageState {
  if (label === undefined) return 'none';
  if (label.status === 'final') return 'final';
  const { categories, marks } = withoutProposals(label);
  return Object.keys(categories).length === 0 && marks.length === 0 ? 'none' : 'draft';
}

/** How far a reader is with these images; labels of other images don't count. */
export function readerProgress(reader: string, images: readonly string[], labels: ReadonlyMap<string, Label>): ReaderProgress {
  const own = images.map((image) => labels.get(image));
  const states = own.map(imageState);
  const count = (state: ImageState): number => states.filter((other) => other === state).length;
  return {
    reader,
    none: count('none'),
    draft: count('draft'),
    final: count('final'),
    signedOff: own.filter((label) => label?.signedOff !== undefined).length,
    medianSeconds: median(own.flatMap((label) => label?.seconds ?? [])),
  };
}

/** The middle value, of an even count the mean of the middle two; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
