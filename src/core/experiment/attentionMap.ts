/** Where in an image a run's network found its answer: a coarse grid of weights over the part of the image that the network saw. */
export type AttentionMap = {
  readonly version: 1;
  readonly run: string;
  readonly image: string;
  /** The method by its name in the literature ("HiResCAM", "Grad-CAM"). */
  readonly method: string;
  /** The layer whose features are weighed. */
  readonly layer: string;
  /** What is explained: a class, or the predicted number with its unit. */
  readonly answer: string;
  readonly columns: number;
  readonly rows: number;
  /** Where the grid's outer edges lie, in the image's continuous pixels (column then row). */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** 0 to 1, row by row; 1 is the strongest of this image, so maps of two images can't be held against each other. */
  readonly values: readonly number[];
};
