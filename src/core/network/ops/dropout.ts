import { at, type Op, onlyShape } from '../op';

/** The training graph's input that holds the mask of a dropout layer, [n, ...shape]: 0 or 1 / (1 - rate). */
export const maskName = (layer: string): string => `mask:${layer}`;

/** Training: y = x times a mask that the graph is given (see dropoutMasks), dx = dy times it. Inference: y = x and dx = dy. */
export const dropout: Op<'dropout'> = {
  shape: ({ rate }, inputs) => {
    if (!(rate >= 0 && rate < 1)) throw new Error(`needs a rate from 0 to below 1, not ${rate}`);
    return onlyShape(inputs);
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer, inputs, training }) => ({
    output: training ? emit.node('Mul', [at(inputs, 0), maskName(layer.name)]) : at(inputs, 0),
  }),
  gradient: ({ emit, layer, training }, _, outputGradient) => ({
    inputs: [training ? emit.node('Mul', [outputGradient, maskName(layer.name)]) : outputGradient],
    parameters: [],
  }),
};
