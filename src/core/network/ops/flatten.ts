import { at, type Op, onlyShape } from '../op';

/** All numbers of an example as one vector; dx is dy in the old shape. */
export const flatten: Op<'flatten'> = {
  shape: (_, inputs) => [onlyShape(inputs).reduce((product, side) => product * side, 1)],
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs, shape }) => ({ output: emit.node('Reshape', [at(inputs, 0), emit.ints([0, at(shape, 0)])]) }),
  gradient: ({ emit, inputShapes }, _, outputGradient) => ({
    inputs: [emit.node('Reshape', [outputGradient, emit.ints([0, ...at(inputShapes, 0)])])],
    parameters: [],
  }),
};
