import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlowCore } from '../tensorFlow';
import { imageOf, sideOf, type TensorOp } from '../tensorOp';

/** By products: TensorFlow.js's own resizing has wrong derivatives (nearest: of batches; bilinear: between the pixels' centres). */
export const upsample: TensorOp<'upsample'> = (given) => {
  const { tf, layer } = given;
  const along = layer.mode === 'bilinear' ? blended : repeated;
  return along(tf, along(tf, imageOf(given), layer.scale, 1), layer.scale, 2);
};

/** Each number along an axis so many times. */
function repeated(tf: TensorFlowCore, x: Tensor, scale: number, axis: number): Tensor {
  const after = x.shape.slice(axis + 1).reduce((product, side) => product * side, 1);
  const copies = tf.mul(tf.reshape(x, [-1, 1, after]), tf.ones([1, scale, 1]));
  return tf.reshape(copies, x.shape.with(axis, sideOf(x, axis) * scale));
}

function blended(tf: TensorFlowCore, x: Tensor, scale: number, axis: number): Tensor {
  const length = sideOf(x, axis);
  const order = x.shape
    .map((_, index) => index)
    .with(axis, x.rank - 1)
    .with(x.rank - 1, axis);
  const turned = tf.transpose(x, order);
  const product = tf.matMul(tf.reshape(turned, [-1, length]), tf.tensor2d(blends(length, scale), [length, length * scale]));
  return tf.transpose(tf.reshape(product, turned.shape.with(-1, length * scale)), order);
}

/** What each pixel gives to each of `scale` times as many between the pixels' centres; [length, length * scale]. */
function blends(length: number, scale: number): Float32Array {
  const shares = new Float32Array(length * length * scale);
  for (let to = 0; to < length * scale; to++) {
    const place = Math.min(length - 1, Math.max(0, (to + 0.5) / scale - 0.5));
    const from = Math.min(Math.floor(place), Math.max(0, length - 2));
    shares[from * length * scale + to] = 1 - (place - from);
    if (length > 1) shares[(from + 1) * length * scale + to] = place - from;
  }
  return shares;
}
