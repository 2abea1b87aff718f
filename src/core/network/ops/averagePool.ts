import type { LayerOf } from '../layer';
import { at, type Lowering, type Op, onlyShape } from '../op';
import { padImage, repeatPixels } from './imageRegion';
import { isTiling, poolWindow } from './poolWindow';
import { isOne, type Window, windowAttributes, windowPlaces, windowRest } from './window';

/** Mean of each window; every pixel gets dy / (pixels of the window) of each window that it lies in. */
export const averagePool: Op<'averagePool'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    return [at(shape, 0), ...windowPlaces(poolWindow(layer), shape)];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer, inputs }) => {
    const window = poolWindow(layer);
    const attributes = { ...windowAttributes(window), ...(countsPadding(layer, window) && { count_include_pad: { int: 1 } }) };
    return { output: emit.node('AveragePool', [at(inputs, 0)], { attributes }) };
  },
  gradient: (here, _, outputGradient) => {
    const { emit, layer, inputShapes, shape } = here;
    const window = poolWindow(layer);
    const share = emit.node('Mul', [outputGradient, sharesOf(here, window)]);
    const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
    if (isTiling(window)) {
      const rest = { bottom: rows - window.kernel[0] * at(shape, 1), right: columns - window.kernel[1] * at(shape, 2) };
      return { inputs: [padImage(emit, repeatPixels(emit, share, window.kernel), rest)], parameters: [] };
    }
    const ones = emit.floats(new Float32Array(channels * window.kernel[0] * window.kernel[1]).fill(1), [channels, 1, ...window.kernel]);
    const rest = windowRest(window, at(inputShapes, 0));
    const attributes = {
      ...windowAttributes(window),
      group: { int: channels },
      ...(!isOne(rest, 0) && { output_padding: { ints: rest } }),
    };
    return { inputs: [emit.node('ConvTranspose', [share, ones], { attributes })], parameters: [] };
  },
};

const countsPadding = ({ countPadding = true }: LayerOf<'averagePool'>, { padding }: Window): boolean => countPadding && !isOne(padding, 0);

/** 1 / the number of pixels of each window: one number, or one a window where padding does not count. */
function sharesOf({ emit, layer, inputShapes, shape }: Lowering<'averagePool'>, window: Window): string {
  const { kernel, padding } = window;
  if (countsPadding(layer, window) || isOne(padding, 0)) return emit.floats([1 / (kernel[0] * kernel[1])]);
  const [, rows = 0, columns = 0] = at(inputShapes, 0);
  const inside = (which: 0 | 1, place: number, length: number) => {
    const start = place * window.stride[which] - padding[which];
    return Math.min(start + kernel[which], length) - Math.max(start, 0);
  };
  const [, placeRows = 0, placeColumns = 0] = shape;
  const shares = Array.from({ length: placeRows * placeColumns }, (_, index) => {
    return 1 / (inside(0, Math.floor(index / placeColumns), rows) * inside(1, index % placeColumns, columns));
  });
  return emit.floats(shares, [1, 1, placeRows, placeColumns]);
}
