import type { Emitter } from '../emitter';
import { at, type Lowering, type Op, onlyShape } from '../op';
import { imageRegion, padImage, repeatPixels } from './imageRegion';
import { wholeNumber } from './window';

/** Each pixel as scale x scale pixels, equal or between its neighbours; each pixel of x gets what it gave to every pixel of y times dy. */
export const upsample: Op<'upsample'> = {
  shape: ({ scale, mode = 'nearest' }, inputs) => {
    const [channels = 0, rows = 0, columns = 0] = onlyShape(inputs, 3);
    wholeNumber(scale, 1, 'a scale');
    if (mode !== 'nearest' && mode !== 'bilinear') throw new Error(`needs the mode nearest or bilinear, not ${String(mode)}`);
    return [channels, rows * scale, columns * scale];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer: { scale, mode }, inputs }) => ({
    output: mode === 'bilinear' ? bilinear(emit, at(inputs, 0), scale) : repeatPixels(emit, at(inputs, 0), [scale, scale]),
  }),
  gradient: (here, _, outputGradient) => {
    const { emit, layer } = here;
    if (layer.mode === 'bilinear') return { inputs: [bilinearGradient(here, outputGradient)], parameters: [] };
    const window = { kernel_shape: { ints: [layer.scale, layer.scale] }, strides: { ints: [layer.scale, layer.scale] } };
    const mean = emit.node('AveragePool', [outputGradient], { attributes: window });
    return { inputs: [emit.node('Mul', [mean, emit.floats([layer.scale ** 2])])], parameters: [] };
  },
};

/** Between the centres of the pixels, which stays at the outermost pixel beyond the last centre. */
const bilinear = (emit: Emitter, image: string, scale: number): string =>
  emit.node('Resize', [image, '', emit.floats([1, 1, scale, scale], [4])], {
    attributes: { mode: { text: 'linear' }, coordinate_transformation_mode: { text: 'half_pixel' } },
  });

/**
 * A pixel t gives pixel scale * t + m the share 1 - |(m + 1/2) / scale - 1/2|: dx is dy convolved with these shares at stride `scale`. What
 * a pixel just outside the edge would have given belongs to the edge's own.
 */
function bilinearGradient({ emit, layer: { scale }, inputShapes }: Lowering<'upsample'>, outputGradient: string): string {
  const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
  const first = -Math.floor(scale / 2);
  const shares = Array.from({ length: scale - 2 * first }, (_, index) => 1 - Math.abs((first + index + 0.5) / scale - 0.5));
  const [before, after] = [scale - first, first + shares.length];
  const kernel = Array.from({ length: channels }, () => shares.flatMap((row) => shares.map((column) => row * column))).flat();
  const attributes = {
    kernel_shape: { ints: [shares.length, shares.length] },
    strides: { ints: [scale, scale] },
    pads: { ints: [before, before, after, after] },
    group: { int: channels },
  };
  const weights = emit.floats(kernel, [channels, 1, shares.length, shares.length]);
  const wide = emit.node('Conv', [outputGradient, weights], { attributes });
  const byRows = foldedEdges(emit, wide, rows, columns + 2, 'rows');
  return foldedEdges(emit, byRows, columns, rows, 'columns');
}

/** An image with one row (or column) more on both edges, those added to the ones beside them; `length` and `across` are the result's. */
function foldedEdges(emit: Emitter, image: string, length: number, across: number, along: 'rows' | 'columns'): string {
  const pair = (a: number, b: number) => (along === 'rows' ? ([a, b] as const) : ([b, a] as const));
  const part = (start: number, count: number) => imageRegion(emit, image, pair(start, 0), pair(count, across));
  const head = padImage(emit, part(0, 1), along === 'rows' ? { bottom: length - 1 } : { right: length - 1 });
  const tail = padImage(emit, part(length + 1, 1), along === 'rows' ? { top: length - 1 } : { left: length - 1 });
  return emit.node('Add', [emit.node('Add', [part(1, length), head]), tail]);
}
