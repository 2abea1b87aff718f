import { type AdamKernel, adamBlock, makeAdamKernel } from './adamKernel';
import { arithmetic } from './arithmetic';
import type { Emitter } from './emitter';
import { at } from './op';

/** An optimizer as plain data, which can be sent to another thread. */
export type OptimizerSpec = { readonly name: 'adam' | 'adamw'; readonly weightDecay: number } | ({ readonly name: 'sgd' } & SgdSettings);

/** How weights follow their gradient, over the flat vector of all parameters. */
export type Optimizer = {
  readonly spec: OptimizerSpec;
  /** Names of its flat vectors, each as long as the parameters; all start at zero. */
  readonly memory: readonly string[];
  /** Numbers that depend on the step (the first is 1), by name. */
  scalars(step: number): Readonly<Record<string, number>>;
  onnx(emit: Emitter, values: OptimizerValues): { readonly weights: string; readonly memory: readonly string[] };
  /** The same on plain arrays, in place, for the parameters `from` to before `to`, which all decay or all don't. */
  apply(arrays: OptimizerArrays, from: number, to: number, decays: boolean): void;
};

/** Flat vectors that an optimizer changes in place, and the numbers of the step. */
export type OptimizerArrays = {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly memory: readonly Float32Array[];
  /** What the gradient is multiplied by first. */
  readonly factor: number;
  readonly rate: number;
  readonly scalars: Readonly<Record<string, number>>;
};

/** Names of the ONNX values that an optimizer reads; `rate` and the scalars hold one number each. */
export type OptimizerValues = {
  readonly weights: string;
  readonly gradient: string;
  readonly rate: string;
  readonly memory: readonly string[];
  readonly scalar: (name: string) => string;
  /** The weights with zeros in the place of those that never decay. */
  readonly decaying: string;
};

/** The optimizer that plain data describe. */
export const makeOptimizer = (spec: OptimizerSpec): Optimizer =>
  spec.name === 'sgd' ? sgd(spec) : spec.name === 'adamw' ? adamW(spec.weightDecay) : adam(spec.weightDecay);

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

const adamMemory = {
  memory: ['adam_mean', 'adam_square'],
  scalars: (step: number) => ({ adam_mean_scale: 1 / (1 - beta1 ** step), adam_square_scale: 1 / (1 - beta2 ** step) }),
};

/** Adam (Kingma and Ba 2015) with its usual constants 0.9, 0.999 and 1e-8; weight decay is part of the gradient, as in PyTorch's Adam. */
export function adam(weightDecay: number): Optimizer {
  const apply = adamApplier();
  return {
    ...adamMemory,
    spec: { name: 'adam', weightDecay },
    onnx: (emit, values) => {
      const { weights, rate } = values;
      const gradient = withDecay(emit, values, weightDecay);
      const { change, memory } = adamChange(emit, { ...values, gradient }, rate);
      return { weights: emit.node('Sub', [weights, change]), memory };
    },
    apply: (arrays, from, to, decays) => apply(arrays, from, to, decays ? weightDecay : 0, 0),
  };
}

/** AdamW (Loshchilov and Hutter 2019): the weights shrink by rate * weightDecay beside Adam's step. */
export function adamW(weightDecay: number): Optimizer {
  const apply = adamApplier();
  return {
    ...adamMemory,
    spec: { name: 'adamw', weightDecay },
    onnx: (emit, values) => {
      const { mul, sub, times } = arithmetic(emit);
      const { weights, rate, decaying } = values;
      const { change, memory } = adamChange(emit, values, rate);
      const kept = weightDecay === 0 ? weights : sub(weights, mul(decaying, times(rate, weightDecay)));
      return { weights: sub(kept, change), memory };
    },
    apply: (arrays, from, to, decays) => apply(arrays, from, to, 0, decays ? weightDecay : 0),
  };
}

/** What stochastic gradient descent can be told. */
export type SgdSettings = { readonly momentum: number; readonly nesterov: boolean; readonly weightDecay: number };

