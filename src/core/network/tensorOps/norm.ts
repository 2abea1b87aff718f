import type { Tensor } from '@tensorflow/tfjs-core';
import { at } from '../op';
import { usualMomentum } from '../ops/batchNorm';
import { type EpsilonSetting, usualEpsilon } from '../ops/normParameters';
import type { TensorFlowCore } from '../tensorFlow';
import { byChannel, imageOf, sideOf, type TensorGiven, type TensorOp } from '../tensorOp';

type Given = TensorGiven<'batchNorm' | 'groupNorm' | 'instanceNorm'>;

/** Moments of the batch in training, which renew the running ones; the running ones otherwise. */
export const batchNorm: TensorOp<'batchNorm'> = (given) => {
  const { tf, layer, inputs, state, training, keep } = given;
  const { momentum = usualMomentum } = layer;
  const x = at(inputs, 0);
  const running = state.map((values) => byChannel(tf, values));
  if (!training) return scaled(given, standard(tf, x, at(running, 0), at(running, 1), layer));
  const { mean, variance } = tf.moments(x, x.rank === 2 ? [0] : [0, 1, 2]);
  keep([mean, variance].map((moment, index) => tf.add(tf.mul(at(running, index), 1 - momentum), tf.mul(moment, momentum))));
  return scaled(given, standard(tf, x, mean, variance, layer));
};

/** Moments of each group of channels of an example. */
export const groupNorm: TensorOp<'groupNorm'> = (given) => grouped(given, given.layer.groups);

/** Moments of each channel of an example. */
export const instanceNorm: TensorOp<'instanceNorm'> = (given) => grouped(given, sideOf(imageOf(given), 3));

function grouped(given: TensorGiven<'groupNorm' | 'instanceNorm'>, groups: number): Tensor {
  const { tf, layer } = given;
  const image = imageOf(given);
  const [count, rows, columns, channels] = image.shape;
  const x = tf.reshape(image, [count, rows * columns, groups, channels / groups]);
  const { mean, variance } = tf.moments(x, [1, 3], true);
  return scaled(given, tf.reshape(standard(tf, x, mean, variance, layer), image.shape));
}

const standard = (tf: TensorFlowCore, x: Tensor, mean: Tensor, variance: Tensor, { epsilon = usualEpsilon }: EpsilonSetting): Tensor =>
  tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));

const scaled = ({ tf, parameters }: Pick<Given, 'tf' | 'parameters'>, x: Tensor): Tensor =>
  tf.add(tf.mul(x, byChannel(tf, at(parameters, 0))), byChannel(tf, at(parameters, 1)));
