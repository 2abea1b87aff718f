import type { Shape, Sides } from '../layer';
import type { OnnxAttribute } from '../onnx';

/** A number for rows and one for columns. */
export type Pair = readonly [number, number];

/** How a convolution or a pooling goes over an image; `padding` is at each edge. */
export type Window = { readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair; readonly dilation: Pair };

/** The setting as a pair of whole numbers; throws the reason where it is no such thing or below `least`. */
export function wholePair(sides: Sides, least: number, what: string): Pair {
  const [rows = Number.NaN, columns = rows, ...more] = [sides].flat();
  if (more.length > 0 || ![rows, columns].every((side) => Number.isSafeInteger(side) && side >= least))
    throw new Error(`needs ${what} of whole numbers from ${least}, not ${[sides].flat().join(' x ')}`);
  return [rows, columns];
}

/** The setting, a whole number; throws the reason where it is none or below `least`. */
export function wholeNumber(value: number, least: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`needs ${what} of at least ${least}, a whole number, not ${value}`);
  return value;
}

/** Rows and columns that a window reaches over. */
export const reachOf = ({ kernel, dilation }: Pick<Window, 'kernel' | 'dilation'>): Pair => [
  dilation[0] * (kernel[0] - 1) + 1,
  dilation[1] * (kernel[1] - 1) + 1,
];

/** How often the window fits into an image's rows and columns; throws the reason where it does not at all. */
export function windowPlaces(window: Window, [, rows = 0, columns = 0]: Shape): Pair {
  const { stride, padding } = window;
  const reach = reachOf(window);
  const least = [Math.max(1, reach[0] - 2 * padding[0]), Math.max(1, reach[1] - 2 * padding[1])] as const;
  if (rows < least[0] || columns < least[1]) throw new Error(`needs at least ${least[0]} rows and ${least[1]} columns`);
  return [
    Math.floor((rows + 2 * padding[0] - reach[0]) / stride[0]) + 1,
    Math.floor((columns + 2 * padding[1] - reach[1]) / stride[1]) + 1,
  ];
}

/** Rows and columns at the end of the padded image that the last window does not reach. */
export const windowRest = (window: Window, [, rows = 0, columns = 0]: Shape): Pair => {
  const { stride, padding } = window;
  const reach = reachOf(window);
  return [(rows + 2 * padding[0] - reach[0]) % stride[0], (columns + 2 * padding[1] - reach[1]) % stride[1]];
};

/** The window as ONNX's attributes; what ONNX takes for granted is left out. */
export function windowAttributes({ kernel, stride, padding, dilation }: Window): Readonly<Record<string, OnnxAttribute>> {
  return {
    kernel_shape: { ints: kernel },
    ...(isOne(padding, 0) ? {} : { pads: { ints: [...padding, ...padding] } }),
    ...(isOne(stride) ? {} : { strides: { ints: stride } }),
    ...(isOne(dilation) ? {} : { dilations: { ints: dilation } }),
  };
}

/** Whether both sides are the number (1 unless told). */
export const isOne = (pair: Pair, number = 1): boolean => pair.every((side) => side === number);

/** The kernel's places, row by row. */
export const offsetsOf = ([rows, columns]: Pair): readonly Pair[] =>
  Array.from({ length: rows * columns }, (_, index) => [Math.floor(index / columns), index % columns]);
