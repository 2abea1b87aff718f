import { at, type Op } from '../op';

/** Joins its inputs along channels or features; dy is cut at the same places. */
export const concat: Op<'concat'> = {
  shape: (_, inputs) => {
    if (inputs.length < 2) throw new Error(`takes two inputs or more, not ${inputs.length}`);
    const [, ...rest] = at(inputs, 0);
    if (inputs.some((shape) => shape.slice(1).join() !== rest.join())) throw new Error('needs inputs of equal rows and columns');
    return [inputs.reduce((sum, shape) => sum + at(shape, 0), 0), ...rest];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({ output: emit.node('Concat', inputs, { attributes: { axis: { int: 1 } } }) }),
  gradient: ({ emit, inputShapes }, _, outputGradient) => {
    const sizes = emit.ints(inputShapes.map((shape) => at(shape, 0)));
    return {
      inputs: emit.nodes('Split', [outputGradient, sizes], inputShapes.length, { attributes: { axis: { int: 1 } } }),
      parameters: [],
    };
  },
};
