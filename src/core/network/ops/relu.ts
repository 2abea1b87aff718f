import type { Emitter } from '../emitter';
import { activation } from './activation';

/** 1 where a number that is never negative is above 0, else 0. */
export const isPositive = (emit: Emitter, value: string): string =>
  emit.node('Cast', [emit.node('Cast', [value], { attributes: { to: { int: 9 } } })], { attributes: { to: { int: 1 } } });

/** y = max(x, 0); dx = dy where y > 0 (as a truth value y is 0 or 1, which costs a third of its sign). */
export const relu = activation<'relu'>(
  (emit, x) => emit.node('Relu', [x]),
  (emit, { y, dy }) => emit.node('Mul', [dy, isPositive(emit, y)]),
);
