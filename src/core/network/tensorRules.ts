import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { OnnxAttribute } from './onnx';
import { at } from './op';
import type { TensorFlowCore } from './tensorFlow';
import { channelsFirst, channelsLast } from './tensorOp';

/** Where a node is worked out: its inputs by index, as tensors or as the constants that they are. */
export type NodeGiven = {
  readonly tf: TensorFlowCore;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly count: number;
  readonly tensor: (index: number) => Tensor;
  readonly ints: (index: number) => readonly number[];
};

type Rule = (given: NodeGiven) => Tensor | Tensor[];

/** The ONNX operators of our losses, optimizers and weight updates in TensorFlow.js, by type; not those of layers, which `tensorOps` has. */
export const tensorRules: Readonly<Record<string, Rule>> = {
  Add: two((tf, a, b) => tf.add(a, b)),
  Sub: two((tf, a, b) => tf.sub(a, b)),
  Mul: two((tf, a, b) => tf.mul(a, b)),
  Div: two((tf, a, b) => tf.div(a, b)),
  Pow: two((tf, a, b) => tf.pow(a, b)),
  Max: two((tf, a, b) => tf.maximum(a, b)),
  Min: two((tf, a, b) => tf.minimum(a, b)),
  Greater: two((tf, a, b) => tf.greater(a, b)),
  Neg: one((tf, x) => tf.neg(x)),
  Abs: one((tf, x) => tf.abs(x)),
  Sign: one((tf, x) => tf.sign(x)),
  Sqrt: one((tf, x) => tf.sqrt(x)),
  Exp: one((tf, x) => tf.exp(x)),
  Log: one((tf, x) => tf.log(x)),
  Sigmoid: one((tf, x) => tf.sigmoid(x)),
  Relu: one((tf, x) => tf.relu(x)),
  // Always to 32-bit floats.
  Cast: one((tf, x) => tf.cast(x, 'float32')),
  Clip: ({ tf, tensor }) => tf.minimum(tf.maximum(tensor(0), tensor(1)), tensor(2)),
  Softmax: (given) => given.tf.exp(logSoftmax(given)),
  LogSoftmax: (given) => logSoftmax(given),
  ReduceSum: reduced((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  ReduceMean: reduced((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceMax: reduced((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceL2: reduced((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep))),
  Reshape: ({ tf, tensor, ints }) => {
    const x = tensor(0);
    // In ONNX 0 stands for the side that is there.
    return tf.reshape(
      x,
      ints(1).map((side, axis) => (side === 0 ? at(x.shape, axis) : side)),
    );
  },
  Concat: ({ tf, tensor, count, attributes }) =>
    tf.concat(
      Array.from({ length: count }, (_, index) => tensor(index)),
      intOf(attributes.axis),
    ),
  Split: ({ tf, tensor, ints, attributes }) => tf.split(tensor(0), [...ints(1)], intOf(attributes.axis)),
  Slice: ({ tf, tensor, ints }) => {
    const x = tensor(0);
    const [starts, ends, axes] = [ints(1), ints(2), ints(3)];
    const begin = x.shape.map((_, axis) => starts[axes.indexOf(axis)] ?? 0);
    const end = x.shape.map((side, axis) => ends[axes.indexOf(axis)] ?? side);
    return tf.slice(
      x,
      begin,
      end.map((side, axis) => side - at(begin, axis)),
    );
  },
  Pad: ({ tf, tensor, ints }) => {
    const [x, edges] = [tensor(0), ints(1)];
    return tf.pad(
      x,
      x.shape.map((_, axis) => [at(edges, axis), at(edges, axis + x.rank)]),
    );
  },
  AveragePool: ({ tf, tensor, attributes }) => {
    const { kernel_shape: kernel } = attributes;
    if (kernel === undefined || !('ints' in kernel)) throw new Error('AveragePool has no kernel_shape.');
    return channelsFirst(tf, tf.avgPool(channelsLast(tf, tensor(0)) as Tensor4D, [...kernel.ints] as [number, number], 1, 'valid'));
  },
};

function one(work: (tf: TensorFlowCore, x: Tensor) => Tensor): Rule {
  return ({ tf, tensor }) => work(tf, tensor(0));
}

function two(work: (tf: TensorFlowCore, a: Tensor, b: Tensor) => Tensor): Rule {
  return ({ tf, tensor }) => work(tf, tensor(0), tensor(1));
}

/** Over the axes of the second input, or all; `keepdims` is 1 unless told. */
function reduced(work: (tf: TensorFlowCore, x: Tensor, axes: number[] | undefined, keep: boolean) => Tensor): Rule {
  return ({ tf, tensor, ints, count, attributes }) => {
    const axes = count > 1 ? [...ints(1)] : undefined;
    return work(tf, tensor(0), axes, intOf(attributes.keepdims ?? { int: 1 }) === 1);
  };
}

function logSoftmax({ tf, tensor, attributes }: NodeGiven): Tensor {
  const axis = intOf(attributes.axis);
  const x = tf.sub(tensor(0), tf.max(tensor(0), axis, true));
  return tf.sub(x, tf.log(tf.sum(tf.exp(x), axis, true)));
}

function intOf(attribute: OnnxAttribute | undefined): number {
  if (attribute !== undefined && 'int' in attribute) return attribute.int;
  throw new Error('A node lacks an attribute that is a whole number.');
}
