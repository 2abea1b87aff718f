import { consensusReader } from './consensusReader';
import type { SignOff } from './label';

/** Where the labels of an image stand; what needs somebody first comes before what does not. */
export const labelStates = ['unreadable', 'disagree', 'draft', 'none', 'final'] as const;

export type LabelState = (typeof labelStates)[number];

/** What the state of an image needs to know of one reader's label. */
export type LabelFacts = {
  readonly reader: string;
  readonly status: 'draft' | 'final' | 'unreadable';
  readonly signedOff?: SignOff;
  /** How much a merge left to choose in it; nothing where left out. */
  readonly conflicts?: number;
};

/** The state of an image over its readers. */
export type ImageLabelState = {
  readonly state: LabelState;
  /** Somebody has signed a label of it off, and nothing is open. */
  readonly signedOff: boolean;
  /** What somebody must decide, in words. */
  readonly open: readonly string[];
  readonly labels: readonly LabelFacts[];
};

/** The state of an image's labels; `differences` are what its readers differ in (readersDiffer.ts), which a final consensus settles. */
export function imageLabelState(labels: readonly LabelFacts[], differences: readonly string[]): ImageLabelState {
  const merged = labels.flatMap((label) =>
    hasConflicts(label) ? [`A merge left ${label.conflicts} to choose in the label of ${label.reader}`] : [],
  );
  const open = [...merged, ...(hasFinalConsensus(labels) ? [] : differences)];
  const signedOff = open.length === 0 && labels.some((label) => label.signedOff !== undefined);
  return { state: stateOf(labels, open.length > 0), signedOff, open, labels };
}

const hasConflicts = ({ conflicts = 0 }: LabelFacts): boolean => conflicts > 0;

/** True where somebody has decided what the readers differed in. */
export const hasFinalConsensus = (labels: readonly LabelFacts[]): boolean =>
  labels.some(({ reader, status }) => reader === consensusReader && status === 'final');

function stateOf(labels: readonly LabelFacts[], isOpen: boolean): LabelState {
  const has = (status: LabelFacts['status']): boolean => labels.some((label) => label.status === status);
  if (has('unreadable')) return 'unreadable';
  if (isOpen) return 'disagree';
  if (hasFinalConsensus(labels)) return 'final';
  if (has('draft')) return 'draft';
  return has('final') ? 'final' : 'none';
}

/** The state of one reader's label within that of its image: what is open concerns every final label of it. */
export function readerLabelState({ state, open, labels }: ImageLabelState, reader: string): LabelState {
  const label = labels.find((other) => other.reader === reader);
  if (label === undefined) return 'none';
  if (hasConflicts(label)) return 'disagree';
  const concerns = state === 'disagree' && open.length > labels.filter(hasConflicts).length && reader !== consensusReader;
  return label.status === 'final' && concerns ? 'disagree' : label.status;
}

/** A state in words, a line each: what is open, then every reader's label. */
export const stateLines = ({ open, labels }: ImageLabelState): readonly string[] =>
  labels.length === 0 ? ['No label yet'] : [...open, ...labels.map(labelWords)];

function labelWords({ reader, status, signedOff }: LabelFacts): string {
  if (signedOff !== undefined) return `${reader}: signed off by ${signedOff.by} on ${signedOff.at.slice(0, 10)}`;
  return `${reader}: ${status === 'unreadable' ? 'the file can not be read' : status}`;
}
