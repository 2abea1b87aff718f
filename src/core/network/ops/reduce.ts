import type { Emitter } from '../emitter';

/** Sum or mean over axes, which stay with length 1 or go. */
export function reduce(emit: Emitter, kind: 'Sum' | 'Mean', value: string, axes: readonly number[], rest: 'stay' | 'go'): string {
  return emit.node(`Reduce${kind}`, [value, emit.ints(axes)], { attributes: { keepdims: { int: rest === 'stay' ? 1 : 0 } } });
}
