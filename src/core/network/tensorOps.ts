import type { OpName } from './layer';
import { at } from './op';
import { edgesOf } from './ops/edgesOf';
import { usualSlope } from './ops/leakyRelu';
import { byChannel, channelsFirst, edged, imageOf, sideOf, type TensorOp } from './tensorOp';
import { conv } from './tensorOps/conv';
import { batchNorm, groupNorm, instanceNorm } from './tensorOps/norm';
import { averagePool, globalMaxPool, maxPool } from './tensorOps/pooling';
import { transposedConv } from './tensorOps/transposedConv';
import { upsample } from './tensorOps/upsample';

/** Every kind of layer in TensorFlow.js; a kind that is missing does not compile. */
export const tensorOps: { readonly [K in OpName]: TensorOp<K> } = {
  conv,
  transposedConv,
  dense: ({ tf, inputs, parameters }) => tf.matMul(at(inputs, 0), at(parameters, 0)),
  bias: ({ tf, inputs, parameters }) => tf.add(at(inputs, 0), byChannel(tf, at(parameters, 0))),
  batchNorm,
  groupNorm,
  instanceNorm,
  relu: ({ tf, inputs }) => tf.relu(at(inputs, 0)),
  relu6: ({ tf, inputs }) => tf.relu6(at(inputs, 0)),
  leakyRelu: ({ tf, inputs, layer: { slope = usualSlope } }) => tf.leakyRelu(at(inputs, 0), slope),
  silu: ({ tf, inputs }) => tf.mul(at(inputs, 0), tf.sigmoid(at(inputs, 0))),
  sigmoid: ({ tf, inputs }) => tf.sigmoid(at(inputs, 0)),
  tanh: ({ tf, inputs }) => tf.tanh(at(inputs, 0)),
  softmax: ({ tf, inputs }) => tf.softmax(at(inputs, 0)),
  maxPool,
  averagePool,
  globalAveragePool: (given) => given.tf.mean(imageOf(given), [1, 2]),
  globalMaxPool,
  upsample,
  concat: ({ tf, inputs }) => tf.concat([...inputs], at(inputs, 0).rank - 1),
  add: ({ tf, inputs }) => inputs.reduce((sum, x) => tf.add(sum, x)),
  multiply: ({ tf, inputs }) => inputs.reduce((product, x) => tf.mul(product, x)),
  pad: (given) => {
    const { top, bottom, left, right } = edgesOf(given.layer);
    return edged(given.tf, imageOf(given), [
      [top, bottom],
      [left, right],
    ]);
  },
  crop: (given) => {
    const { top, bottom, left, right } = edgesOf(given.layer);
    const [count, rows, columns, channels] = imageOf(given).shape;
    return given.tf.slice(imageOf(given), [0, top, left, 0], [count, rows - top - bottom, columns - left - right, channels]);
  },
  flatten: ({ tf, inputs }) => tf.reshape(channelsFirst(tf, at(inputs, 0)), [sideOf(at(inputs, 0), 0), -1]),
  dropout: ({ tf, inputs, training }) => (training ? tf.mul(at(inputs, 0), at(inputs, 1)) : at(inputs, 0)),
};

/** A layer's kind in TensorFlow.js. */
export const tensorOpOf = <K extends OpName>(op: K): TensorOp<K> => tensorOps[op] as unknown as TensorOp<K>;
