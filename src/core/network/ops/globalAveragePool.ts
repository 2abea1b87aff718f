import { at, type Op, onlyShape } from '../op';

/** Mean over rows and columns; dx = dy / (rows * columns) everywhere. */
export const globalAveragePool: Op<'globalAveragePool'> = {
  shape: (_, inputs) => [at(onlyShape(inputs, 3), 0)],
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({
    output: emit.node('ReduceMean', [at(inputs, 0), emit.ints([2, 3])], { attributes: { keepdims: { int: 0 } } }),
  }),
  gradient: ({ emit, inputShapes, shape }, _, outputGradient) => {
    const [, rows = 1, columns = 1] = at(inputShapes, 0);
    const column = emit.node('Reshape', [outputGradient, emit.ints([0, at(shape, 0), 1, 1])]);
    const share = emit.floats(new Float32Array(rows * columns).fill(1 / (rows * columns)), [1, 1, rows, columns]);
    return { inputs: [emit.node('Mul', [column, share])], parameters: [] };
  },
};
