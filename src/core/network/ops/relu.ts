import { at, type Op, onlyShape } from '../op';

/** y = max(x, 0); dx = dy where y > 0 (the sign of y is 0 or 1). */
export const relu: Op<'relu'> = {
  shape: (_, inputs) => onlyShape(inputs),
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({ output: emit.node('Relu', [at(inputs, 0)]) }),
  gradient: ({ emit }, { output }, outputGradient) => ({
    inputs: [emit.node('Mul', [outputGradient, emit.node('Sign', [output])])],
    parameters: [],
  }),
};
