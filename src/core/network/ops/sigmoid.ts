import { arithmetic } from '../arithmetic';
import { activation } from './activation';

/** y = 1 / (1 + exp(-x)); dx = dy y (1 - y). */
export const sigmoid = activation<'sigmoid'>(
  (emit, x) => emit.node('Sigmoid', [x]),
  (emit, { y, dy }) => {
    const { mul, from } = arithmetic(emit);
    return mul(dy, mul(y, from(1, y)));
  },
);
