import type { Emitter } from '../emitter';
import { imageRegion, padImage } from './imageRegion';
import { reduce } from './reduce';
import { isOne, offsetsOf, type Pair, reachOf, type Window } from './window';

/** A product for each place of the kernel pays from so many channels on, and up to so many weights, which have to be put in order afterwards. */
const byPlace = { leastChannels: 8, mostWeights: 200_000 } as const;

/** From so many channels on one product over the whole batch is faster than one for each image. */
const wholeBatchFrom = 128;

/** What the weights of a convolution saw: an image and the derivative of what they made of it. */
export type Seen = {
  readonly emit: Emitter;
  readonly image: string;
  readonly channels: number;
  /** Rows and columns of the image. */
  readonly size: Pair;
  /** [n, filters, ...places]. */
  readonly gradient: string;
  readonly filters: number;
  readonly places: Pair;
  readonly window: Window;
  readonly groups: number;
};

/**
 * dw[f,c,i,j] = sum over n, r, k of dy[n,f,r,k] * x[n, c, r * stride + i * dilation - padding, k * stride + j * dilation - padding],
 * c within f's group: products of the derivative with copies of the image, one copy for each place of the kernel. [filters, channels / groups * kernel]
 */
export function weightGradient(seen: Seen): string {
  if (seen.groups > 1) return ofGroups(seen);
  const { channels, filters, window } = seen;
  const places = window.kernel[0] * window.kernel[1];
  if (goesPlaceByPlace({ channels, filters, places })) return placeByPlace(seen);
  return channels >= wholeBatchFrom ? overBatch(seen) : imageByImage(seen);
}

/** True for convolutions, with so many places of their kernel, whose products are worked out place by place. */
export const goesPlaceByPlace = ({
  channels,
  filters,
  places,
}: {
  readonly channels: number;
  readonly filters: number;
  readonly places: number;
}): boolean => channels >= byPlace.leastChannels && channels * filters * places <= byPlace.mostWeights;

/** A product for each place of the kernel: the moved copy of the images is used while it is still in the processor's cache. */
function placeByPlace(seen: Seen): string {
  const { emit, channels, filters } = seen;
  const flat = emit.node('Reshape', [turned(emit, seen.gradient), emit.ints([filters, -1])]);
  const products = copies({ ...seen, image: turned(emit, seen.image) }).map((copy) => {
    const row = emit.node('Reshape', [copy, emit.ints([channels, -1])]);
    return emit.node('Reshape', [transposedGemm(emit, flat, row), emit.ints([filters, channels, 1])]);
  });
  return emit.node('Reshape', [joined(emit, products, 2), emit.ints([filters, -1])]);
}

/** One product over the whole batch. */
function overBatch(seen: Seen): string {
  const { emit, channels, filters } = seen;
  const parts = copies({ ...seen, image: turned(emit, seen.image) }).map((copy) =>
    emit.node('Reshape', [copy, emit.ints([channels, 1, -1])]),
  );
  const patches = emit.node('Reshape', [joined(emit, parts, 1), emit.ints([channels * parts.length, -1])]);
  return transposedGemm(emit, emit.node('Reshape', [turned(emit, seen.gradient), emit.ints([filters, -1])]), patches);
}

/** A product for each image, added up. */
function imageByImage(seen: Seen): string {
  const { emit, channels, filters, places } = seen;
  const count = places[0] * places[1];
  const parts = copies(seen).map((copy) => emit.node('Reshape', [copy, emit.ints([0, channels, 1, count])]));
  const patches = emit.node('Reshape', [joined(emit, parts, 2), emit.ints([0, channels * parts.length, count])]);
  const flat = emit.node('Reshape', [seen.gradient, emit.ints([0, filters, count])]);
  return reduce(emit, 'Sum', productOf(emit, flat, patches), [0], 'go');
}

const transposedGemm = (emit: Emitter, a: string, b: string): string => emit.node('Gemm', [a, b], { attributes: { transB: { int: 1 } } });

/** As one group, with the groups as another dimension of the product. */
function ofGroups(seen: Seen): string {
  const { emit, channels, filters, groups, places } = seen;
  const each = channels / groups;
  const count = places[0] * places[1];
  const parts = copies(seen).map((copy) => emit.node('Reshape', [copy, emit.ints([0, groups, each, 1, count])]));
  const patches = emit.node('Reshape', [joined(emit, parts, 3), emit.ints([0, groups, each * parts.length, count])]);
  const flat = emit.node('Reshape', [seen.gradient, emit.ints([0, groups, filters / groups, count])]);
  const product = reduce(emit, 'Sum', productOf(emit, flat, patches), [0], 'go');
  return emit.node('Reshape', [product, emit.ints([filters, -1])]);
}

const productOf = (emit: Emitter, a: string, b: string): string =>
  emit.node('FusedMatMul', [a, b], { attributes: { transB: { int: 1 } }, domain: 'com.microsoft' });

/** The image seen from every place of the kernel. */
function copies({ emit, image, size, places, window }: Seen): readonly string[] {
  const { kernel, stride, padding, dilation } = window;
  if (isOne(kernel) && isOne(stride) && isOne(padding, 0)) return [image];
  const reach = reachOf(window);
  const missing = (side: 0 | 1) => Math.max(0, (places[side] - 1) * stride[side] + reach[side] - padding[side] - size[side]);
  const edges = { top: padding[0], left: padding[1], bottom: missing(0), right: missing(1) };
  const padded = padImage(emit, image, edges);
  return offsetsOf(kernel).map(([row, column]) => imageRegion(emit, padded, [row * dilation[0], column * dilation[1]], places, stride));
}

const joined = (emit: Emitter, parts: readonly string[], axis: number): string =>
  parts.length === 1 ? (parts[0] ?? '') : emit.node('Concat', parts, { attributes: { axis: { int: axis } } });

/** Channels before the batch. */
const turned = (emit: Emitter, image: string): string => emit.node('Transpose', [image], { attributes: { perm: { ints: [1, 0, 2, 3] } } });
