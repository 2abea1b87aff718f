import type { Interval } from '../statistics/estimate';

/** A value that a run's network tells of an image, with the interval that holds the true one in 95 of 100 new patients. */
export type CardEstimate = {
  /** The sex that the network was given; null where it takes none. */
  readonly sex: 'F' | 'M' | null;
  readonly value: number;
  readonly interval: Interval | null;
  /** From how many cases, in what range of predictions; null without an interval. */
  readonly calibrated: {
    readonly images: number;
    readonly patients: number;
    readonly from: number | null;
    readonly to: number | null;
  } | null;
};

/** Where a fact about the patient comes from. */
export type FactSource = 'index' | 'file' | 'given';

/** What a run says of one image, in numbers and in words for a draft of a report. */
export type ResultCard = {
  readonly run: string;
  /** The image's name in the project; '' for a file outside of it. */
  readonly image: string;
  /** What the number is, as the protocol calls it ("Bone age"). */
  readonly title: string;
  readonly unit: string;
  /** One; two, as a girl and as a boy, where the network takes the sex in and it is not known. */
  readonly estimates: readonly CardEstimate[];
  readonly sex: { readonly value: 'F' | 'M'; readonly from: FactSource } | null;
  /** Chronological age in months. */
  readonly age: { readonly months: number; readonly from: FactSource } | null;
  readonly level: number;
  /** Of which cases the interval is. */
  readonly part: 'tuning' | 'out of fold';
  /** SHA-256 of the weights. */
  readonly weights: string;
  /** What speaks against trusting the number, a sentence each. */
  readonly warnings: readonly string[];
  /** What to know of it, a sentence each. */
  readonly notes: readonly string[];
  /** For a report, to be confirmed. */
  readonly draft: string;
};
