import { arithmetic } from '../arithmetic';
import { activation } from './activation';
import { reduce } from './reduce';

/** y = exp x / sum of exp x over channels or features; dx = y (dy - sum of dy y). */
export const softmax = activation<'softmax'>(
  (emit, x) => emit.node('Softmax', [x], { attributes: { axis: { int: 1 } } }),
  (emit, { y, dy }) => {
    const { mul, sub } = arithmetic(emit);
    return mul(y, sub(dy, reduce(emit, 'Sum', mul(dy, y), [1], 'stay')));
  },
);
