import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import type { Shape } from '../layer';
import { at, type Backward, type Forward, type Lowering, type Op, onlyShape } from '../op';
import { affine } from './affine';
import { channelShape, inverseDeviation, normParameters, requireEpsilon } from './normParameters';
import { reduce } from './reduce';

export const usualMomentum = 0.1;

/**
 * y = (x - mean) / sqrt(variance + epsilon) * scale + shift for each channel or feature, moments over batch, rows and columns;
 * with c = x - mean and E the same mean: dx = scale / sd * (dy - E[dy] - c * E[dy * c] / variance), and dscale = sum of dy * c / sd.
 * The moments are explicit because ONNX Runtime's BatchNormalization shares its buffers in training.
 * In inference the moments are constants: dx = scale / sd * dy.
 * Running statistics: (1 - momentum) * old + momentum * the batch's. The variance kept is the batch's own, where PyTorch keeps n / (n - 1) of it.
 */
export const batchNorm: Op<'batchNorm'> = {
  shape: (layer, inputs) => {
    const { momentum = usualMomentum } = layer;
    requireEpsilon(layer);
    if (!(momentum >= 0 && momentum <= 1)) throw new Error(`needs a momentum from 0 to 1, not ${momentum}`);
    return onlyImageOrVector(inputs);
  },
  parameters: (_, inputs) => normParameters(onlyShape(inputs)),
  state: (_, inputs) => {
    const shape = channelShape(onlyShape(inputs));
    return [
      { name: 'mean', shape, initial: 'zeros' },
      { name: 'variance', shape, initial: 'ones' },
    ];
  },
  onnx: (here) => (here.training ? normalise(here) : applyRunning(here)),
  gradient: (here, { saved = {} }, dy) => {
    if (!here.training) return runningGradient(here, dy);
    const { emit, inputs, parameters, shape } = here;
    const { mul, sub } = arithmetic(emit);
    const { centred = '', inverse = '' } = saved;
    const axes = axesOf(shape);
    const share = shareOfEach(emit, at(inputs, 0), at(shape, 0));
    const sum = reduce(emit, 'Sum', dy, axes, 'stay');
    const product = mul(reduce(emit, 'Sum', mul(dy, centred), axes, 'stay'), inverse);
    const scale = mul(inverse, at(parameters, 0));
    const shift = emit.node('Neg', [mul(mul(sum, share), scale)]);
    const slope = mul(mul(mul(product, share), inverse), scale);
    const input = sub(affine(emit, dy, { scale, shift }, shape), mul(slope, centred));
    return { inputs: [input], parameters: [product, sum] };
  },
};

/** 1 / the numbers of each channel in a batch, which may be smaller than others. */
const shareOfEach = (emit: Emitter, batch: string, channels: number): string =>
  emit.node('Div', [emit.floats([channels]), emit.node('Cast', [emit.node('Size', [batch])], { attributes: { to: { int: 1 } } })]);

function onlyImageOrVector(inputs: readonly Shape[]): Shape {
  const shape = onlyShape(inputs);
  return shape.length === 1 ? shape : onlyShape(inputs, 3);
}

/** Batch, and rows and columns of images. */
const axesOf = (shape: Shape): readonly number[] => (shape.length === 1 ? [0] : [0, 2, 3]);

function normalise({ emit, layer, inputs, parameters, state, shape }: Lowering<'batchNorm'>): Forward {
  const axes = axesOf(shape);
  const { momentum = usualMomentum } = layer;
  const mean = reduce(emit, 'Mean', at(inputs, 0), axes, 'stay');
  const centred = emit.node('Sub', [at(inputs, 0), mean]);
  const variance = reduce(emit, 'Mean', emit.node('Mul', [centred, centred]), axes, 'stay');
  const inverse = inverseDeviation(emit, variance, layer);
  const scale = emit.node('Mul', [inverse, at(parameters, 0)]);
  const output = affine(emit, centred, { scale, shift: at(parameters, 1) }, shape);
  const running = [mean, variance].map((moment, index) => {
    const old = emit.node('Mul', [at(state, index), emit.floats([1 - momentum])]);
    return emit.node('Add', [old, emit.node('Mul', [moment, emit.floats([momentum])])]);
  });
  return { output, saved: { centred, inverse }, state: running };
}

function applyRunning({ emit, layer, inputs, parameters, state }: Lowering<'batchNorm'>): Forward {
  const scale = emit.node('Mul', [at(parameters, 0), inverseDeviation(emit, at(state, 1), layer)]);
  const shift = emit.node('Sub', [at(parameters, 1), emit.node('Mul', [at(state, 0), scale])]);
  return { output: emit.node('Add', [emit.node('Mul', [at(inputs, 0), scale]), shift]), state };
}

function runningGradient({ emit, layer, inputs, parameters, state, shape }: Lowering<'batchNorm'>, dy: string): Backward {
  const { mul, sub } = arithmetic(emit);
  const inverse = inverseDeviation(emit, at(state, 1), layer);
  const sum = (value: string) => reduce(emit, 'Sum', value, axesOf(shape), 'stay');
  const product = mul(sum(mul(dy, sub(at(inputs, 0), at(state, 0)))), inverse);
  return { inputs: [mul(dy, mul(at(parameters, 0), inverse))], parameters: [product, sum(dy)] };
}
