import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { LayerOf, OpName, Sides } from '../../../../src/core/network/layer';
import { pairOf } from './plainOps';

type Tensor = TensorFlow.Tensor;
type Tensor4 = TensorFlow.Tensor4D;

/** What TensorFlow.js works a layer out from; images are [n, channels, rows, columns]. */
export type TensorGiven<K extends OpName> = {
  readonly tf: typeof TensorFlow;
  readonly layer: LayerOf<K>;
  readonly inputs: readonly Tensor[];
  readonly parameters: readonly Tensor[];
  readonly mask: Tensor;
};

const first = ({ inputs: [x] }: Pick<TensorGiven<OpName>, 'inputs'>): Tensor => {
  if (x === undefined) throw new Error('There is no input.');
  return x;
};

const parameter = ({ parameters }: Pick<TensorGiven<OpName>, 'parameters'>, index = 0): Tensor => {
  const found = parameters[index];
  if (found === undefined) throw new Error(`There is no parameter ${index}.`);
  return found;
};

const side = (x: Tensor, axis: number): number => x.shape[axis] ?? 1;

/** Channels last, as TensorFlow.js's plain backend wants images, and back. */
const last = (tf: typeof TensorFlow, x: Tensor): Tensor4 => tf.transpose(x, [0, 2, 3, 1]) as Tensor4;
const back = (tf: typeof TensorFlow, x: Tensor): Tensor => tf.transpose(x, [0, 3, 1, 2]);

function padded(tf: typeof TensorFlow, x: Tensor4, [rows, columns]: readonly [number, number], value = 0): Tensor4 {
  return tf.pad(
    x,
    [
      [0, 0],
      [rows, rows],
      [columns, columns],
      [0, 0],
    ],
    value,
  );
}

/** A kernel with zeros between its weights: TensorFlow.js has no gradient for a dilated convolution, but for this one. */
function spread(tf: typeof TensorFlow, weights: Tensor4, dilation: readonly [number, number]): Tensor4 {
  return [0, 1].reduce((kernel, axis) => {
    const factor = dilation[axis] ?? 1;
    const zeros = Array.from({ length: factor - 1 }, () => tf.zerosLike(kernel));
    const shape = kernel.shape.with(axis, side(kernel, axis) * factor);
    const all = tf.reshape(tf.stack([kernel, ...zeros], axis + 1), shape);
    return tf.slice(all, [0, 0, 0, 0], shape.with(axis, side(all, axis) - factor + 1)) as Tensor4;
  }, weights);
}

/** TensorFlow.js's gradient of splitting fails for a single piece. */
const groupsOf = (tf: typeof TensorFlow, x: Tensor, groups: number, axis: number): Tensor[] =>
  groups === 1 ? [x] : tf.split(x, groups, axis);

function convolution(given: TensorGiven<'conv'>): Tensor {
  const { tf, layer } = given;
  const [kernel, dilation, stride] = [pairOf(layer.kernel), pairOf(layer.dilation ?? 1), pairOf(layer.stride ?? 1)];
  const padding = pairOf(layer.padding ?? [(dilation[0] * (kernel[0] - 1)) / 2, (dilation[1] * (kernel[1] - 1)) / 2]);
  const weights = groupsOf(tf, parameter(given), layer.groups ?? 1, 0);
  const parts = groupsOf(tf, first(given), layer.groups ?? 1, 1).map((x, index) => {
    const turned = tf.transpose(weights[index] ?? x, [2, 3, 1, 0]) as Tensor4;
    return back(tf, tf.conv2d(padded(tf, last(tf, x), padding), spread(tf, turned, dilation), [...stride], 'valid'));
  });
  return tf.concat(parts, 1);
}

function transposedConvolution(given: TensorGiven<'transposedConv'>): Tensor {
  const { tf, layer } = given;
  const { groups = 1, filters } = layer;
  const [kernel, dilation, stride] = [pairOf(layer.kernel), pairOf(layer.dilation ?? 1), pairOf(layer.stride ?? 1)];
  const [padding, more] = [pairOf(layer.padding ?? 0), pairOf(layer.outputPadding ?? 0)];
  const whole = (which: 0 | 1, length: number) => (length - 1) * stride[which] + dilation[which] * (kernel[which] - 1) + 1 + more[which];
  const weights = groupsOf(tf, parameter(given), groups, 0);
  const parts = groupsOf(tf, first(given), groups, 1).map((x, index) => {
    const turned = spread(tf, tf.transpose(weights[index] ?? x, [2, 3, 1, 0]) as Tensor4, dilation);
    const made = [side(x, 0), whole(0, side(x, 2)), whole(1, side(x, 3)), filters / groups] as [number, number, number, number];
    const full = back(tf, tf.conv2dTranspose(last(tf, x), turned, made, [...stride], 'valid'));
    const kept = [side(full, 0), side(full, 1), side(full, 2) - 2 * padding[0], side(full, 3) - 2 * padding[1]];
    return tf.slice(full, [0, 0, padding[0], padding[1]], kept);
  });
  return tf.concat(parts, 1);
}

type Pooling = { readonly size?: Sides; readonly stride?: Sides; readonly padding?: Sides };

const poolOf = ({ size = 2, stride = size, padding = 0 }: Pooling) => ({
  size: [...pairOf(size)] as [number, number],
  stride: [...pairOf(stride)] as [number, number],
  padding: pairOf(padding),
});

