import type { Tensor4D } from '@tensorflow/tfjs-core';
import { at } from '../op';
import { outputPaddingOf, windowOf } from '../ops/transposedConv';
import { reachOf } from '../ops/window';
import { imageOf, sideOf, type TensorOp } from '../tensorOp';
import { channelsLastKernel, inGroups } from './conv';

/** A transposed convolution without borders, cut to size. */
export const transposedConv: TensorOp<'transposedConv'> = (given) => {
  const { tf, layer, parameters } = given;
  const { groups = 1, filters } = layer;
  const window = windowOf(layer);
  const image = imageOf(given);
  const more = outputPaddingOf(layer);
  const reach = reachOf(window);
  const whole = (which: 0 | 1) => (sideOf(image, which + 1) - 1) * window.stride[which] + reach[which] + more[which];
  const made = [sideOf(image, 0), whole(0), whole(1), filters / groups] as [number, number, number, number];
  const kernels = inGroups(tf, at(parameters, 0) as Tensor4D, groups, 0);
  const parts = inGroups(tf, image, groups).map((part, index) =>
    tf.conv2dTranspose(part, channelsLastKernel(tf, at(kernels, index), window.dilation), made, [...window.stride], 'valid'),
  );
  const [rows, columns] = window.padding;
  return tf.slice(tf.concat(parts, 3), [0, rows, columns, 0], [made[0], whole(0) - 2 * rows, whole(1) - 2 * columns, filters]);
};
