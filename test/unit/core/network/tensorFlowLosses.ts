import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { LossCase } from './checkLoss';

type Tensor = TensorFlow.Tensor;
type Oracle = NonNullable<LossCase['oracle']>;

export const exampleMean = (tf: typeof TensorFlow, value: Tensor): Tensor => tf.mean(tf.reshape(value, [value.shape[0] ?? 0, -1]), 1);
const exampleSum = (tf: typeof TensorFlow, value: Tensor): Tensor => tf.sum(tf.reshape(value, [value.shape[0] ?? 0, -1]), 1);
/** log softmax over channels, of vectors and of images. */
const logSoftmax = (tf: typeof TensorFlow, x: Tensor): Tensor => tf.sub(x, tf.log(tf.sum(tf.exp(x), 1, true)));
const channelNumbers = (tf: typeof TensorFlow, values: readonly number[], rank: number): Tensor =>
  tf.tensor([...values], [1, values.length, ...Array.from({ length: rank - 2 }, () => 1)]);
const minusLog = (tf: typeof TensorFlow, x: Tensor) => ({ p: tf.softplus(tf.neg(x)), q: tf.softplus(x) });

export const softmaxOracle =
  (gamma: number, weights: readonly number[]): Oracle =>
  (tf, x, t) => {
    const logarithm = logSoftmax(tf, x);
    const focus = gamma === 0 ? tf.onesLike(x) : tf.pow(tf.sub(1, tf.exp(logarithm)), gamma);
    const each = tf.neg(tf.sum(tf.mul(tf.mul(t, channelNumbers(tf, weights, x.rank)), tf.mul(focus, logarithm)), 1));
    return x.rank === 2 ? each : exampleMean(tf, each);
  };
export const heatOracle =
  (classes: number): Oracle =>
  (tf, all, wanted) => {
    const cut = (value: Tensor) => tf.slice(value, [0, 0, 0, 0], [value.shape[0] ?? 0, classes, value.shape[2] ?? 0, value.shape[3] ?? 0]);
    const [x, t] = [cut(all), cut(wanted)];
    const centres = tf.cast(tf.equal(t, 1), 'float32');
    const p = tf.sigmoid(x);
    const { p: minusLogP, q: minusLogQ } = minusLog(tf, x);
    const yes = tf.mul(centres, tf.mul(tf.square(tf.sub(1, p)), minusLogP));
    const no = tf.mul(tf.square(tf.square(tf.sub(1, t))), tf.mul(tf.square(p), minusLogQ));
    return tf.div(exampleSum(tf, tf.add(yes, no)), tf.maximum(exampleSum(tf, centres), 1));
  };
export const sizeOracle =
  (classes: number, first: number, count: number): Oracle =>
  (tf, all, wanted) => {
    const cut = (value: Tensor, from: number, many: number) =>
      tf.slice(value, [0, from, 0, 0], [value.shape[0] ?? 0, many, value.shape[2] ?? 0, value.shape[3] ?? 0]);
    const centres = tf.max(tf.cast(tf.equal(cut(wanted, 0, classes), 1), 'float32'), 1, true);
    const each = tf.mul(tf.abs(tf.sub(cut(all, first, count), cut(wanted, first, count))), centres);
    return tf.div(exampleSum(tf, each), tf.maximum(exampleSum(tf, centres), 1));
  };
export const diceOracle =
  (of: 'softmax' | 'sigmoid', skipped: number): Oracle =>
  (tf, x, t) => {
    const p = of === 'softmax' ? tf.exp(logSoftmax(tf, x)) : tf.sigmoid(x);
    const places = (value: Tensor) => tf.sum(value, [2, 3]);
    const all = tf.div(tf.add(tf.mul(2, places(tf.mul(p, t))), 1), tf.add(tf.add(places(p), places(t)), 1));
    return tf.sub(1, tf.mean(tf.slice(all, [0, skipped], [x.shape[0] ?? 0, (x.shape[1] ?? 0) - skipped]), 1));
  };
export const ssimOracle =
  (range: number): Oracle =>
  (tf, x, y) => {
    const box = (value: Tensor) => tf.avgPool(tf.transpose(value, [0, 2, 3, 1]) as TensorFlow.Tensor4D, 7, 1, 'valid');
    const [mx, my] = [box(x), box(y)];
    const spread = (a: Tensor, b: Tensor, ma: Tensor, mb: Tensor) => tf.mul(49 / 48, tf.sub(box(tf.mul(a, b)), tf.mul(ma, mb)));
    const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
    const above = tf.mul(tf.add(tf.mul(2, tf.mul(mx, my)), c1), tf.add(tf.mul(2, spread(x, y, mx, my)), c2));
    const below = tf.mul(tf.add(tf.add(tf.square(mx), tf.square(my)), c1), tf.add(tf.add(spread(x, x, mx, mx), spread(y, y, my, my)), c2));
    return tf.sub(1, exampleMean(tf, tf.div(above, below)));
  };

export const binaryOracle =
  (gamma: number, yesWeight: number, noWeight: number, channels?: readonly number[]): Oracle =>
  (tf, x, t) => {
    const { p, q } = minusLog(tf, x);
    const focus = (value: Tensor) => (gamma === 0 ? tf.onesLike(x) : tf.pow(tf.sigmoid(value), gamma));
    const yes = tf.mul(channels === undefined ? yesWeight : channelNumbers(tf, channels, x.rank), tf.mul(t, tf.mul(focus(tf.neg(x)), p)));
    const no = tf.mul(noWeight, tf.mul(tf.sub(1, t), tf.mul(focus(x), q)));
    return exampleMean(tf, tf.add(yes, no));
  };