/** Stochastic gradient descent as PyTorch's SGD: v = momentum v + g, then w - rate v, or with Nesterov's w - rate (g + momentum v). */
export function sgd({ momentum, nesterov, weightDecay }: SgdSettings): Optimizer {
  return {
    spec: { name: 'sgd', momentum, nesterov, weightDecay },
    memory: momentum === 0 ? [] : ['sgd_velocity'],
    scalars: () => ({}),
    onnx: (emit, values) => {
      const { add, sub, mul, times } = arithmetic(emit);
      const { weights, rate, memory } = values;
      const [old] = memory;
      const gradient = withDecay(emit, values, weightDecay);
      if (old === undefined) return { weights: sub(weights, mul(gradient, rate)), memory: [] };
      const velocity = add(times(old, momentum), gradient);
      const direction = nesterov ? add(gradient, times(velocity, momentum)) : velocity;
      return { weights: sub(weights, mul(direction, rate)), memory: [velocity] };
    },
    apply: (arrays, from, to, decays) => applySgd(arrays, from, to, { momentum, nesterov, weightDecay: decays ? weightDecay : 0 }),
  };
}

/** Adam's step on plain arrays, block by block; `inGradient` is the weight decay that is part of the gradient, `beside` that of AdamW. */
function adamApplier() {
  let kernel: AdamKernel | undefined;
  return (arrays: OptimizerArrays, from: number, to: number, inGradient: number, beside: number): void => {
    kernel ??= makeAdamKernel({ beta1, beta2, epsilon });
    const { blocks, step } = kernel;
    const { weights, gradient, factor, rate, scalars } = arrays;
    const [means = weights, squares = weights] = arrays.memory;
    const all = [weights, gradient, means, squares];
    const kept = 1 - rate * beside;
    const meanRate = rate * (scalars.adam_mean_scale ?? 1);
    for (let start = from; start < to; start += adamBlock) {
      const end = Math.min(to, start + adamBlock);
      for (const [index, block] of blocks.entries()) block.set(at(all, index).subarray(start, end));
      step(4 * (end - start), factor, inGradient, kept, meanRate, scalars.adam_square_scale ?? 1);
      for (const index of [0, 2, 3]) at(all, index).set(at(blocks, index).subarray(0, end - start), start);
    }
  };
}

function applySgd(arrays: OptimizerArrays, from: number, to: number, { momentum, nesterov, weightDecay }: SgdSettings): void {
  const { weights, gradient, factor, rate } = arrays;
  const [velocities] = arrays.memory;
  for (let i = from; i < to; i++) {
    const weight = weights[i] ?? 0;
    const slope = factor * (gradient[i] ?? 0) + weightDecay * weight;
    const velocity = velocities === undefined ? slope : momentum * (velocities[i] ?? 0) + slope;
    if (velocities !== undefined) velocities[i] = velocity;
    weights[i] = weight - rate * (nesterov ? slope + momentum * velocity : velocity);
  }
}

function adamChange(emit: Emitter, { gradient, memory, scalar }: OptimizerValues, rate: string) {
  const [oldMean = '', oldSquare = ''] = memory;
  const mean = blend(emit, oldMean, gradient, beta1);
  const square = blend(emit, oldSquare, emit.node('Mul', [gradient, gradient]), beta2);
  const deviation = emit.node('Sqrt', [emit.node('Mul', [square, scalar('adam_square_scale')])]);
  const direction = emit.node('Div', [mean, emit.node('Add', [deviation, emit.floats([epsilon])])]);
  const change = emit.node('Mul', [direction, emit.node('Mul', [rate, scalar('adam_mean_scale')])]);
  return { change, memory: [mean, square] };
}

function withDecay(emit: Emitter, { gradient, decaying }: OptimizerValues, weightDecay: number): string {
  if (weightDecay === 0) return gradient;
  const { add, times } = arithmetic(emit);
  return add(gradient, times(decaying, weightDecay));
}

const blend = (emit: Emitter, old: string, fresh: string, keep: number): string =>
  emit.node('Add', [emit.node('Mul', [old, emit.floats([keep])]), emit.node('Mul', [fresh, emit.floats([1 - keep])])]);
