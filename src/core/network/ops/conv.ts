import type { Emitter } from '../emitter';
import { at, type Lowering, type Op, onlyShape } from '../op';

/** Images from this side on take the gradient of their input faster by a convolution with turned weights than by ConvTranspose. */
const turnedFromSide = 50;

/** Convolution with zero padding and stride 1: y[n,f] = sum over c of x[n,c] * w[f,c]. */
export const conv: Op<'conv'> = {
  shape: (layer, inputs) => {
    const [, rows = 0, columns = 0] = onlyShape(inputs, 3);
    if (layer.kernel % 2 !== 1) throw new Error(`needs an odd kernel, not ${layer.kernel}`);
    if (layer.filters < 1) throw new Error('needs at least one filter');
    return [layer.filters, rows, columns];
  },
  parameters: ({ filters, kernel }, inputs) => {
    const [channels = 0] = onlyShape(inputs, 3);
    return [{ name: 'weight', shape: [filters, channels, kernel, kernel], initial: 'he', fanIn: channels * kernel * kernel }];
  },
  state: () => [],
  onnx: (here) => ({ output: same(here.emit, 'Conv', at(here.inputs, 0), at(here.parameters, 0), here.layer.kernel) }),
  gradient: (here, _, outputGradient) => ({
    inputs: [inputGradient(here, outputGradient)],
    parameters: [weightGradient(here, outputGradient)],
  }),
};

function same(emit: Emitter, type: 'Conv' | 'ConvTranspose', image: string, weight: string, kernel: number): string {
  const pad = (kernel - 1) / 2;
  return emit.node(type, [image, weight], {
    attributes: { kernel_shape: { ints: [kernel, kernel] }, pads: { ints: [pad, pad, pad, pad] } },
  });
}

/** dx = dy convolved with the weights turned by 180 degrees, channels and filters swapped. */
function inputGradient({ emit, layer, parameters, shape }: Lowering<'conv'>, outputGradient: string): string {
  const weight = at(parameters, 0);
  if (Math.min(at(shape, 1), at(shape, 2)) < turnedFromSide) return same(emit, 'ConvTranspose', outputGradient, weight, layer.kernel);
  const backwards = -layer.kernel - 1;
  const turned = emit.node('Slice', [
    weight,
    emit.ints([-1, -1]),
    emit.ints([backwards, backwards]),
    emit.ints([2, 3]),
    emit.ints([-1, -1]),
  ]);
  const swapped = emit.node('Transpose', [turned], { attributes: { perm: { ints: [1, 0, 2, 3] } } });
  return same(emit, 'Conv', outputGradient, swapped, layer.kernel);
}

/** dw[f,c,i,j] = sum over n, rows, columns of dy[n,f] * x[n,c] shifted by (i,j): one matrix product for each image. */
function weightGradient({ emit, layer, inputs, inputShapes, shape }: Lowering<'conv'>, outputGradient: string): string {
  const [channels = 0] = at(inputShapes, 0);
  const [filters = 0, rows = 0, columns = 0] = shape;
  const { kernel } = layer;
  const shifted = shiftedCopies(emit, at(inputs, 0), kernel, rows, columns);
  const patches = emit.node('Reshape', [shifted, emit.ints([0, kernel * kernel * channels, rows * columns])]);
  const flat = emit.node('Reshape', [outputGradient, emit.ints([0, filters, rows * columns])]);
  const each = emit.node('FusedMatMul', [flat, patches], { attributes: { transB: { int: 1 } }, domain: 'com.microsoft' });
  const sum = emit.node('ReduceSum', [each, emit.ints([0])], { attributes: { keepdims: { int: 0 } } });
  const byOffset = emit.node('Reshape', [sum, emit.ints([filters, kernel, kernel, channels])]);
  return emit.node('Transpose', [byOffset], { attributes: { perm: { ints: [0, 3, 1, 2] } } });
}

/** The image moved by every offset of the kernel, joined along the channels, offset by offset. */
function shiftedCopies(emit: Emitter, image: string, kernel: number, rows: number, columns: number): string {
  if (kernel === 1) return image;
  const pad = (kernel - 1) / 2;
  const padded = emit.node('Pad', [image, emit.ints([0, 0, pad, pad, 0, 0, pad, pad])]);
  const offsets = Array.from({ length: kernel * kernel }, (_, index) => [Math.floor(index / kernel), index % kernel] as const);
  const copies = offsets.map(([row, column]) =>
    emit.node('Slice', [padded, emit.ints([row, column]), emit.ints([row + rows, column + columns]), emit.ints([2, 3])]),
  );
  return emit.node('Concat', copies, { attributes: { axis: { int: 1 } } });
}
