import type { Layers, Value } from '../makeLayers';

/** What a convolution followed by its norm can be told; `conv` and `norm` are the layers' names. */
export type ConvolutionSettings = {
  readonly conv: string;
  readonly norm: string;
  readonly filters: number;
  /** Odd; 3 unless told. */
  readonly kernel?: number;
  readonly stride?: number;
  readonly groups?: number;
};

/** A convolution with borders of half its kernel and no bias, and a batch norm. */
export function convNorm(layers: Layers, from: Value, { conv, norm, kernel = 3, ...settings }: ConvolutionSettings): Value {
  return layers.batchNorm(layers.conv(from, { name: conv, kernel, ...settings }), { name: norm });
}

/** As convNorm, with a ReLU, whose name is the convolution's and `.relu`. */
export const convNormRelu = (layers: Layers, from: Value, settings: ConvolutionSettings): Value =>
  layers.relu(convNorm(layers, from, settings), { name: `${settings.conv}.relu` });

/** What the last layers of a classifying network are told; `name` is torchvision's. */
export type HeadSettings = { readonly name: string; readonly outputs: number; readonly dropout: number };

/** Mean of each channel, joined by the scalar inputs, perhaps dropout, then one dense layer that starts at zero. */
export function head(layers: Layers, features: Value, { name, outputs, dropout }: HeadSettings): Value {
  const pooled = layers.globalAveragePool(features, { name: 'pooled' });
  const joined = layers.scalars === null ? pooled : layers.concat([pooled, layers.scalars], { name: 'joined' });
  const kept = dropout > 0 ? layers.dropout(joined, { name: 'dropout', rate: dropout }) : joined;
  return layers.bias(layers.dense(kept, { name, units: outputs, initial: 'zeros' }), { name: `${name}.bias` });
}

/** The inputs of a network as makeLayers takes them. */
export const inputsOf = ({ size, scalars }: { readonly size: readonly [number, number]; readonly scalars: number }) => ({
  image: [1, ...size],
  ...(scalars > 0 && { scalars: [scalars] }),
});

/** A number of filters times a width, at least 1. */
export const scaled = (filters: number, width: number): number => Math.max(1, Math.round(filters * width));
