import type { LayerOf, Shape } from '../layer';
import { at, type Op, onlyShape } from '../op';
import { requireGroups } from './conv';
import { weightGradient } from './weightGradient';
import { isOne, type Pair, reachOf, type Window, wholePair, windowAttributes } from './window';

/** What conv's derivative by its input does with the same weights [channels, filters / groups, kernel]; dx is that convolution of dy, and dw that of dy's with x as derivative. */
export const transposedConv: Op<'transposedConv'> = {
  shape: (layer, inputs) => {
    const shape = onlyShape(inputs, 3);
    requireGroups(layer, at(shape, 0));
    return [layer.filters, ...outputSides(layer, shape)];
  },
  parameters: (layer, inputs) => {
    const channels = at(onlyShape(inputs, 3), 0);
    const { groups = 1, filters } = layer;
    const { kernel, stride } = windowOf(layer);
    const fanIn = (channels / groups) * Math.max(1, (kernel[0] * kernel[1]) / (stride[0] * stride[1]));
    return [{ name: 'weight', shape: [channels, filters / groups, ...kernel], initial: 'he', fanIn }];
  },
  state: () => [],
  onnx: ({ emit, layer, inputs, parameters }) => {
    const more = outputPaddingOf(layer);
    const attributes = { ...attributesOf(layer), ...(!isOne(more, 0) && { output_padding: { ints: more } }) };
    return { output: emit.node('ConvTranspose', [at(inputs, 0), at(parameters, 0)], { attributes }) };
  },
  gradient: ({ emit, layer, inputs, inputShapes, parameters, shape }, _, outputGradient) => {
    const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
    const weights = weightGradient({
      emit,
      image: outputGradient,
      channels: layer.filters,
      size: [at(shape, 1), at(shape, 2)],
      gradient: at(inputs, 0),
      filters: channels,
      places: [rows, columns],
      window: windowOf(layer),
      groups: layer.groups ?? 1,
    });
    const input = emit.node('Conv', [emit.after(outputGradient, 4, weights), at(parameters, 0)], { attributes: attributesOf(layer) });
    return { inputs: [input], parameters: [weights] };
  },
};

/** The window of the convolution that is turned round. */
export const windowOf = ({ kernel, stride = 1, padding = 0, dilation = 1 }: LayerOf<'transposedConv'>): Window => ({
  kernel: wholePair(kernel, 1, 'a kernel'),
  stride: wholePair(stride, 1, 'a stride'),
  padding: wholePair(padding, 0, 'padding'),
  dilation: wholePair(dilation, 1, 'a dilation'),
});

/** Rows and columns added at the end; throws the reason where they reach the stride. */
export function outputPaddingOf(layer: LayerOf<'transposedConv'>): Pair {
  const { stride } = windowOf(layer);
  const more = wholePair(layer.outputPadding ?? 0, 0, 'outputPadding');
  if (more[0] >= stride[0] || more[1] >= stride[1]) throw new Error(`needs outputPadding below its stride, not ${more.join(' x ')}`);
  return more;
}

function outputSides(layer: LayerOf<'transposedConv'>, [, rows = 0, columns = 0]: Shape): Pair {
  const window = windowOf(layer);
  const reach = reachOf(window);
  const more = outputPaddingOf(layer);
  const side = (which: 0 | 1, length: number) =>
    (length - 1) * window.stride[which] - 2 * window.padding[which] + reach[which] + more[which];
  const sides = [side(0, rows), side(1, columns)] as const;
  if (Math.min(...sides) < 1) throw new Error(`would take off more than it makes with padding ${window.padding.join(' x ')}`);
  return sides;
}

const attributesOf = (layer: LayerOf<'transposedConv'>) => ({
  ...windowAttributes(windowOf(layer)),
  ...((layer.groups ?? 1) > 1 && { group: { int: layer.groups ?? 1 } }),
});
