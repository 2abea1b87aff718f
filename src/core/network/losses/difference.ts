import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import { exampleSum, type Loss, type LossInput, sizeOf, spread } from '../lossInput';

/** Mean absolute difference over an example's numbers: for numbers, and as L1 for images; derivative sign(d) / count. */
export const absoluteLoss: Loss = (emit, input) =>
  meanOver(emit, input, (difference) => ({ value: emit.node('Abs', [difference]), slope: emit.node('Sign', [difference]) }));

/** Mean squared difference over an example's numbers; derivative 2 d / count. */
export const squaredLoss: Loss = (emit, input) =>
  meanOver(emit, input, (difference) => ({
    value: emit.node('Mul', [difference, difference]),
    slope: emit.node('Add', [difference, difference]),
  }));

/** Huber's loss, mean over an example's numbers: d^2 / 2 up to `delta` and delta (|d| - delta / 2) from there; derivative d clipped to +-delta. */
export const huberLoss =
  (delta: number): Loss =>
  (emit, input) =>
    meanOver(emit, input, (difference) => {
      const { mul, sub, times } = arithmetic(emit);
      const slope = emit.node('Clip', [difference, emit.floats([-delta]), emit.floats([delta])]);
      return { value: mul(slope, sub(difference, times(slope, 0.5))), slope };
    });

type Curve = (difference: string) => { readonly value: string; readonly slope: string };

function meanOver(emit: Emitter, { output, target, weight, shape }: LossInput, curve: Curve) {
  const { mul, sub, times } = arithmetic(emit);
  const { value, slope } = curve(sub(output, target));
  const share = 1 / sizeOf(shape);
  return { each: times(exampleSum(emit, value, shape), share), gradient: mul(slope, spread(emit, times(weight, share), shape)) };
}
