import type { ImageLabelState, LabelState } from './imageLabelState';

/** How many images are in each state, and how many of them are signed off. */
export type StateCounts = Readonly<Record<LabelState, number>> & { readonly signedOff: number };

/** Counts the images of a project, of which those without a state have no label. */
export function countStates(states: Iterable<ImageLabelState>, images: number): StateCounts {
  const counts = { unreadable: 0, disagree: 0, draft: 0, none: 0, final: 0, signedOff: 0 };
  let known = 0;
  for (const { state, signedOff } of states) {
    known += 1;
    counts[state] += 1;
    if (signedOff) counts.signedOff += 1;
  }
  return { ...counts, none: counts.none + images - known };
}

const words: readonly (readonly [keyof StateCounts, string])[] = [
  ['final', 'final'],
  ['draft', 'draft'],
  ['disagree', 'disagree'],
  ['unreadable', 'unreadable'],
  ['none', 'without a label'],
  ['signedOff', 'signed off'],
];

/** "12 final, 3 draft, 2 disagree"; what there is none of is left out. */
export const countWords = (counts: StateCounts): string =>
  words
    .filter(([key]) => counts[key] > 0)
    .map(([key, word]) => `${counts[key].toLocaleString('en-US')} ${word}`)
    .join(', ');