function averaged(given: TensorGiven<'averagePool'>): Tensor {
  const { tf, layer } = given;
  const { size, stride, padding } = poolOf(layer);
  const average = (x: Tensor) => back(tf, tf.avgPool(padded(tf, last(tf, x), padding), size, stride, 'valid'));
  const x = first(given);
  return layer.countPadding === false ? tf.div(average(x), average(tf.onesLike(x))) : average(x);
}

/** Moments over axes by hand, so that only simple operators need gradients. */
function standard(tf: typeof TensorFlow, x: Tensor, axes: number[], epsilon = 1e-5): Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  return tf.div(centred, tf.sqrt(tf.add(tf.mean(tf.square(centred), axes, true), epsilon)));
}

function grouped(given: TensorGiven<'groupNorm' | 'instanceNorm'>, groups: number): Tensor {
  const { tf, layer } = given;
  const x = first(given);
  const normal = tf.reshape(standard(tf, tf.reshape(x, [side(x, 0), groups, -1]), [2], layer.epsilon), x.shape);
  return tf.add(tf.mul(normal, parameter(given)), parameter(given, 1));
}

/** Repeated by stacking: TensorFlow.js's gradient of nearest-neighbour resizing is wrong for batches. */
const repeated = (tf: typeof TensorFlow, x: Tensor, scale: number): Tensor =>
  [2, 3].reduce((all, axis) => {
    const copies = Array.from({ length: scale }, () => all);
    return tf.reshape(tf.stack(copies, axis + 1), all.shape.with(axis, side(all, axis) * scale));
  }, x);

/** TensorFlow.js's own gradient forgets that the centres lie at halves; so its resizing of unit vectors gives the matrices. */
function bilinear(tf: typeof TensorFlow, x: Tensor, scale: number): Tensor {
  const matrix = (length: number): Tensor => {
    const units = tf.reshape(tf.eye(length), [length, length, 1, 1]) as Tensor4;
    return tf.reshape(tf.image.resizeBilinear(units, [length * scale, 1], false, true), [length, length * scale]);
  };
  const [rows, columns] = [side(x, 2), side(x, 3)];
  const flat = tf.reshape(x, [-1, columns]);
  const wide = tf.reshape(tf.matMul(flat, matrix(columns)), [side(x, 0) * side(x, 1), rows, columns * scale]);
  const across = tf.reshape(tf.transpose(wide, [0, 2, 1]), [-1, rows]);
  const tall = tf.reshape(tf.matMul(across, matrix(rows)), [side(x, 0), side(x, 1), columns * scale, rows * scale]);
  return tf.transpose(tall, [0, 1, 3, 2]);
}

const softmax = (given: TensorGiven<'softmax'>): Tensor => {
  const powers = given.tf.exp(first(given));
  return given.tf.div(powers, given.tf.sum(powers, 1, true));
};

/** Every kind of layer by TensorFlow.js. */
export const tensorFlowOps: { readonly [K in OpName]: (given: TensorGiven<K>) => Tensor } = {
  conv: convolution,
  transposedConv: transposedConvolution,
  dense: (given) => given.tf.matMul(first(given), parameter(given)),
  bias: (given) => given.tf.add(first(given), parameter(given)),
  batchNorm: (given) => {
    const x = first(given);
    const normal = standard(given.tf, x, x.rank === 2 ? [0] : [0, 2, 3], given.layer.epsilon);
    return given.tf.add(given.tf.mul(normal, parameter(given)), parameter(given, 1));
  },
  groupNorm: (given) => grouped(given, given.layer.groups),
  instanceNorm: (given) => grouped(given, side(first(given), 1)),
  relu: (given) => given.tf.relu(first(given)),
  relu6: (given) => given.tf.relu6(first(given)),
  leakyRelu: (given) => given.tf.leakyRelu(first(given), given.layer.slope ?? 0.01),
  silu: (given) => given.tf.mul(first(given), given.tf.sigmoid(first(given))),
  sigmoid: (given) => given.tf.sigmoid(first(given)),
  tanh: (given) => given.tf.tanh(first(given)),
  softmax,
  maxPool: (given) => {
    const { size, stride, padding } = poolOf(given.layer);
    return back(given.tf, given.tf.maxPool(padded(given.tf, last(given.tf, first(given)), padding, -1e9), size, stride, 'valid'));
  },
  averagePool: averaged,
  globalAveragePool: (given) => given.tf.mean(first(given), [2, 3]),
  globalMaxPool: (given) => given.tf.max(given.tf.reshape(first(given), [side(first(given), 0), side(first(given), 1), -1]), 2),
  upsample: (given) => (given.layer.mode === 'bilinear' ? bilinear : repeated)(given.tf, first(given), given.layer.scale),
  concat: (given) => given.tf.concat([...given.inputs], 1),
  add: (given) => given.inputs.slice(1).reduce((sum, x) => given.tf.add(sum, x), first(given)),
  multiply: (given) => given.inputs.slice(1).reduce((all, x) => given.tf.mul(all, x), first(given)),
  pad: ({ tf, layer: { top = 0, bottom = 0, left = 0, right = 0 }, inputs }) =>
    tf.pad(first({ inputs }), [
      [0, 0],
      [0, 0],
      [top, bottom],
      [left, right],
    ]),
  crop: ({ tf, layer: { top = 0, bottom = 0, left = 0, right = 0 }, inputs }) => {
    const x = first({ inputs });
    return tf.slice(x, [0, 0, top, left], [side(x, 0), side(x, 1), side(x, 2) - top - bottom, side(x, 3) - left - right]);
  },
  flatten: (given) => given.tf.reshape(first(given), [side(first(given), 0), -1]),
  dropout: (given) => given.tf.mul(first(given), given.mask),
};
