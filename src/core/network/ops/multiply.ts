import type { Op } from '../op';
import { sharedShape } from './sharedShape';

/** y = product of the inputs; each gets dy times the others. */
export const multiply: Op<'multiply'> = {
  shape: (_, inputs) => sharedShape(inputs),
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({ output: inputs.reduce((product, input) => emit.node('Mul', [product, input])) }),
  gradient: ({ emit, inputs }, _, outputGradient) => ({
    inputs: inputs.map((_input, own) =>
      inputs.filter((_other, index) => index !== own).reduce((product, other) => emit.node('Mul', [product, other]), outputGradient),
    ),
    parameters: [],
  }),
};
