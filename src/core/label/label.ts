/** What a label says in one word or number: a category, an ordinal or a number in the protocol's unit. */
export type CategoryValue = string | number | boolean | readonly string[];

/** Continuous pixel coordinates, column then row; (0, 0) is the top left corner of the top left pixel. */
export type PixelPoint = readonly [column: number, row: number];

type AnyMark = {
  readonly id: string;
  readonly name: string;
  readonly frame?: number;
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

export type Mark = BoxMark | OutlineMark | MaskMark;

/** What one reader says of one image: `3-data/labels/<reader>/<image>.json`. */
export type Label = {
  readonly version: 1;
  readonly image: string;
  readonly reader: string;
  readonly status: 'draft' | 'final';
  readonly categories: Readonly<Record<string, CategoryValue>>;
  readonly marks: readonly Mark[];
};
