import type { TrunkName } from '../../experiment/experiment';
import { type Network, NetworkError } from '../layer';
import { type Layers, makeLayers, type Value } from '../makeLayers';
import type { NetworkTask } from '../networkTask';
import { convNormRelu, inputsOf, scaled } from './blocks';
import { type ResNetLayers, resNetStages } from './resNet';
import { fitted, unetFeatures } from './unet';

/** Sizes of a centre-point detector; `depth` is a U-Net trunk's. */
export type CentrePointOptions = NetworkTask & { readonly trunk: TrunkName; readonly width: number; readonly depth: number };

/** The maps of a centre-point detector are so much smaller than its image. */
export const centrePointStride = 4;

/** A probability of 0.1 before training, so that the many places without a centre don't drown the few with one (Lin et al. 2017). */
const rareCentre = -2.19;

const topLevel = Math.log2(centrePointStride);

/**
 * Centre-point detector (Zhou et al. 2019) for one-channel images. Its output, at a quarter of the image's sides, has `outputs` channels of
 * heat map (before the sigmoid, a class each), two of the box's rows and columns, and two of its centre's offset within the place.
 */
export function centrePoint({ trunk, width, depth, outputs, ...inputs }: CentrePointOptions): Network {
  if (inputs.scalars > 0) throw new NetworkError('A centre-point detector takes no scalar inputs; leave data.inputs empty.');
  const layers = makeLayers(inputsOf(inputs));
  const features = trunk === 'unet' ? unetTrunk(layers, width, depth) : resNetTrunk(layers, resNets[trunk], width);
  const heads = [
    mapHead(layers, features, 'heat', outputs, rareCentre),
    mapHead(layers, features, 'size', 2, 0),
    mapHead(layers, features, 'offset', 2, 0),
  ];
  return layers.network(layers.concat(heads, { name: 'output' }));
}

const resNets: { readonly [K in Exclude<TrunkName, 'unet'>]: ResNetLayers } = { 'resnet-18': 18, 'resnet-34': 34, 'resnet-50': 50 };

function unetTrunk(layers: Layers, width: number, depth: number): Value {
  if (depth <= topLevel)
    throw new NetworkError(`A U-Net as the trunk of a centre-point detector needs network.depth of ${topLevel + 1} or more.`);
  return unetFeatures(layers, { filters: scaled(32, width), depth }, topLevel);
}

/** The stages of a ResNet, from the smallest up, each joined to the next larger one. */
function resNetTrunk(layers: Layers, count: ResNetLayers, width: number): Value {
  const filters = scaled(128, width);
  const [first, ...smaller] = resNetStages(layers, count, width)
    .map((stage, index) => layers.conv(stage, { name: `side${index + 1}`, filters, kernel: 1 }))
    .toReversed();
  if (first === undefined) throw new NetworkError('The trunk has no stages.');
  return smaller.reduce((value, larger, index) => {
    const name = `up${smaller.length - index}`;
    const doubled = layers.upsample(value, { name, scale: 2 });
    const sum = layers.add([larger, fitted(layers, doubled, larger, name)], { name: `${name}.sum` });
    return convNormRelu(layers, sum, { conv: `${name}.conv`, norm: `${name}.norm`, filters });
  }, first);
}

function mapHead(layers: Layers, features: Value, name: string, filters: number, initial: number): Value {
  const hidden = layers.conv(features, { name: `${name}.conv1`, filters: features.shape[0] ?? 1, kernel: 3 });
  const active = layers.relu(layers.bias(hidden, { name: `${name}.conv1.bias` }), { name: `${name}.relu` });
  return layers.bias(layers.conv(active, { name: `${name}.conv2`, filters, kernel: 1 }), { name: `${name}.conv2.bias`, initial });
}
