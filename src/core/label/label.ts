/** What a label says in one word or number: a category, an ordinal, several categories, a number in the protocol's unit, or a note. */
export type CategoryValue = string | number | boolean | readonly string[];

/** Continuous pixel coordinates, column then row; (0, 0) is the top left corner of the top left pixel. */
export type PixelPoint = readonly [column: number, row: number];

type AnyMark = {
  /** Unique in the label; made at random (markId.ts), so that marks of two branches don't share one. */
  readonly id: string;
  readonly name: string;
  /** Of an image of many files: the pseudonym of the instance (`3-data/series/<image>.csv`) that it lies on. */
  readonly instance?: string;
  /** Frame of the file, from 0. */
  readonly frame?: number;
  /** Marks of the same object are one thing: the slices of a volume mask. */
  readonly object?: string;
  /** The run that proposed it, when a model made it. */
  readonly run?: string;
  /** How sure the model is, 0 to 1, when a model made it. */
  readonly score?: number;
};

/** An upright rectangle on one frame, in continuous pixels. */
export type BoxMark = AnyMark & { readonly kind: 'box'; readonly from: PixelPoint; readonly to: PixelPoint };

/** A closed polygon on one frame, in continuous pixels: three corners or more, the last one joined to the first. */
export type OutlineMark = AnyMark & { readonly kind: 'outline'; readonly points: readonly PixelPoint[] };

/** Whole pixels of one frame, as the text of their runs (maskRuns.ts says how it is written). */
export type MaskMark = AnyMark & { readonly kind: 'mask'; readonly runs: string };

/** A straight line whose length counts. */
export type LengthMark = AnyMark & { readonly kind: 'length'; readonly from: PixelPoint; readonly to: PixelPoint };

/** Two arms that meet: the end of the first, the vertex, the end of the second. */
export type AngleMark = AnyMark & { readonly kind: 'angle'; readonly points: readonly PixelPoint[] };

/** Two lines that need not meet (Cobb's angle lies between them): both ends of the first, then both ends of the second. */
export type CobbMark = AnyMark & { readonly kind: 'cobb'; readonly points: readonly PixelPoint[] };

export type PointMark = AnyMark & { readonly kind: 'point'; readonly at: PixelPoint };

/** Frames of a time series, both ends included; the whole of each frame is meant. */
export type IntervalMark = AnyMark & { readonly kind: 'interval'; readonly first: number; readonly last: number };

export type Mark = BoxMark | OutlineMark | MaskMark | LengthMark | AngleMark | CobbMark | PointMark | IntervalMark;

/** What one reader says of one image: `3-data/labels/<reader>/<image>.json`. */
export type Label = {
  readonly version: 1;
  readonly image: string;
  readonly reader: string;
  readonly status: 'draft' | 'final';
  readonly categories: Readonly<Record<string, CategoryValue>>;
  readonly marks: readonly Mark[];
  /** Whole seconds that the reader had the image open and worked on it. */
  readonly seconds?: number;
  /** Of a consensus: the labels that it was made from. */
  readonly sources?: readonly LabelSource[];
  /** Who signed it off: from then on it is locked. Only of a final label. */
  readonly signedOff?: SignOff;
  /** What a merge could not decide; what stands elsewhere in the label is our side. Never empty, and such a label is a draft. */
  readonly conflicts?: readonly LabelConflict[];
};

/** A label that went into a consensus: its reader, and the SHA-256 of its file's text at that time. */
export type LabelSource = { readonly reader: string; readonly sha256: string };

/** `at` is a moment in UTC as ISO 8601 writes it. */
export type SignOff = { readonly by: string; readonly at: string };

/** One thing that both sides of a merge changed, each in its own way; null where a side has no such thing. */
export type LabelConflict =
  | {
      readonly on: 'category';
      readonly name: string;
      readonly base: CategoryValue | null;
      readonly ours: CategoryValue | null;
      readonly theirs: CategoryValue | null;
    }
  | {
      readonly on: 'mark';
      readonly id: string;
      readonly base: Mark | null;
      readonly ours: Mark | null;
      readonly theirs: Mark | null;
    };
