import type { ImageComparison } from './compareRuns';

export type ImageFilter = 'all' | 'better' | 'worse' | 'changed';

/** An order of images: by name, by label, by how a run's error stands, or by the change; a run by its place. */
export type ImageOrder = { readonly by: 'image' | 'label' | 'change' | number; readonly down: boolean };

/** What of the images is to be seen: those that got better or worse from the first run to `other`, or are called otherwise; and with a text in their name. */
export type ImageView = { readonly other: number; readonly filter: ImageFilter; readonly search: string; readonly order: ImageOrder };

/** By how much the error of a run is larger than that of the first one. */
export const changeOf = ({ errors }: ImageComparison, other: number): number => (errors[other] ?? 0) - (errors[0] ?? 0);

// What adding up leaves of equal numbers is no change.
const least = 1e-9;
const tests: Readonly<Record<ImageFilter, (entry: ImageComparison, other: number) => boolean>> = {
  all: () => true,
  better: (entry, other) => changeOf(entry, other) < -least,
  worse: (entry, other) => changeOf(entry, other) > least,
  changed: ({ calls }, other) => calls[other] !== calls[0],
};

/** How many images each filter leaves. */
export function countImages(cases: readonly ImageComparison[], other: number): Readonly<Record<ImageFilter, number>> {
  const count = (filter: ImageFilter): number => cases.filter((entry) => tests[filter](entry, other)).length;
  return { all: cases.length, better: count('better'), worse: count('worse'), changed: count('changed') };
}

/** The images that are to be seen, in their order; equal ones by name. */
export function comparedImages(cases: readonly ImageComparison[], { other, filter, search, order }: ImageView): readonly ImageComparison[] {
  const wanted = search.trim().toLowerCase();
  const found = cases.filter((entry) => tests[filter](entry, other) && entry.image.toLowerCase().includes(wanted));
  const keyOf = (entry: ImageComparison): number | string => {
    if (order.by === 'image' || order.by === 'label') return entry[order.by];
    return order.by === 'change' ? changeOf(entry, other) : (entry.errors[order.by] ?? 0);
  };
  const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);
  const sign = order.down ? -1 : 1;
  return found.toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)) || compare(a.image, b.image));
}
