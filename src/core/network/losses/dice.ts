import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import { channelSum, exampleSum, type Loss, requireImage, spread } from '../lossInput';

/** How the numbers become probabilities: `softmax` (one class a place) or `sigmoid` (each channel by itself). */
export type DiceSettings = {
  readonly of: 'softmax' | 'sigmoid';
  /** Leaves the first channel (the background) out of the mean. */
  readonly withoutFirst?: boolean;
};

const smooth = 1;

/**
 * Soft Dice, within each example: 1 - mean over channels of D = (2 sum(p t) + 1) / (sum(p) + sum(t) + 1).
 * dD/dp = (2 t - D) / (sum(p) + sum(t) + 1), followed through softmax or sigmoid.
 */
export const diceLoss =
  ({ of, withoutFirst = false }: DiceSettings): Loss =>
  (emit, { output, target, weight, shape }) => {
    requireImage(shape, 'dice');
    const { add, sub, mul, div, times, plus, from } = arithmetic(emit);
    const [channels = 1] = shape;
    const skipped = withoutFirst && channels > 1 ? 1 : 0;
    const shares = Array.from({ length: channels }, (_, index) => (index < skipped ? 0 : 1 / (channels - skipped)));
    const share = emit.floats(shares, [1, channels, 1, 1]);
    const p = of === 'softmax' ? emit.node('Softmax', [output], { attributes: { axis: { int: 1 } } }) : emit.node('Sigmoid', [output]);
    const both = plus(add(placeSum(emit, p), placeSum(emit, target)), smooth);
    const dice = div(plus(times(placeSum(emit, mul(p, target)), 2), smooth), both);
    const perChannel = mul(div(sub(dice, times(target, 2)), both), mul(share, spread(emit, weight, shape)));
    const within = mul(p, perChannel);
    const gradient = of === 'softmax' ? sub(within, mul(p, channelSum(emit, within))) : mul(within, from(1, p));
    return { each: from(1, exampleSum(emit, mul(dice, share), shape)), gradient };
  };

const placeSum = (emit: Emitter, value: string): string =>
  emit.node('ReduceSum', [value, emit.ints([2, 3])], { attributes: { keepdims: { int: 1 } } });
