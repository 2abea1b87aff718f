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
};

const beta1 = 0.9;
const beta2 = 0.999;
const epsilon = 1e-8;

/** Adam (Kingma and Ba 2015) with its usual constants 0.9, 0.999 and 1e-8. */
export const adam: Optimizer = {
  memory: ['adam_mean', 'adam_square'],
  scalars: (step) => ({ adam_mean_scale: 1 / (1 - beta1 ** step), adam_square_scale: 1 / (1 - beta2 ** step) }),
  onnx: (emit, { weights, gradient, rate, memory, scalar }) => {
    const [oldMean = '', oldSquare = ''] = memory;
    const mean = blend(emit, oldMean, gradient, beta1);
    const square = blend(emit, oldSquare, emit.node('Mul', [gradient, gradient]), beta2);
    const deviation = emit.node('Sqrt', [emit.node('Mul', [square, scalar('adam_square_scale')])]);
    const direction = emit.node('Div', [mean, emit.node('Add', [deviation, emit.floats([epsilon])])]);
    const change = emit.node('Mul', [direction, emit.node('Mul', [rate, scalar('adam_mean_scale')])]);
    return { weights: emit.node('Sub', [weights, change]), memory: [mean, square] };
  },
};

const blend = (emit: Emitter, old: string, fresh: string, keep: number): string =>
  emit.node('Add', [emit.node('Mul', [old, emit.floats([keep])]), emit.node('Mul', [fresh, emit.floats([1 - keep])])]);
