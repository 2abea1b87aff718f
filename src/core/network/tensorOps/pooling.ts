import type { Tensor4D } from '@tensorflow/tfjs-core';
import { type PoolSettings, poolWindow } from '../ops/poolWindow';
import { edged, imageOf, type TensorGiven, type TensorOp, withSlope } from '../tensorOp';

/** Below every number that a network makes. */
const lowest = -3e38;

/** Largest of each window; TensorFlow gives the derivative to the first of several equally large. */
export const maxPool: TensorOp<'maxPool'> = (given) => {
  const { tf, layer } = given;
  const { size, stride, x } = pooled(given, layer, lowest);
  return tf.maxPool(x, size, stride, 'valid');
};

/** Mean of each window. */
export const averagePool: TensorOp<'averagePool'> = (given) => {
  const { tf, layer } = given;
  const mean = (image: Tensor4D) => {
    const { size, stride, x } = pooled({ ...given, inputs: [image] }, layer, 0);
    return tf.avgPool(x, size, stride, 'valid');
  };
  const image = imageOf(given);
  return layer.countPadding === false ? tf.div(mean(image), mean(tf.onesLike(image))) : mean(image);
};

/** Largest over rows and columns; the derivative is shared evenly by equals, where TensorFlow.js would give each the whole. */
export const globalMaxPool: TensorOp<'globalMaxPool'> = (given) => {
  const { tf } = given;
  const largest = withSlope(tf, imageOf(given), (x) => {
    const value = tf.max(x, [1, 2], true);
    const equal = tf.cast(tf.equal(x, value), 'float32');
    return { value, slope: tf.div(equal, tf.sum(equal, [1, 2], true)) };
  });
  return tf.squeeze(largest, [1, 2]);
};

function pooled({ tf, ...given }: Pick<TensorGiven<'maxPool' | 'averagePool'>, 'tf' | 'inputs'>, settings: PoolSettings, value: number) {
  const { kernel, stride, padding } = poolWindow(settings);
  const [rows, columns] = padding;
  const edges = [
    [rows, rows],
    [columns, columns],
  ] as const;
  return {
    size: [...kernel] as [number, number],
    stride: [...stride] as [number, number],
    x: edged(tf, imageOf(given), edges, value),
  };
}
