/** Sizes of one example, without the batch: [channels, rows, columns] of an image, [features] of a vector. */
export type Shape = readonly number[];

/** One whole number for rows and columns alike, or [rows, columns]. */
export type Sides = number | readonly [number, number];

/** Rows or columns at each edge; 0 unless told. */
export type Edges = { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };

/** What each kind of layer can be told; the meaning, edges and rounding are PyTorch's. */
export type LayerSettings = {
  /**
   * Convolution without bias. `stride` 1, `dilation` 1 and `groups` 1 unless told; `groups` equal to the input's channels is depthwise.
   * `padding` is the zeros at each edge; unless told half the kernel's reach, so that stride 1 keeps rows and columns (an even kernel must tell).
   * Rows: floor((rows + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.
   */
  conv: {
    readonly filters: number;
    readonly kernel: Sides;
    readonly stride?: Sides;
    readonly padding?: Sides;
    readonly dilation?: Sides;
    readonly groups?: number;
  };
  /**
   * Transposed convolution without bias. `stride` 1, `padding` 0 (rows taken off each edge), `outputPadding` 0 (rows added at the end; less than
   * the stride), `dilation` 1, `groups` 1 unless told. Rows: (rows - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1.
   */
  transposedConv: {
    readonly filters: number;
    readonly kernel: Sides;
    readonly stride?: Sides;
    readonly padding?: Sides;
    readonly outputPadding?: Sides;
    readonly dilation?: Sides;
    readonly groups?: number;
  };
  /** Every output feature sees every input feature; no bias. `initial`: `he` unless told `zeros` (an output that starts at the mean). */
  dense: { readonly units: number; readonly initial?: 'he' | 'zeros' };
  /** Adds one learnt number a channel, which starts at `initial` (0 unless told). */
  bias: { readonly initial?: number };
  /** Normalises each channel or feature over the batch; running statistics (`momentum` 0.1) are used for inference. `epsilon` 1e-5. */
  batchNorm: { readonly momentum?: number; readonly epsilon?: number };
  /** Normalises groups of channels within each example, the same in training and inference. `epsilon` 1e-5. */
  groupNorm: { readonly groups: number; readonly epsilon?: number };
  /** Normalises each channel within each example, with a learnt scale and shift. `epsilon` 1e-5. */
  instanceNorm: { readonly epsilon?: number };
  relu: unknown;
  /** ReLU that stops at 6. */
  relu6: unknown;
  /** Negative numbers times `slope` (0.01 unless told). */
  leakyRelu: { readonly slope?: number };
  /** x times sigmoid of x. */
  silu: unknown;
  sigmoid: unknown;
  tanh: unknown;
  /** Shares of 1 over channels or features. */
  softmax: unknown;
  /** Largest of each window of `size` (2 unless told), `stride` (the size unless told) apart; `padding` (0) at most half the size. A rest at the end is dropped. */
  maxPool: { readonly size?: Sides; readonly stride?: Sides; readonly padding?: Sides };
  /** Mean of each window, told as for maxPool; `countPadding` (true unless told): the padding's zeros are part of the mean. */
  averagePool: { readonly size?: Sides; readonly stride?: Sides; readonly padding?: Sides; readonly countPadding?: boolean };
  /** Mean over rows and columns: an image becomes a vector. */
  globalAveragePool: unknown;
  /** Largest over rows and columns: an image becomes a vector. */
  globalMaxPool: unknown;
  /** `scale` times as many rows and columns: each pixel repeated (`nearest`, unless told), or `bilinear` between the pixels' centres (align_corners False). */
  upsample: { readonly scale: number; readonly mode?: 'nearest' | 'bilinear' };
  /** Joins vectors, or images of equal rows and columns, along their features or channels. */
  concat: unknown;
  /** Sum of two or more inputs of equal shape. */
  add: unknown;
  /** Product of two or more inputs of equal shape. */
  multiply: unknown;
  /** Adds rows and columns of zeros at the edges. */
  pad: Edges;
  /** Takes rows and columns off the edges. */
  crop: Edges;
  /** An image as a vector: channel by channel, row by row. */
  flatten: unknown;
  /** In training drops each number with the chance `rate` and scales the rest by 1 / (1 - rate), by a mask that the graph is given; nothing in inference. */
  dropout: { readonly rate: number };
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
