import { arithmetic } from '../arithmetic';
import { channelConstant, channelSum, exampleSum, type Loss, placesOf, spread } from '../lossInput';

/**
 * Softmax cross-entropy: - sum over classes c of w[c] t[c] log p[c], mean over the places of an image; t is the share of each class.
 * Derivative: p[c] * sum(w t) - w[c] t[c].
 */
export const crossEntropyLoss =
  (classWeights: readonly number[] | undefined): Loss =>
  (emit, { output, target, weight, shape }) => {
    const { mul, sub, times } = arithmetic(emit);
    const wanted = classWeights === undefined ? target : mul(target, channelConstant(emit, classWeights, shape, 'class weights'));
    const logarithm = emit.node('LogSoftmax', [output], { attributes: { axis: { int: 1 } } });
    const share = 1 / placesOf(shape);
    const expected = mul(emit.node('Exp', [logarithm]), channelSum(emit, wanted));
    return {
      each: times(exampleSum(emit, mul(wanted, logarithm), shape), -share),
      gradient: mul(sub(expected, wanted), spread(emit, times(weight, share), shape)),
    };
  };

/**
 * Focal loss of Lin et al. 2017 over softmax: - sum over classes c of w[c] t[c] (1 - p[c])^gamma log p[c], mean over the places of an image.
 * With u[c] = w[c] t[c] (gamma p[c] (1 - p[c])^(gamma - 1) log p[c] - (1 - p[c])^gamma), the derivative is u[c] - p[c] * sum(u).
 */
export const focalLoss =
  (gamma: number, classWeights: readonly number[] | undefined): Loss =>
  (emit, { output, target, weight, shape }) => {
    const { mul, sub, div, times, from, power } = arithmetic(emit);
    const wanted = classWeights === undefined ? target : mul(target, channelConstant(emit, classWeights, shape, 'class weights'));
    const logarithm = emit.node('LogSoftmax', [output], { attributes: { axis: { int: 1 } } });
    const p = emit.node('Exp', [logarithm]);
    // Above zero, because the derivative divides by it.
    const rest = emit.node('Max', [from(1, p), emit.floats([1e-7])]);
    const focus = power(rest, gamma);
    const share = 1 / placesOf(shape);
    const slope = mul(wanted, sub(times(mul(mul(p, div(focus, rest)), logarithm), gamma), focus));
    return {
      each: times(exampleSum(emit, mul(wanted, mul(focus, logarithm)), shape), -share),
      gradient: mul(sub(slope, mul(p, channelSum(emit, slope))), spread(emit, times(weight, share), shape)),
    };
  };
