import { activation } from './activation';

export const usualSlope = 0.01;

/** y = x where x > 0, elsewhere slope * x; dx = dy or slope * dy. */
export const leakyRelu = activation<'leakyRelu'>(
  (emit, x, { slope = usualSlope }) => emit.node('LeakyRelu', [x], { attributes: { alpha: { float: slope } } }),
  (emit, { x, dy }, { slope = usualSlope }) => {
    const above = emit.node('Cast', [emit.node('Greater', [x, emit.floats([0])])], { attributes: { to: { int: 1 } } });
    const factor = emit.node('Add', [emit.node('Mul', [above, emit.floats([1 - slope])]), emit.floats([slope])]);
    return emit.node('Mul', [dy, factor]);
  },
  ({ slope = usualSlope }) => {
    if (!Number.isFinite(slope)) throw new Error(`needs a number as slope, not ${slope}`);
  },
);
