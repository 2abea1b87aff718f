import type { GradSaveFunc, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerOf, OpName } from './layer';
import { at } from './op';
import type { TensorFlowCore } from './tensorFlow';

/** What TensorFlow.js works a layer out from. */
export type TensorGiven<K extends OpName> = {
  readonly tf: TensorFlowCore;
  readonly layer: LayerOf<K>;
  /** Images are [n, rows, columns, channels]; of a dropout layer the second is its mask. */
  readonly inputs: readonly Tensor[];
  /** As the graph has them: kernels [filters, channels, rows, columns], numbers of channels [channels, 1, 1]. */
  readonly parameters: readonly Tensor[];
  readonly state: readonly Tensor[];
  readonly training: boolean;
  /** Takes the renewed running statistics, in the state's order and any shape of their size. */
  readonly keep: (state: readonly Tensor[]) => void;
};

/** A layer in TensorFlow.js's own operators, which know their derivatives. */
export type TensorOp<K extends OpName> = (given: TensorGiven<K>) => Tensor;

/** A size of a tensor. */
export const sideOf = (x: Tensor, axis: number): number => at(x.shape, axis);

/** The first input as an image [n, rows, columns, channels]. */
export const imageOf = ({ inputs }: Pick<TensorGiven<OpName>, 'inputs'>): Tensor4D => at(inputs, 0) as Tensor4D;

/** [n, channels, rows, columns] as [n, rows, columns, channels]; a vector stays as it is. */
export const channelsLast = (tf: TensorFlowCore, x: Tensor): Tensor => (x.rank === 4 ? tf.transpose(x, [0, 2, 3, 1]) : x);

/** The other way round. */
export const channelsFirst = (tf: TensorFlowCore, x: Tensor): Tensor => (x.rank === 4 ? tf.transpose(x, [0, 3, 1, 2]) : x);

/** [channels, 1, 1] as [channels], which is broadcast over rows and columns. */
export const byChannel = (tf: TensorFlowCore, values: Tensor): Tensor => tf.reshape(values, [-1]);

/** Rows and columns of a value at an image's edges. */
export const edged = (
  tf: TensorFlowCore,
  x: Tensor4D,
  [[top, bottom], [left, right]]: readonly [readonly [number, number], readonly [number, number]],
  value = 0,
): Tensor4D => {
  if (top + bottom + left + right === 0) return x;
  return tf.pad(
    x,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    value,
  );
};

/** A value whose derivative by x is worked out along with it: `slope`, which is multiplied by the derivative of the value. */
export function withSlope(tf: TensorFlowCore, x: Tensor, work: (x: Tensor) => { readonly value: Tensor; readonly slope: Tensor }): Tensor {
  const known = tf.customGrad((given, save) => {
    const { value, slope } = work(given as Tensor);
    (save as GradSaveFunc)([slope]);
    return { value, gradFunc: (dy, saved) => tf.mul(dy, at(saved, 0)) };
  });
  return known(x);
}
