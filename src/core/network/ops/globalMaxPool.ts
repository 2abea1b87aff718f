import { at, type Op, onlyShape } from '../op';

/** Largest over rows and columns; dy goes to the largest pixel, and is shared evenly where several are equally large. */
export const globalMaxPool: Op<'globalMaxPool'> = {
  shape: (_, inputs) => [at(onlyShape(inputs, 3), 0)],
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs, shape }) => {
    const largest = emit.node('GlobalMaxPool', [at(inputs, 0)]);
    return { output: emit.node('Reshape', [largest, emit.ints([0, at(shape, 0)])]), saved: { largest } };
  },
  gradient: ({ emit, inputs, shape }, { saved }, outputGradient) => {
    const isLargest = emit.node('Equal', [at(inputs, 0), saved?.largest ?? '']);
    const mask = emit.node('Cast', [isLargest], { attributes: { to: { int: 1 } } });
    const count = emit.node('ReduceSum', [mask, emit.ints([2, 3])], { attributes: { keepdims: { int: 1 } } });
    const column = emit.node('Reshape', [outputGradient, emit.ints([0, at(shape, 0), 1, 1])]);
    return { inputs: [emit.node('Mul', [mask, emit.node('Div', [column, count])])], parameters: [] };
  },
};
