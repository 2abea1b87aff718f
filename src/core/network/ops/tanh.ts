import { arithmetic } from '../arithmetic';
import { activation } from './activation';

/** y = tanh x; dx = dy (1 - y y). */
export const tanh = activation<'tanh'>(
  (emit, x) => emit.node('Tanh', [x]),
  (emit, { y, dy }) => {
    const { mul, from } = arithmetic(emit);
    return mul(dy, from(1, mul(y, y)));
  },
);
