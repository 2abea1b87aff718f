import type { Network } from '../layer';
import { type Layers, makeLayers, type Value } from '../makeLayers';
import type { NetworkTask } from '../networkTask';
import { convNorm, head, inputsOf, scaled } from './blocks';

/** Sizes of a DenseNet-121; `width` multiplies its filters (64 at first, then 32 more a layer). */
export type DenseNet121Options = NetworkTask & { readonly width: number; readonly dropout: number };

const blocks = [6, 12, 24, 16] as const;

/** DenseNet-121 (Huang et al. 2017) as torchvision has it, for one-channel images. */
export function denseNet121({ width, dropout, outputs, ...inputs }: DenseNet121Options): Network {
  const layers = makeLayers(inputsOf(inputs));
  const names = { conv: 'features.conv0', norm: 'features.norm0' };
  const stem = convNorm(layers, layers.image, { ...names, filters: scaled(64, width), kernel: 7, stride: 2 });
  // torchvision has the ReLU before the pooling: the same numbers for four times the work.
  let value = layers.relu(layers.maxPool(stem, { name: 'features.pool0', size: 3, stride: 2, padding: 1 }), { name: 'features.relu0' });
  for (const [index, repeats] of blocks.entries()) {
    for (let layer = 1; layer <= repeats; layer++) {
      value = denseLayer(layers, value, `features.denseblock${index + 1}.denselayer${layer}`, scaled(32, width));
    }
    if (index < blocks.length - 1) value = transition(layers, value, `features.transition${index + 1}`);
  }
  return layers.network(head(layers, normRelu(layers, value, 'features.norm5'), { name: 'classifier', outputs, dropout }));
}

/** Joins `growth` new channels, worked out from all before them. */
function denseLayer(layers: Layers, from: Value, name: string, growth: number): Value {
  const narrow = layers.conv(normRelu(layers, from, `${name}.norm1`), { name: `${name}.conv1`, filters: 4 * growth, kernel: 1 });
  const fresh = layers.conv(normRelu(layers, narrow, `${name}.norm2`), { name: `${name}.conv2`, filters: growth, kernel: 3 });
  return layers.concat([from, fresh], { name });
}

/** Halves channels, rows and columns. */
function transition(layers: Layers, from: Value, name: string): Value {
  const filters = Math.floor((from.shape[0] ?? 0) / 2);
  const half = layers.conv(normRelu(layers, from, `${name}.norm`), { name: `${name}.conv`, filters, kernel: 1 });
  return layers.averagePool(half, { name: `${name}.pool`, size: 2 });
}

const normRelu = (layers: Layers, from: Value, name: string): Value =>
  layers.relu(layers.batchNorm(from, { name }), { name: `${name}.relu` });
