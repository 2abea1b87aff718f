/** Sizes of one example, without the batch: [channels, rows, columns] of an image, [features] of a vector. */
export type Shape = readonly number[];

/** What each kind of layer can be told. */
export type LayerSettings = {
  /** Convolution, stride 1, borders padded with zeros so that rows and columns stay; `kernel` is odd. */
  conv: { readonly filters: number; readonly kernel: number };
  /** Adds one learnt number a channel. */
  bias: unknown;
  relu: unknown;
  /** Largest of each 2x2 block; an odd last row or column is dropped. */
  maxPool: unknown;
  /** Mean over rows and columns: an image becomes a vector. */
  globalAveragePool: unknown;
  /** Largest over rows and columns: an image becomes a vector. */
  globalMaxPool: unknown;
  /** Normalises each channel over batch, rows and columns; running statistics (momentum 0.1) are used for inference. */
  batchNorm: unknown;
  /** Normalises groups of channels within each example, the same in training and inference. */
  groupNorm: { readonly groups: number };
  /** Every output feature sees every input feature; no bias. `initial`: `he` unless told `zeros` (an output that starts at the mean). */
  dense: { readonly units: number; readonly initial?: 'he' | 'zeros' };
  /** Joins vectors, or images of equal rows and columns, along their features or channels. */
  concat: unknown;
};

export type OpName = keyof LayerSettings;

/** One layer of kind K: its name, the layers or inputs that it reads, and its settings. */
export type LayerOf<K extends OpName> = { readonly op: K; readonly name: string; readonly from: readonly string[] } & LayerSettings[K];

/** One layer of any kind. */
export type Layer = { [K in OpName]: LayerOf<K> }[OpName];

/** A network as data: named inputs, layers in an order in which each reads only what stands before it, and the output's layer. */
export type Network = {
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly layers: readonly Layer[];
  readonly output: string;
};

/** Thrown when a network can't be built; the message names the layer and the shapes. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** A shape as people write it: "16 x 48 x 40". */
export const shapeText = (shape: Shape): string => (shape.length === 0 ? 'a single number' : shape.join(' x '));
