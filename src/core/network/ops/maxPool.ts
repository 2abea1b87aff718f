import { at, type Lowering, type Op, onlyShape } from '../op';
import { imageRegion, padImage, repeatPixels } from './imageRegion';
import { overlappingMaxGradient } from './overlappingMaxGradient';
import { isTiling, poolWindow } from './poolWindow';
import { type Window, windowAttributes, windowPlaces } from './window';

/** Largest of each window; dy goes to the largest pixel, and is shared evenly where several are equally large (PyTorch: to the first). */
export const maxPool: Op<'maxPool'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    return [at(shape, 0), ...windowPlaces(poolWindow(layer), shape)];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer, inputs }) => ({
    output: emit.node('MaxPool', [at(inputs, 0)], { attributes: windowAttributes(poolWindow(layer)) }),
  }),
  gradient: (here, { output }, outputGradient) => {
    const window = poolWindow(here.layer);
    const gradient = isTiling(window)
      ? tilingGradient(here, window, output, outputGradient)
      : overlappingMaxGradient(here, window, output, outputGradient);
    return { inputs: [gradient], parameters: [] };
  },
};

function tilingGradient(
  { emit, inputs, inputShapes, shape }: Lowering<'maxPool'>,
  window: Window,
  output: string,
  outputGradient: string,
): string {
  const { kernel } = window;
  const [, rows = 0, columns = 0] = at(inputShapes, 0);
  const used = [kernel[0] * at(shape, 1), kernel[1] * at(shape, 2)] as const;
  const rest = { bottom: rows - used[0], right: columns - used[1] };
  const even = rest.bottom + rest.right > 0 ? imageRegion(emit, at(inputs, 0), [0, 0], used) : at(inputs, 0);
  const largest = emit.node('Cast', [emit.node('Equal', [even, repeatPixels(emit, output, kernel)])], { attributes: { to: { int: 1 } } });
  const share = emit.node('AveragePool', [largest], { attributes: windowAttributes(window) });
  const each = emit.node('Div', [outputGradient, emit.node('Mul', [share, emit.floats([kernel[0] * kernel[1]])])]);
  return padImage(emit, emit.node('Mul', [largest, repeatPixels(emit, each, kernel)]), rest);
}
