import { activation } from './activation';

/** y = min(max(x, 0), 6); dx = dy where 0 < y < 6 (the sign of y (6 - y) is 0 or 1). */
export const relu6 = activation<'relu6'>(
  (emit, x) => emit.node('Clip', [x, emit.floats([0]), emit.floats([6])]),
  (emit, { y, dy }) => {
    const inside = emit.node('Sign', [emit.node('Mul', [y, emit.node('Sub', [emit.floats([6]), y])])]);
    return emit.node('Mul', [dy, inside]);
  },
);
