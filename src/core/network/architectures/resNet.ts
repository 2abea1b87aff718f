import type { Network } from '../layer';
import { type Layers, makeLayers, type Value } from '../makeLayers';
import type { NetworkTask } from '../networkTask';
import { convNorm, convNormRelu, head, inputsOf, scaled } from './blocks';

export type ResNetLayers = 18 | 34 | 50;

/** Sizes of a ResNet; `width` multiplies its filters (64 in the first stage). */
export type ResNetOptions = NetworkTask & { readonly layers: ResNetLayers; readonly width: number; readonly dropout: number };

type Block = (layers: Layers, from: Value, name: string, filters: number, stride: number) => Value;

/** ResNet (He et al. 2016) as torchvision has it, for one-channel images. */
export function resNet({ layers: count, width, dropout, outputs, ...inputs }: ResNetOptions): Network {
  const layers = makeLayers(inputsOf(inputs));
  const last = resNetStages(layers, count, width).at(-1) ?? layers.image;
  return layers.network(head(layers, last, { name: 'fc', outputs, dropout }));
}

/** A ResNet without its head: what its four stages give, at a 4th, 8th, 16th and 32nd of the image's side. */
export function resNetStages(layers: Layers, count: ResNetLayers, width: number): readonly Value[] {
  const stem = convNorm(layers, layers.image, { conv: 'conv1', norm: 'bn1', filters: scaled(64, width), kernel: 7, stride: 2 });
  const { blocks, block } = plans[count];
  const stages: Value[] = [];
  // torchvision has the ReLU before the pooling: the same numbers for four times the work.
  let value = layers.relu(layers.maxPool(stem, { name: 'maxpool', size: 3, stride: 2, padding: 1 }), { name: 'relu' });
  for (const [stage, repeats] of blocks.entries()) {
    for (let index = 0; index < repeats; index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      value = block(layers, value, `layer${stage + 1}.${index}`, scaled(64 * 2 ** stage, width), stride);
    }
    stages.push(value);
  }
  return stages;
}

const basic: Block = (layers, from, name, filters, stride) => {
  const first = convNormRelu(layers, from, { conv: `${name}.conv1`, norm: `${name}.bn1`, filters, stride });
  const second = convNorm(layers, first, { conv: `${name}.conv2`, norm: `${name}.bn2`, filters });
  return joined(layers, from, second, name, stride);
};

/** torchvision has the stride in the 3x3 convolution, unlike the paper. */
const bottleneck: Block = (layers, from, name, filters, stride) => {
  const first = convNormRelu(layers, from, { conv: `${name}.conv1`, norm: `${name}.bn1`, filters, kernel: 1 });
  const second = convNormRelu(layers, first, { conv: `${name}.conv2`, norm: `${name}.bn2`, filters, stride });
  const third = convNorm(layers, second, { conv: `${name}.conv3`, norm: `${name}.bn3`, filters: 4 * filters, kernel: 1 });
  return joined(layers, from, third, name, stride);
};

/** Adds what the block was given; where the sizes differ, through a 1x1 convolution. */
function joined(layers: Layers, from: Value, made: Value, name: string, stride: number): Value {
  const [filters = 0] = made.shape;
  const same = stride === 1 && from.shape[0] === filters;
  const names = { conv: `${name}.downsample.0`, norm: `${name}.downsample.1` };
  const short = same ? from : convNorm(layers, from, { ...names, filters, kernel: 1, stride });
  return layers.relu(layers.add([made, short], { name: `${name}.add` }), { name: `${name}.relu` });
}

const plans: { readonly [K in ResNetLayers]: { readonly blocks: readonly number[]; readonly block: Block } } = {
  18: { blocks: [2, 2, 2, 2], block: basic },
  34: { blocks: [3, 4, 6, 3], block: basic },
  50: { blocks: [3, 4, 6, 3], block: bottleneck },
};
