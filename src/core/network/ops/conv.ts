import type { LayerOf, Shape } from '../layer';
import { at, type Lowering, type Op, onlyShape } from '../op';
import { weightGradient } from './weightGradient';
import { isOne, reachOf, type Window, wholeNumber, wholePair, windowAttributes, windowPlaces, windowRest } from './window';

/** Images from this side on take the gradient of their input faster by a convolution with turned weights than by ConvTranspose. */
const turnedFromSide = 28;

/** Where many filters see few places, ConvTranspose spends much of its time on putting the weights in order, for each image anew. */
const byProduct = { leastFilters: 128, mostPlaces: 200 } as const;

/** y[n,f] = sum over the channels c of f's group of x[n,c] * w[f,c]; dx is the same the other way round, for dw see weightGradient. */
export const conv: Op<'conv'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    requireGroups(layer, at(shape, 0));
    return [layer.filters, ...windowPlaces(windowOf(layer), shape)];
  },
  parameters: (layer, inputs) => {
    const channels = at(onlyShape(inputs, 3), 0) / (layer.groups ?? 1);
    const { kernel } = windowOf(layer);
    return [{ name: 'weight', shape: [layer.filters, channels, ...kernel], initial: 'he', fanIn: channels * kernel[0] * kernel[1] }];
  },
  state: () => [],
  onnx: ({ emit, layer, inputs, parameters }) => ({
    output: emit.node('Conv', [at(inputs, 0), at(parameters, 0)], { attributes: attributesOf(layer, windowOf(layer)) }),
  }),
  gradient: (here, _, outputGradient) => {
    const { emit, layer, inputs, inputShapes, shape } = here;
    const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
    const weights = weightGradient({
      emit,
      image: at(inputs, 0),
      channels,
      size: [rows, columns],
      gradient: outputGradient,
      filters: layer.filters,
      places: [at(shape, 1), at(shape, 2)],
      window: windowOf(layer),
      groups: layer.groups ?? 1,
    });
    return { inputs: [inputGradient(here, emit.after(outputGradient, 4, weights))], parameters: [weights] };
  },
};

/** Throws the reason where filters and channels can't be divided into the layer's groups. */
export function requireGroups({ filters, groups = 1 }: { readonly filters: number; readonly groups?: number }, channels: number): void {
  if (filters < 1) throw new Error('needs at least one filter');
  wholeNumber(filters, 1, 'filters');
  wholeNumber(groups, 1, 'groups');
  if (channels % groups !== 0) throw new Error(`can't divide its channels into ${groups} equal groups`);
  if (filters % groups !== 0) throw new Error(`can't divide its ${filters} filters into ${groups} equal groups`);
}

/** How a convolution goes over its image; throws the reason where its settings are no such thing. */
export function windowOf({ kernel, stride = 1, padding, dilation = 1 }: LayerOf<'conv'>): Window {
  const window = {
    kernel: wholePair(kernel, 1, 'a kernel'),
    stride: wholePair(stride, 1, 'a stride'),
    dilation: wholePair(dilation, 1, 'a dilation'),
  };
  if (padding !== undefined) return { ...window, padding: wholePair(padding, 0, 'padding') };
  const [rows, columns] = reachOf(window);
  if (rows % 2 === 0 || columns % 2 === 0)
    throw new Error(`must be told its padding, because its kernel ${[kernel].flat().join(' x ')} has no middle`);
  return { ...window, padding: [(rows - 1) / 2, (columns - 1) / 2] };
}

const attributesOf = ({ groups = 1 }: LayerOf<'conv'>, window: Window) => ({
  ...windowAttributes(window),
  ...(groups > 1 && { group: { int: groups } }),
});

function inputGradient({ emit, layer, parameters, inputShapes, shape }: Lowering<'conv'>, outputGradient: string): string {
  const window = windowOf(layer);
  const reach = reachOf(window);
  const turnedPadding = [reach[0] - 1 - window.padding[0], reach[1] - 1 - window.padding[1]] as const;
  const large = Math.min(at(shape, 1), at(shape, 2)) >= turnedFromSide;
  if (large && isOne(window.stride) && Math.min(...turnedPadding) >= 0) {
    const attributes = attributesOf(layer, { ...window, padding: turnedPadding });
    return emit.node('Conv', [outputGradient, turnedWeights(emit, layer, window, at(parameters, 0), at(at(inputShapes, 0), 0))], {
      attributes,
    });
  }
  const few = layer.filters >= byProduct.leastFilters && at(shape, 1) * at(shape, 2) <= byProduct.mostPlaces;
  // Only the processor has Col2Im.
  if (few && (layer.groups ?? 1) === 1 && emit.target === 'cpu')
    return productGradient(emit, window, { gradient: outputGradient, shape, weights: at(parameters, 0), image: at(inputShapes, 0) });
  const rest = windowRest(window, at(inputShapes, 0));
  const attributes = { ...attributesOf(layer, window), ...(!isOne(rest, 0) && { output_padding: { ints: rest } }) };
  return emit.node('ConvTranspose', [outputGradient, at(parameters, 0)], { attributes });
}

/** One product over the whole batch, with the weights as they are: what each place gives to its window, then added up where windows overlap. */
function productGradient(
  emit: Lowering<'conv'>['emit'],
  window: Window,
  seen: { readonly gradient: string; readonly shape: Shape; readonly weights: string; readonly image: Shape },
): string {
  const [filters = 0, rows = 0, columns = 0] = seen.shape;
  const [channels = 0, ...size] = seen.image;
  const { kernel_shape: _, ...attributes } = windowAttributes(window);
  const patch = channels * window.kernel[0] * window.kernel[1];
  const places = emit.node('Transpose', [seen.gradient], { attributes: { perm: { ints: [0, 2, 3, 1] } } });
  const matrix = emit.node('Reshape', [seen.weights, emit.ints([filters, patch])]);
  const patches = emit.node('MatMul', [emit.node('Reshape', [places, emit.ints([-1, filters])]), matrix]);
  const byImage = emit.node('Reshape', [patches, emit.ints([-1, rows * columns, patch])]);
  const turned = emit.node('Transpose', [byImage], { attributes: { perm: { ints: [0, 2, 1] } } });
  return emit.node('Col2Im', [turned, emit.ints(size), emit.ints(window.kernel)], { attributes });
}

/** The weights turned by 180 degrees, channels and filters swapped within each group. */
function turnedWeights(
  emit: Lowering<'conv'>['emit'],
  { filters, groups = 1 }: LayerOf<'conv'>,
  { kernel }: Window,
  weights: string,
  channels: number,
): string {
  const ends = emit.ints([-kernel[0] - 1, -kernel[1] - 1]);
  const turned = emit.node('Slice', [weights, emit.ints([-1, -1]), ends, emit.ints([2, 3]), emit.ints([-1, -1])]);
  if (groups === 1) return emit.node('Transpose', [turned], { attributes: { perm: { ints: [1, 0, 2, 3] } } });
  const grouped = emit.node('Reshape', [turned, emit.ints([groups, filters / groups, channels / groups, ...kernel])]);
  const swapped = emit.node('Transpose', [grouped], { attributes: { perm: { ints: [0, 2, 1, 3, 4] } } });
  return emit.node('Reshape', [swapped, emit.ints([channels, filters / groups, ...kernel])]);
}
