import { type Network, NetworkError } from '../layer';
import { type Layers, makeLayers, type Value } from '../makeLayers';
import type { NetworkTask } from '../networkTask';
import { convNormRelu, inputsOf } from './blocks';

/** Sizes of a U-Net: filters of its first level, twice as many a level down, and how often it halves the image. */
export type UnetSizes = { readonly filters: number; readonly depth: number };

/** U-Net (Ronneberger et al. 2015) with padded borders and batch norms; gives `outputs` numbers for every pixel of a one-channel image of any size. */
export function unet({ filters, depth, outputs, ...inputs }: NetworkTask & UnetSizes): Network {
  if (inputs.scalars > 0) throw new NetworkError('A U-Net takes no scalar inputs; leave data.inputs empty.');
  const layers = makeLayers(inputsOf(inputs));
  const features = unetFeatures(layers, { filters, depth }, 0);
  const last = layers.conv(features, { name: 'last', filters: outputs, kernel: 1 });
  return layers.network(layers.bias(last, { name: 'output' }));
}

/** A U-Net without its last layer, going up again to the level `top`, where the image's sides are halved so many times. */
export function unetFeatures(layers: Layers, { filters, depth }: UnetSizes, top: number): Value {
  const levels: Value[] = [twice(layers, layers.image, 'down0', filters)];
  for (let level = 1; level <= depth; level++) {
    const halved = layers.maxPool(levels.at(-1) ?? layers.image, { name: `pool${level}` });
    levels.push(twice(layers, halved, `down${level}`, filters * 2 ** level));
  }
  let value = levels.at(-1) ?? layers.image;
  for (let level = depth - 1; level >= top; level--) {
    const beside = levels[level] ?? value;
    const name = `up${level}`;
    const wide = layers.transposedConv(value, { name, filters: filters * 2 ** level, kernel: 2, stride: 2 });
    const joined = layers.concat([beside, fitted(layers, wide, beside, name)], { name: `${name}.joined` });
    value = twice(layers, joined, name, filters * 2 ** level);
  }
  return value;
}

/** Two convolutions with norm and ReLU. */
function twice(layers: Layers, from: Value, name: string, filters: number): Value {
  const first = convNormRelu(layers, from, { conv: `${name}.conv1`, norm: `${name}.norm1`, filters });
  return convNormRelu(layers, first, { conv: `${name}.conv2`, norm: `${name}.norm2`, filters });
}

/** An image with as many rows and columns as another, which halving may have left with up to one row and column less. */
export function fitted(layers: Layers, image: Value, like: Value, name: string): Value {
  const [, rows = 0, columns = 0] = image.shape;
  const [, wantedRows = 0, wantedColumns = 0] = like.shape;
  const border = { bottom: Math.max(0, wantedRows - rows), right: Math.max(0, wantedColumns - columns) };
  const padded = border.bottom + border.right > 0 ? layers.pad(image, { name: `${name}.padded`, ...border }) : image;
  const over = { bottom: Math.max(0, rows - wantedRows), right: Math.max(0, columns - wantedColumns) };
  return over.bottom + over.right > 0 ? layers.crop(padded, { name: `${name}.cropped`, ...over }) : padded;
}
