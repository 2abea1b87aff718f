import type { Network } from '../layer';
import { type Layers, makeLayers, type Value } from '../makeLayers';
import type { NetworkTask } from '../networkTask';
import { type ConvolutionSettings, convNorm, head, inputsOf } from './blocks';

/** Sizes of a MobileNetV2; `width` multiplies its filters, in steps of 8. */
export type MobileNetV2Options = NetworkTask & { readonly width: number; readonly dropout: number };

/** Growth inside a block, filters, repeats, stride of the first repeat. */
const plan = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/** MobileNetV2 (Sandler et al. 2018) as torchvision has it, for one-channel images. */
export function mobileNetV2({ width, dropout, outputs, ...inputs }: MobileNetV2Options): Network {
  const layers = makeLayers(inputsOf(inputs));
  let value = convNormRelu6(layers, layers.image, { ...named('features.0'), filters: inEights(32 * width), stride: 2 });
  let number = 1;
  for (const [growth, filters, repeats, stride] of plan) {
    for (let index = 0; index < repeats; index++) {
      const settings = { growth, filters: inEights(filters * width), stride: index === 0 ? stride : 1 };
      value = inverted(layers, value, `features.${number++}.conv`, settings);
    }
  }
  const last = convNormRelu6(layers, value, { ...named(`features.${number}`), filters: inEights(1280 * Math.max(1, width)), kernel: 1 });
  return layers.network(head(layers, last, { name: 'classifier.1', outputs, dropout }));
}

type InvertedSettings = { readonly growth: number; readonly filters: number; readonly stride: number };

/** Widens, looks at each channel by itself, narrows, and adds what it was given where the sizes are the same. */
function inverted(layers: Layers, from: Value, name: string, { growth, filters, stride }: InvertedSettings): Value {
  const [channels = 0] = from.shape;
  const hidden = channels * growth;
  const wide = growth === 1 ? from : convNormRelu6(layers, from, { ...named(`${name}.0`), filters: hidden, kernel: 1 });
  const at = growth === 1 ? 0 : 1;
  const deep = convNormRelu6(layers, wide, { ...named(`${name}.${at}`), filters: hidden, stride, groups: hidden });
  const narrow = convNorm(layers, deep, { conv: `${name}.${at + 1}`, norm: `${name}.${at + 2}`, filters, kernel: 1 });
  return stride === 1 && channels === filters ? layers.add([from, narrow], { name: `${name}.add` }) : narrow;
}

const convNormRelu6 = (layers: Layers, from: Value, settings: ConvolutionSettings): Value =>
  layers.relu6(convNorm(layers, from, settings), { name: `${settings.conv}.relu` });

const named = (name: string) => ({ conv: `${name}.0`, norm: `${name}.1` });

/** The nearest multiple of 8, at least 8, and not less than nine tenths of the number. */
function inEights(filters: number): number {
  const near = Math.max(8, Math.floor((filters + 4) / 8) * 8);
  return near < 0.9 * filters ? near + 8 : near;
}
