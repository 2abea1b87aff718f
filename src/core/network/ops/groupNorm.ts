import type { Emitter } from '../emitter';
import { at, type Op, onlyShape } from '../op';

const epsilon = 1e-5;

/**
 * y = (x - mean) / sqrt(variance + 1e-5) * scale + shift, moments over each group of channels with its rows and columns, within one example;
 * with g = dy * scale, z the normalised x and E the mean over the group: dx = (g - E[g] - z * E[g * z]) / sd.
 */
export const groupNorm: Op<'groupNorm'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    if (layer.groups < 1 || at(shape, 0) % layer.groups !== 0)
      throw new Error(`can't divide its channels into ${layer.groups} equal groups`);
    return shape;
  },
  parameters: (_, inputs) => {
    const shape = [at(onlyShape(inputs, 3), 0), 1, 1];
    return [
      { name: 'scale', shape, initial: 'ones' },
      { name: 'shift', shape, initial: 'zeros' },
    ];
  },
  state: () => [],
  onnx: ({ emit, layer, inputs, parameters, shape }) => {
    const grouped = emit.node('Reshape', [at(inputs, 0), emit.ints([0, layer.groups, -1])]);
    const centred = emit.node('Sub', [grouped, groupMean(emit, grouped)]);
    const variance = groupMean(emit, emit.node('Mul', [centred, centred]));
    const inverse = emit.node('Reciprocal', [emit.node('Sqrt', [emit.node('Add', [variance, emit.floats([epsilon])])])]);
    const normalised = emit.node('Mul', [centred, inverse]);
    const image = emit.node('Reshape', [normalised, emit.ints([0, ...shape])]);
    const output = emit.node('Add', [emit.node('Mul', [image, at(parameters, 0)]), at(parameters, 1)]);
    return { output, saved: { normalised, image, inverse } };
  },
  gradient: ({ emit, layer, parameters, shape }, { saved = {} }, outputGradient) => {
    const { normalised = '', image = '', inverse = '' } = saved;
    const scaled = emit.node('Reshape', [emit.node('Mul', [outputGradient, at(parameters, 0)]), emit.ints([0, layer.groups, -1])]);
    const meanProduct = groupMean(emit, emit.node('Mul', [scaled, normalised]));
    const centred = emit.node('Sub', [emit.node('Sub', [scaled, groupMean(emit, scaled)]), emit.node('Mul', [normalised, meanProduct])]);
    const input = emit.node('Reshape', [emit.node('Mul', [centred, inverse]), emit.ints([0, ...shape])]);
    const byChannel = (value: string) => emit.node('ReduceSum', [value, emit.ints([0, 2, 3])], { attributes: { keepdims: { int: 0 } } });
    return { inputs: [input], parameters: [byChannel(emit.node('Mul', [outputGradient, image])), byChannel(outputGradient)] };
  },
};

const groupMean = (emit: Emitter, value: string): string =>
  emit.node('ReduceMean', [value, emit.ints([2])], { attributes: { keepdims: { int: 1 } } });
