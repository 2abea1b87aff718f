import type { Emitter } from '../emitter';
import { at, type Forward, type Lowering, type Op, onlyShape } from '../op';

const epsilon = 1e-5;
const momentum = 0.1;

/**
 * y = (x - mean) / sqrt(variance + 1e-5) * scale + shift for each channel, moments over batch, rows and columns;
 * with z the normalised x and E the same mean: dx = scale / sd * (dy - E[dy] - z * E[dy * z]).
 * The moments are explicit because ONNX Runtime's BatchNormalization shares its buffers in training.
 */
export const batchNorm: Op<'batchNorm'> = {
  shape: (_, inputs) => onlyShape(inputs, 3),
  parameters: (_, inputs) => {
    const shape = [at(onlyShape(inputs, 3), 0), 1, 1];
    return [
      { name: 'scale', shape, initial: 'ones' },
      { name: 'shift', shape, initial: 'zeros' },
    ];
  },
  state: (_, inputs) => {
    const shape = [at(onlyShape(inputs, 3), 0), 1, 1];
    return [
      { name: 'mean', shape, initial: 'zeros' },
      { name: 'variance', shape, initial: 'ones' },
    ];
  },
  onnx: (here) => (here.training ? normalise(here) : applyRunning(here)),
  gradient: ({ emit, parameters }, { saved = {} }, outputGradient) => {
    const { normalised = '', inverse = '' } = saved;
    const product = emit.node('Mul', [outputGradient, normalised]);
    const meanGradient = channelMean(emit, outputGradient);
    const meanProduct = channelMean(emit, product);
    const centred = emit.node('Sub', [emit.node('Sub', [outputGradient, meanGradient]), emit.node('Mul', [normalised, meanProduct])]);
    const input = emit.node('Mul', [centred, emit.node('Mul', [inverse, at(parameters, 0)])]);
    return { inputs: [input], parameters: [channelSum(emit, product), channelSum(emit, outputGradient)] };
  },
};

function normalise({ emit, inputs, parameters, state }: Lowering<'batchNorm'>): Forward {
  const mean = channelMean(emit, at(inputs, 0));
  const centred = emit.node('Sub', [at(inputs, 0), mean]);
  const variance = channelMean(emit, emit.node('Mul', [centred, centred]));
  const inverse = inverseDeviation(emit, variance);
  const normalised = emit.node('Mul', [centred, inverse]);
  const output = emit.node('Add', [emit.node('Mul', [normalised, at(parameters, 0)]), at(parameters, 1)]);
  const running = [mean, variance].map((moment, index) => {
    const old = emit.node('Mul', [at(state, index), emit.floats([1 - momentum])]);
    return emit.node('Add', [old, emit.node('Mul', [moment, emit.floats([momentum])])]);
  });
  return { output, saved: { normalised, inverse }, state: running };
}

function applyRunning({ emit, inputs, parameters, state }: Lowering<'batchNorm'>): Forward {
  const scale = emit.node('Mul', [at(parameters, 0), inverseDeviation(emit, at(state, 1))]);
  const shift = emit.node('Sub', [at(parameters, 1), emit.node('Mul', [at(state, 0), scale])]);
  return { output: emit.node('Add', [emit.node('Mul', [at(inputs, 0), scale]), shift]), state };
}

const inverseDeviation = (emit: Emitter, variance: string): string =>
  emit.node('Reciprocal', [emit.node('Sqrt', [emit.node('Add', [variance, emit.floats([epsilon])])])]);

const channelMean = (emit: Emitter, value: string): string =>
  emit.node('ReduceMean', [value, emit.ints([0, 2, 3])], { attributes: { keepdims: { int: 1 } } });

const channelSum = (emit: Emitter, value: string): string =>
  emit.node('ReduceSum', [value, emit.ints([0, 2, 3])], { attributes: { keepdims: { int: 1 } } });
