import { activation } from './activation';

/** y = max(x, 0); dx = dy where y > 0 (the sign of y is 0 or 1). */
export const relu = activation<'relu'>(
  (emit, x) => emit.node('Relu', [x]),
  (emit, { y, dy }) => emit.node('Mul', [dy, emit.node('Sign', [y])]),
);
