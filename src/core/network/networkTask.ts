/** What every network is built for: the size of its image, its scalar inputs and its outputs. */
export type NetworkTask = {
  /** Rows and columns of the image. */
  readonly size: readonly [number, number];
  /** Scalar inputs beside the image; 0 for none. */
  readonly scalars: number;
  /** Numbers at the output: 1, or one a class; for boxes and masks the kinds of them. */
  readonly outputs: number;
};
