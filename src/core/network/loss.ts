import { arithmetic } from './arithmetic';
import type { Emitter } from './emitter';
import { binaryCrossEntropyLoss, binaryFocalLoss } from './losses/binary';
import { type Channels, centreSizeLoss, heatMapLoss } from './losses/centrePoint';
import { crossEntropyLoss, focalLoss } from './losses/crossEntropy';
import { type DiceSettings, diceLoss } from './losses/dice';
import { absoluteLoss, huberLoss, squaredLoss } from './losses/difference';
import { similarityLoss } from './losses/similarity';
import type { Loss, LossInput, LossValue } from './lossInput';

/** What each loss can be told; every loss is worked out within each example, so that a batch's size changes nothing. */
export type LossSettings = {
  /** Mean absolute difference: numbers, and L1 for images. */
  mae: unknown;
  mse: unknown;
  /** Quadratic up to a difference of `delta` (1 unless told; targets in a unit are standardised), linear from there. */
  huber: { readonly delta?: number };
  /** Softmax over classes or channels; the target is the share of each class. */
  'cross-entropy': { readonly classWeights?: readonly number[] };
  /** Sigmoid; each number says yes or no by itself. */
  'binary-cross-entropy': { readonly positiveWeights?: readonly number[] };
  /** Cross-entropy that turns to what is still wrong, the more the larger `gamma` (2 unless told). */
  focal: { readonly gamma?: number; readonly classWeights?: readonly number[] };
  'binary-focal': { readonly gamma?: number; readonly alpha?: number };
  /** Overlap of regions. */
  dice: DiceSettings;
  /** Where a centre-point detector's first `classes` channels see centres. */
  'heat-map': { readonly classes: number };
  /** What a centre-point detector says at the centres in some other channels. */
  'centre-size': { readonly classes: number; readonly channels: Channels };
  /** 1 - SSIM; `range` is the span of the pixel values (1 unless told). */
  ssim: { readonly range?: number };
  /** Several losses, each times its share. */
  sum: { readonly parts: readonly { readonly share: number; readonly loss: LossSpec }[] };
};

export type LossName = keyof LossSettings;

/** One loss of kind K with its settings. */
export type LossOf<K extends LossName> = { readonly name: K } & LossSettings[K];

/** One loss of any kind with its settings. */
export type LossSpec = { [K in LossName]: LossOf<K> }[LossName];

/** The losses that need no settings. */
export type PlainLossName = Exclude<LossName, 'dice' | 'heat-map' | 'centre-size' | 'sum'>;

const makers: { readonly [K in LossName]: (settings: LossOf<K>) => Loss } = {
  mae: () => absoluteLoss,
  mse: () => squaredLoss,
  huber: ({ delta = 1 }) => huberLoss(delta),
  'cross-entropy': ({ classWeights }) => crossEntropyLoss(classWeights),
  'binary-cross-entropy': ({ positiveWeights }) => binaryCrossEntropyLoss(positiveWeights),
  focal: ({ gamma = 2, classWeights }) => focalLoss(gamma, classWeights),
  'binary-focal': ({ gamma = 2, alpha }) => binaryFocalLoss(gamma, alpha),
  dice: diceLoss,
  'heat-map': ({ classes }) => heatMapLoss(classes),
  'centre-size': ({ classes, channels }) => centreSizeLoss(classes, channels),
  ssim: ({ range = 1 }) => similarityLoss(range),
  sum: ({ parts }) => sumLoss(parts),
};

/** Lowers a loss to ONNX; NetworkError where it does not fit the output's shape. */
export function emitLoss(emit: Emitter, loss: LossSpec | PlainLossName, input: LossInput): LossValue {
  const spec = typeof loss === 'string' ? { name: loss } : loss;
  const maker = makers[spec.name] as (settings: LossSpec) => Loss;
  return maker(spec)(emit, input);
}

/** Usual loss of a centre-point detector whose channels are `classes` of heat-map, rows and columns of the box, and perhaps the centre's fraction of both. */
export function centrePointLoss(classes: number, withFraction: boolean): LossSpec {
  const at = (first: number): LossSpec => ({ name: 'centre-size', classes, channels: { first, count: 2 } });
  const size = [
    { share: 1, loss: { name: 'heat-map', classes } },
    { share: 0.1, loss: at(classes) },
  ] as const;
  return { name: 'sum', parts: withFraction ? [...size, { share: 1, loss: at(classes + 2) }] : size };
}

function sumLoss(parts: LossSettings['sum']['parts']): Loss {
  return (emit, input) => {
    const { add, times } = arithmetic(emit);
    const values = parts.map(({ share, loss }) => {
      const { each, gradient } = emitLoss(emit, loss, input);
      return { each: times(each, share), gradient: times(gradient, share) };
    });
    return values.reduce((sum, value) => ({ each: add(sum.each, value.each), gradient: add(sum.gradient, value.gradient) }));
  };
}
