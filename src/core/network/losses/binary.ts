import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import { channelConstant, exampleSum, type Loss, sizeOf, spread } from '../lossInput';

/** Sigmoid p of a number x, q = 1 - p, and their negative logarithms, all without loss of small numbers. */
export type BinaryTerms = { readonly p: string; readonly q: string; readonly minusLogP: string; readonly minusLogQ: string };

/** The terms of every binary loss. */
export function binaryTerms(emit: Emitter, x: string): BinaryTerms {
  const { add, plus } = arithmetic(emit);
  const turned = emit.node('Neg', [x]);
  const tail = emit.node('Log', [plus(emit.node('Exp', [emit.node('Neg', [emit.node('Abs', [x])])]), 1)]);
  return {
    p: emit.node('Sigmoid', [x]),
    q: emit.node('Sigmoid', [turned]),
    minusLogP: add(emit.node('Relu', [turned]), tail),
    minusLogQ: add(emit.node('Relu', [x]), tail),
  };
}

/** Binary cross-entropy over sigmoid, mean over an example's numbers: - w t log p - (1 - t) log(1 - p), one w a channel; derivative (1 - t) p - w t (1 - p). */
export const binaryCrossEntropyLoss =
  (positiveWeights: readonly number[] | undefined): Loss =>
  (emit, { output, target, weight, shape }) => {
    const { add, sub, mul, times, from } = arithmetic(emit);
    const { p, q, minusLogP, minusLogQ } = binaryTerms(emit, output);
    const yes = positiveWeights === undefined ? target : mul(target, channelConstant(emit, positiveWeights, shape, 'positive weights'));
    const no = from(1, target);
    const share = 1 / sizeOf(shape);
    return {
      each: times(exampleSum(emit, add(mul(yes, minusLogP), mul(no, minusLogQ)), shape), share),
      gradient: mul(sub(mul(no, p), mul(yes, q)), spread(emit, times(weight, share), shape)),
    };
  };

/** A binary focal loss and its derivative by x, place by place: yes * - q^gamma log p + no * - p^gamma log q. */
export function focalTerms(
  emit: Emitter,
  x: string,
  yes: string,
  no: string,
  gamma: number,
): { readonly value: string; readonly slope: string } {
  const { add, sub, mul, times, power } = arithmetic(emit);
  const { p, q, minusLogP, minusLogQ } = binaryTerms(emit, x);
  const [ofYes, ofNo] = [power(q, gamma), power(p, gamma)];
  const slopeOfNo = mul(ofNo, add(times(mul(q, minusLogQ), gamma), p));
  const slopeOfYes = mul(ofYes, add(times(mul(p, minusLogP), gamma), q));
  return {
    value: add(mul(yes, mul(ofYes, minusLogP)), mul(no, mul(ofNo, minusLogQ))),
    slope: sub(mul(no, slopeOfNo), mul(yes, slopeOfYes)),
  };
}

/** Focal loss of Lin et al. 2017 over sigmoid, mean over an example's numbers; `alpha` is the share of the positives' weight (left out: both weigh 1). */
export const binaryFocalLoss =
  (gamma: number, alpha: number | undefined): Loss =>
  (emit, { output, target, weight, shape }) => {
    const { mul, times, from } = arithmetic(emit);
    const { value, slope } = focalTerms(emit, output, times(target, alpha ?? 1), times(from(1, target), 1 - (alpha ?? 0)), gamma);
    const share = 1 / sizeOf(shape);
    return { each: times(exampleSum(emit, value, shape), share), gradient: mul(slope, spread(emit, times(weight, share), shape)) };
  };
