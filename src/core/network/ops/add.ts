import type { Op } from '../op';
import { sharedShape } from './sharedShape';

/** y = sum of the inputs; each gets dy. */
export const add: Op<'add'> = {
  shape: (_, inputs) => sharedShape(inputs),
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({ output: inputs.reduce((sum, input) => emit.node('Add', [sum, input])) }),
  gradient: ({ inputs }, _, outputGradient) => ({ inputs: inputs.map(() => outputGradient), parameters: [] }),
};
