import { at, type Op, onlyShape } from '../op';

/** y = x + b, one b a channel or feature; db = sum of dy over everything else. */
export const bias: Op<'bias'> = {
  shape: (_, inputs) => onlyShape(inputs),
  parameters: ({ initial = 0 }, inputs) => {
    const [channels = 0, ...rest] = onlyShape(inputs);
    return [{ name: 'bias', shape: [channels, ...rest.map(() => 1)], initial }];
  },
  state: () => [],
  onnx: ({ emit, inputs, parameters }) => ({ output: emit.node('Add', [at(inputs, 0), at(parameters, 0)]) }),
  gradient: ({ emit, shape }, _, outputGradient) => {
    const axes = shape.length === 3 ? [0, 2, 3] : [0];
    const sum = emit.node('ReduceSum', [outputGradient, emit.ints(axes)], { attributes: { keepdims: { int: 0 } } });
    return { inputs: [outputGradient], parameters: [sum] };
  },
};
