import type { Emitter } from './emitter';

export type LossName = 'mae' | 'mse' | 'huber' | 'cross-entropy';

/** Each example's loss [n, 1], and the derivative of its sum, weighted by [n, 1], by the output [n, k]. */
export type LossValue = { readonly each: string; readonly gradient: string };

/** A loss between output and target, both [n, k]; for cross-entropy the target is the share of each class. */
export type Loss = (emit: Emitter, output: string, target: string, weight: string) => LossValue;

/** Every loss; `huber` is quadratic up to a difference of 1 and linear from there, in units of the target's standard deviation. */
export const losses: { readonly [K in LossName]: Loss } = {
  mae: (emit, output, target, weight) => {
    const difference = emit.node('Sub', [output, target]);
    return { each: rowSum(emit, emit.node('Abs', [difference])), gradient: emit.node('Mul', [emit.node('Sign', [difference]), weight]) };
  },
  mse: (emit, output, target, weight) => {
    const difference = emit.node('Sub', [output, target]);
    const doubled = emit.node('Add', [difference, difference]);
    return { each: rowSum(emit, emit.node('Mul', [difference, difference])), gradient: emit.node('Mul', [doubled, weight]) };
  },
  huber: (emit, output, target, weight) => {
    const difference = emit.node('Sub', [output, target]);
    const clipped = emit.node('Clip', [difference, emit.floats([-1]), emit.floats([1])]);
    const half = emit.node('Mul', [clipped, emit.floats([0.5])]);
    const each = emit.node('Mul', [clipped, emit.node('Sub', [difference, half])]);
    return { each: rowSum(emit, each), gradient: emit.node('Mul', [clipped, weight]) };
  },
  'cross-entropy': (emit, output, target, weight) => {
    const logarithm = emit.node('LogSoftmax', [output], { attributes: { axis: { int: 1 } } });
    const each = emit.node('Neg', [rowSum(emit, emit.node('Mul', [target, logarithm]))]);
    const expected = emit.node('Mul', [emit.node('Exp', [logarithm]), rowSum(emit, target)]);
    return { each, gradient: emit.node('Mul', [emit.node('Sub', [expected, target]), weight]) };
  },
};

const rowSum = (emit: Emitter, value: string): string =>
  emit.node('ReduceSum', [value, emit.ints([1])], { attributes: { keepdims: { int: 1 } } });
