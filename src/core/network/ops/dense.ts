import { at, type Op, onlyShape } from '../op';

/** y = x W with W [features in, units]; dx = dy transposed-W, dW = transposed-x dy. */
export const dense: Op<'dense'> = {
  shape: (layer, inputs) => {
    onlyShape(inputs, 1);
    if (layer.units < 1) throw new Error('needs at least one unit');
    return [layer.units];
  },
  parameters: ({ units, initial = 'he' }, inputs) => {
    const [features = 0] = onlyShape(inputs, 1);
    return [{ name: 'weight', shape: [features, units], initial, fanIn: features }];
  },
  state: () => [],
  onnx: ({ emit, inputs, parameters }) => ({ output: emit.node('MatMul', [at(inputs, 0), at(parameters, 0)]) }),
  gradient: ({ emit, inputs, parameters }, _, outputGradient) => ({
    inputs: [emit.node('Gemm', [outputGradient, at(parameters, 0)], { attributes: { transB: { int: 1 } } })],
    parameters: [emit.node('Gemm', [at(inputs, 0), outputGradient], { attributes: { transA: { int: 1 } } })],
  }),
};
