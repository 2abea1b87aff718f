import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import { exampleSum, type Loss, requireImage, sizeOf, spread } from '../lossInput';

const side = 7;
const pixels = side * side;
/** Makes the variance of a window that of a sample. */
const unbiased = pixels / (pixels - 1);

/**
 * 1 - SSIM as scikit-image has it by default: windows of 7 x 7 pixels that weigh alike, sample variance and covariance, K of 0.01 and 0.03,
 * only windows that lie wholly inside; mean over windows and channels. `range` is the span of the pixel values.
 * S = a1 a2 / (b1 b2) with a1 = 2 mx my + c1, a2 = 2 cov + c2, b1 = mx^2 + my^2 + c1, b2 = vx + vy + c2; the derivative goes by the window's
 * means of x, x^2 and x y, each spread back over its window.
 */
export const similarityLoss =
  (range: number): Loss =>
  (emit, { output: x, target: y, weight, shape }) => {
    requireImage(shape, 'ssim', side);
    const { add, sub, mul, div, times, plus, from } = arithmetic(emit);
    const [channels = 0, rows = 0, columns = 0] = shape;
    const windows = [channels, rows - side + 1, columns - side + 1];
    const mean = (value: string) => windowMean(emit, value);
    const [mx, my, mxx, myy, mxy] = [mean(x), mean(y), mean(mul(x, x)), mean(mul(y, y)), mean(mul(x, y))];
    const product = mul(mx, my);
    const squares = add(mul(mx, mx), mul(my, my));
    const a1 = plus(times(product, 2), (0.01 * range) ** 2);
    const a2 = plus(times(sub(mxy, product), 2 * unbiased), (0.03 * range) ** 2);
    const b1 = plus(squares, (0.01 * range) ** 2);
    const b2 = plus(times(sub(add(mxx, myy), squares), unbiased), (0.03 * range) ** 2);
    const below = mul(b1, b2);
    const similarity = div(mul(a1, a2), below);

    const byCovariance = div(a1, below);
    const byVariance = div(similarity, b2);
    const byMeanOfY = times(mul(my, sub(div(a2, below), times(byCovariance, unbiased))), 2);
    const byMeanOfX = times(mul(mx, sub(div(similarity, b1), times(byVariance, unbiased))), 2);
    const back = (value: string) => mean(emit.node('Pad', [value, emit.ints(border)]));
    const ofMean = back(sub(byMeanOfY, byMeanOfX));
    const ofSquare = times(mul(x, back(byVariance)), -2 * unbiased);
    const ofProduct = times(mul(y, back(byCovariance)), 2 * unbiased);
    const share = 1 / sizeOf(windows);
    return {
      each: from(1, times(exampleSum(emit, similarity, windows), share)),
      gradient: mul(add(ofMean, add(ofSquare, ofProduct)), spread(emit, times(weight, -share), shape)),
    };
  };

const border = [0, 0, side - 1, side - 1, 0, 0, side - 1, side - 1];

const windowMean = (emit: Emitter, value: string): string =>
  emit.node('AveragePool', [value], { attributes: { kernel_shape: { ints: [side, side] } } });
