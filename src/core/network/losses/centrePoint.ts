import { arithmetic } from '../arithmetic';
import type { Emitter } from '../emitter';
import { NetworkError, type Shape, shapeText } from '../layer';
import { exampleSum, type Loss, requireImage, spread } from '../lossInput';
import { focalTerms } from './binary';

/** A run of channels of the output. */
export type Channels = { readonly first: number; readonly count: number };

const gamma = 2;
const farness = 4;

/**
 * Heat-map loss of a centre-point detector (Zhou et al. 2019): a focal loss over sigmoid on the first `classes` channels, whose target is
 * exactly 1 at a centre and falls off around it; a place near a centre is fined by (1 - t)^4 only. Divided by the example's centres, at least 1.
 */
export const heatMapLoss =
  (classes: number): Loss =>
  (emit, { output, target, weight, shape }) => {
    requireImage(shape, 'heat-map');
    const heat: Channels = { first: 0, count: classes };
    const { mul, div, from, power } = arithmetic(emit);
    const wanted = cut(emit, target, heat, shape);
    const centres = centresOf(emit, wanted);
    const { value, slope } = focalTerms(emit, cut(emit, output, heat, shape), centres, power(from(1, wanted), farness), gamma);
    const here = [classes, ...shape.slice(1)];
    const count = atLeastOne(emit, exampleSum(emit, centres, here));
    const gradient = mul(slope, spread(emit, div(weight, count), shape));
    return { each: div(exampleSum(emit, value, here), count), gradient: widen(emit, gradient, heat, shape) };
  };

/**
 * Size loss of a centre-point detector: the absolute difference in some channels (rows and columns of the box, or its centre's fraction),
 * summed over the places where one of the first `classes` channels of the target has a centre, and divided by their number, at least 1.
 */
export const centreSizeLoss =
  (classes: number, channels: Channels): Loss =>
  (emit, { output, target, weight, shape }) => {
    requireImage(shape, 'centre-size');
    const { sub, mul, div } = arithmetic(emit);
    const centres = centresOf(emit, cut(emit, target, { first: 0, count: classes }, shape));
    const isCentre = emit.node('ReduceMax', [centres, emit.ints([1])], { attributes: { keepdims: { int: 1 } } });
    const difference = sub(cut(emit, output, channels, shape), cut(emit, target, channels, shape));
    const count = atLeastOne(emit, exampleSum(emit, isCentre, [1, ...shape.slice(1)]));
    const value = exampleSum(emit, mul(emit.node('Abs', [difference]), isCentre), [channels.count, ...shape.slice(1)]);
    const share = spread(emit, div(weight, count), shape);
    const gradient = mul(emit.node('Sign', [difference]), mul(isCentre, share));
    return { each: div(value, count), gradient: widen(emit, gradient, channels, shape) };
  };

/** 1 where the target is a centre, else 0; a little below 1 counts, for what rounding does to a peak. */
const centresOf = (emit: Emitter, heat: string): string =>
  emit.node('Cast', [emit.node('Greater', [heat, emit.floats([0.9999])])], { attributes: { to: { int: 1 } } });

const atLeastOne = (emit: Emitter, count: string): string => emit.node('Max', [count, emit.floats([1])]);

function cut(emit: Emitter, value: string, { first, count }: Channels, shape: Shape): string {
  const [channels = 0] = shape;
  if (first < 0 || count < 1 || first + count > channels)
    throw new NetworkError(`The loss reads channels ${first} to ${first + count - 1}, but the network's output is ${shapeText(shape)}.`);
  return count === channels ? value : emit.node('Slice', [value, emit.ints([first]), emit.ints([first + count]), emit.ints([1])]);
}

/** Fills the other channels' derivatives with zeros. */
function widen(emit: Emitter, gradient: string, { first, count }: Channels, [channels = 0]: Shape): string {
  if (count === channels) return gradient;
  return emit.node('Pad', [gradient, emit.ints([0, first, 0, 0, 0, channels - first - count, 0, 0])]);
}
