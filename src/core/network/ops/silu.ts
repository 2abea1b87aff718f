import { arithmetic } from '../arithmetic';
import { activation } from './activation';

/** y = x s with s the sigmoid of x; dx = dy s (1 + x - y). */
export const silu = activation<'silu'>(
  (emit, x) => emit.node('Mul', [x, emit.node('Sigmoid', [x])]),
  (emit, { x, y, dy }) => {
    const { add, mul, from } = arithmetic(emit);
    return mul(mul(dy, emit.node('Sigmoid', [x])), add(from(1, y), x));
  },
);
