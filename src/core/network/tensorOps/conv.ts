import type { Tensor4D } from '@tensorflow/tfjs-core';
import { at } from '../op';
import { windowOf } from '../ops/conv';
import { isOne, type Pair, reachOf, type Window } from '../ops/window';
import type { TensorFlowCore } from '../tensorFlow';
import { edged, imageOf, sideOf, type TensorOp } from '../tensorOp';

/** A convolution; borders are added before it, because TensorFlow's native part knows none of its own but `same`. */
export const conv: TensorOp<'conv'> = (given) => {
  const { tf, layer, parameters } = given;
  const { groups = 1 } = layer;
  const window = windowOf(layer);
  const [rows, columns] = window.padding;
  const same = keepsSize(window);
  const pad = same ? 'same' : 'valid';
  const image = imageOf(given);
  const x = edged(
    tf,
    image,
    same
      ? none
      : [
          [rows, rows],
          [columns, columns],
        ],
  );
  const kernel = channelsLastKernel(tf, at(parameters, 0) as Tensor4D, window.dilation);
  const stride: [number, number] = [...window.stride];
  if (groups === sideOf(image, 3) && groups > 1 && stride[0] === stride[1]) {
    const shape = [sideOf(kernel, 0), sideOf(kernel, 1), groups, layer.filters / groups] as const;
    return tf.depthwiseConv2d(x, tf.reshape(kernel, [...shape]), stride, pad);
  }
  const kernels = inGroups(tf, kernel, groups);
  return tf.concat(
    inGroups(tf, x, groups).map((part, index) => tf.conv2d(part, at(kernels, index), stride, pad)),
    3,
  );
};

const none = [
  [0, 0],
  [0, 0],
] as const;

const keepsSize = (window: Window): boolean =>
  isOne(window.stride) && reachOf(window).every((reach, which) => reach === 2 * at(window.padding, which) + 1);

/** [filters, channels, rows, columns] as [rows, columns, channels, filters], dilated: TensorFlow.js has no derivative of a dilated convolution, but one of this. */
export function channelsLastKernel(tf: TensorFlowCore, weights: Tensor4D, dilation: Pair): Tensor4D {
  return dilation.reduce((kernel: Tensor4D, factor, axis) => spread(tf, kernel, factor, axis), tf.transpose(weights, [2, 3, 1, 0]));
}

/** Zeros between the numbers along an axis. */
function spread(tf: TensorFlowCore, kernel: Tensor4D, factor: number, axis: number): Tensor4D {
  if (factor === 1) return kernel;
  const zeros = Array.from({ length: factor - 1 }, () => tf.zerosLike(kernel));
  const whole = kernel.shape.with(axis, sideOf(kernel, axis) * factor);
  const all = tf.reshape(tf.stack([kernel, ...zeros], axis + 1), whole);
  return tf.slice(all, [0, 0, 0, 0], whole.with(axis, at(whole, axis) - factor + 1)) as Tensor4D;
}

/** Equal parts along an axis (the channels' unless told); TensorFlow.js's derivative of splitting fails for a single one. */
export const inGroups = (tf: TensorFlowCore, x: Tensor4D, groups: number, axis = 3): readonly Tensor4D[] =>
  groups === 1 ? [x] : tf.split(x, groups, axis);
