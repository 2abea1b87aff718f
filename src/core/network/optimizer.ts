import { arithmetic } from './arithmetic';
import type { Emitter } from './emitter';

/** How weights follow their gradient: inside the graph, over the flat vector of all parameters. */
export type Optimizer = {
  /** Names of its flat vectors, each as long as the parameters; all start at zero. */
  readonly memory: readonly string[];
  /** Numbers that depend on the step (the first is 1), by name. */
  scalars(step: number): Readonly<Record<string, number>>;
  onnx(emit: Emitter, values: OptimizerValues): { readonly weights: string; readonly memory: readonly string[] };
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

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

const adamMemory = {
  memory: ['adam_mean', 'adam_square'],
  scalars: (step: number) => ({ adam_mean_scale: 1 / (1 - beta1 ** step), adam_square_scale: 1 / (1 - beta2 ** step) }),
};

/** Adam (Kingma and Ba 2015) with its usual constants 0.9, 0.999 and 1e-8; weight decay is part of the gradient, as in PyTorch's Adam. */
export function adam(weightDecay: number): Optimizer {
  return {
    ...adamMemory,
    onnx: (emit, values) => {
      const { weights, rate } = values;
      const gradient = withDecay(emit, values, weightDecay);
      const { change, memory } = adamChange(emit, { ...values, gradient }, rate);
      return { weights: emit.node('Sub', [weights, change]), memory };
    },
  };
}

/** AdamW (Loshchilov and Hutter 2019): the weights shrink by rate * weightDecay beside Adam's step. */
export function adamW(weightDecay: number): Optimizer {
  return {
    ...adamMemory,
    onnx: (emit, values) => {
      const { mul, sub, times } = arithmetic(emit);
      const { weights, rate, decaying } = values;
      const { change, memory } = adamChange(emit, values, rate);
      const kept = weightDecay === 0 ? weights : sub(weights, mul(decaying, times(rate, weightDecay)));
      return { weights: sub(kept, change), memory };
    },
  };
}

/** What stochastic gradient descent can be told. */
export type SgdSettings = { readonly momentum: number; readonly nesterov: boolean; readonly weightDecay: number };

/** Stochastic gradient descent as PyTorch's SGD: v = momentum v + g, then w - rate v, or with Nesterov's w - rate (g + momentum v). */
export function sgd({ momentum, nesterov, weightDecay }: SgdSettings): Optimizer {
  return {
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
  };
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
