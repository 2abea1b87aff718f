/** What a label says in one word or number: a category, an ordinal or a number in the protocol's unit. */
export type CategoryValue = string | number | boolean | readonly string[];

/** Continuous pixel coordinates, column then row; (0, 0) is the top left corner of the top left pixel. */
export type PixelPoint = readonly [column: number, row: number];

/** An upright rectangle on one frame, in continuous pixels. */
export type BoxMark = {
  readonly id: string;
  readonly kind: 'box';
  readonly name: string;
  readonly frame?: number;
  /** The run that proposed it, when a model made it. */
  readonly run?: string;
  readonly from: PixelPoint;
  readonly to: PixelPoint;
};

export type Mark = BoxMark;

/** What one reader says of one image: `3-data/labels/<reader>/<image>.json`. */
export type Label = {
  readonly version: 1;
  readonly image: string;
  readonly reader: string;
  readonly status: 'draft' | 'final';
  readonly categories: Readonly<Record<string, CategoryValue>>;
  readonly marks: readonly Mark[];
};
