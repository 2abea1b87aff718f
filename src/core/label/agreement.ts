import type { Estimate, Undefined } from '../statistics/estimate';
import type { Label } from './label';
import type { Spacing } from './measure';
import type { LabelDefinition } from './protocol';

/** One image with what each reader says of it, in the order of the readers; null where a reader has no final label of it. */
export type ReadImage = {
  readonly image: string;
  readonly patient: string;
  readonly spacing: Spacing | null;
  readonly labels: readonly (Label | null)[];
};

/** How two readers agree on one thing; `cells` names the images behind each place of the confusion matrix (row by the first reader). */
export type PairAgreement = {
  readonly readers: readonly [string, string];
  readonly statistics: Readonly<Record<string, Estimate | Undefined>>;
  readonly confusion: {
    readonly values: readonly string[];
    readonly counts: readonly (readonly number[])[];
    readonly cells: readonly (readonly (readonly string[])[])[];
  } | null;
  /** Of numbers, lengths and angles: what both said of each image, in the item's unit; null of anything else. */
  readonly points: readonly NumberPair[] | null;
};

/** What two readers measured on one image. */
export type NumberPair = { readonly image: string; readonly first: number; readonly second: number };

/** How readers agree on one label of the protocol, or on one value of a label with several. */
export type ItemAgreement = {
  readonly name: string;
  readonly title: string;
  readonly kind: LabelDefinition['kind'];
  /** Of all readers together; empty for two. */
  readonly all: Readonly<Record<string, Estimate | Undefined>>;
  readonly pairs: readonly PairAgreement[];
  /** The unit of numbers, lengths, angles and distances; '' where there is none. */
  readonly unit: string;
  /** Images on which readers differ so much that somebody must decide. */
  readonly adjudicate: readonly Disagreement[];
};

/** One image on which readers differ too much in one thing. */
export type Disagreement = {
  readonly image: string;
  readonly why: string;
  /** From 0, just beyond what is tolerated, to 1, as far apart as can be; so that different kinds of label can be sorted together. */
  readonly size: number;
  /** What each reader says, in the order of the readers; null where one has no final label of the image. */
  readonly said: readonly (string | null)[];
};

/** The size of a difference that is beyond its tolerance: half for twice the tolerance. */
export const sizeBeyond = (difference: number, tolerance: number): number => 1 - tolerance / difference;

/** Every two readers, by their places. */
export const pairsOf = (readers: readonly string[]): readonly (readonly [number, number])[] =>
  readers.flatMap((_, a) => readers.slice(a + 1).map((_, index) => [a, a + 1 + index] as const));
