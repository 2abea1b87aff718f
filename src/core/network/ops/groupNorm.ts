import { at, type Backward, type Forward, type Lowering, type Op, onlyShape } from '../op';
import { inverseDeviation, normParameters, requireEpsilon } from './normParameters';
import { reduce } from './reduce';

/**
 * y = (x - mean) / sqrt(variance + epsilon) * scale + shift, moments over each group of channels with its rows and columns, within one example;
 * with g = dy * scale, z the normalised x and E the mean over the group: dx = (g - E[g] - z * E[g * z]) / sd.
 */
export const groupNorm: Op<'groupNorm'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    requireEpsilon(layer);
    if (!Number.isSafeInteger(layer.groups) || layer.groups < 1 || at(shape, 0) % layer.groups !== 0)
      throw new Error(`can't divide its channels into ${layer.groups} equal groups`);
    return shape;
  },
  parameters: (_, inputs) => normParameters(onlyShape(inputs, 3)),
  state: () => [],
  onnx: (here) => normaliseGroups(here, here.layer.groups),
  gradient: (here, forward, outputGradient) => groupsGradient(here, here.layer.groups, forward, outputGradient),
};

type Here = Lowering<'groupNorm'> | Lowering<'instanceNorm'>;

/** Forward pass of a norm over groups of channels. */
export function normaliseGroups({ emit, layer, inputs, parameters, shape }: Here, groups: number): Forward {
  const grouped = emit.node('Reshape', [at(inputs, 0), emit.ints([0, groups, -1])]);
  const centred = emit.node('Sub', [grouped, reduce(emit, 'Mean', grouped, [2], 'stay')]);
  const variance = reduce(emit, 'Mean', emit.node('Mul', [centred, centred]), [2], 'stay');
  const inverse = inverseDeviation(emit, variance, layer);
  const normalised = emit.node('Mul', [centred, inverse]);
  const image = emit.node('Reshape', [normalised, emit.ints([0, ...shape])]);
  const output = emit.node('Add', [emit.node('Mul', [image, at(parameters, 0)]), at(parameters, 1)]);
  return { output, saved: { normalised, image, inverse } };
}

/** Derivatives of a norm over groups of channels. */
export function groupsGradient(
  { emit, parameters, shape }: Here,
  groups: number,
  { saved = {} }: Forward,
  outputGradient: string,
): Backward {
  const { normalised = '', image = '', inverse = '' } = saved;
  const scaled = emit.node('Reshape', [emit.node('Mul', [outputGradient, at(parameters, 0)]), emit.ints([0, groups, -1])]);
  const meanProduct = reduce(emit, 'Mean', emit.node('Mul', [scaled, normalised]), [2], 'stay');
  const meanGradient = reduce(emit, 'Mean', scaled, [2], 'stay');
  const centred = emit.node('Sub', [emit.node('Sub', [scaled, meanGradient]), emit.node('Mul', [normalised, meanProduct])]);
  const input = emit.node('Reshape', [emit.node('Mul', [centred, inverse]), emit.ints([0, ...shape])]);
  const byChannel = (value: string) => reduce(emit, 'Sum', value, [0, 2, 3], 'go');
  return { inputs: [input], parameters: [byChannel(emit.node('Mul', [outputGradient, image])), byChannel(outputGradient)] };
}
