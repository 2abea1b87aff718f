import type { Emitter } from '../emitter';
import { at, type Lowering } from '../op';
import { cropImage, imageRegion, padImage } from './imageRegion';
import { offsetsOf, type Pair, type Window } from './window';

const lowest = -3.4028234663852886e38;

/**
 * Derivative of a max pooling whose windows overlap, or leave gaps. The padded image is taken apart into phases, which hold every stride-th
 * row and column: in them each window's pixel number (i,j) is a whole image moved by (i,j) / stride, so that no pixel is looked up by index.
 */
export function overlappingMaxGradient(here: Lowering<'maxPool'>, window: Window, output: string, outputGradient: string): string {
  const { emit, shape } = here;
  const { kernel, stride } = window;
  const places = [at(shape, 1), at(shape, 2)] as const;
  const phaseSize = [places[0] + Math.floor((kernel[0] - 1) / stride[0]), places[1] + Math.floor((kernel[1] - 1) / stride[1])] as const;
  const offsets = offsetsOf(kernel).map(([row, column]) => ({
    phase: (row % stride[0]) * stride[1] + (column % stride[1]),
    start: [Math.floor(row / stride[0]), Math.floor(column / stride[1])] as const,
  }));
  const phases = phasesOf(here, window, phaseSize);
  const masks = offsets.map(({ phase, start }) => {
    const pixels = imageRegion(emit, at(phases, phase), start, places);
    return emit.node('Cast', [emit.node('Equal', [pixels, output])], { attributes: { to: { int: 1 } } });
  });
  const each = emit.node('Div', [outputGradient, sum(emit, masks)]);
  const shares = offsets.map(({ phase, start }, index) => {
    const after = { bottom: phaseSize[0] - places[0] - start[0], right: phaseSize[1] - places[1] - start[1] };
    return { phase, share: padImage(emit, emit.node('Mul', [at(masks, index), each]), { top: start[0], left: start[1], ...after }) };
  });
  const byPhase = offsetsOf(stride).map((_, phase) => shares.filter((entry) => entry.phase === phase).map(({ share }) => share));
  const nothing = () => emit.node('Mul', [at(shares, 0).share, emit.floats([0])]);
  return together(
    here,
    window,
    byPhase.map((parts) => (parts.length > 0 ? sum(emit, parts) : nothing())),
    phaseSize,
  );
}

const sum = (emit: Emitter, values: readonly string[]): string => values.reduce((total, value) => emit.node('Add', [total, value]));

/** The image's phases, those of its first row first. */
function phasesOf({ emit, inputs, inputShapes }: Lowering<'maxPool'>, { stride, padding }: Window, size: Pair): readonly string[] {
  const [, rows = 0, columns = 0] = at(inputShapes, 0);
  const missing = [size[0] * stride[0] - padding[0] - rows, size[1] * stride[1] - padding[1] - columns] as const;
  const edges = { top: padding[0], left: padding[1], bottom: Math.max(0, missing[0]), right: Math.max(0, missing[1]) };
  const padded = padImage(emit, at(inputs, 0), edges, lowest);
  return offsetsOf(stride).map((start) => imageRegion(emit, padded, start, size, stride));
}

/** The derivative of the image, put together from that of its phases. */
function together({ emit, inputShapes }: Lowering<'maxPool'>, { stride, padding }: Window, phases: readonly string[], size: Pair): string {
  const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
  const made = [size[0] * stride[0], size[1] * stride[1]] as const;
  const padded = emit.node('Reshape', [woven(emit, phases, stride, [channels, ...size]), emit.ints([0, channels, ...made])]);
  const over = [made[0] - padding[0] - rows, made[1] - padding[1] - columns] as const;
  const edges = { top: padding[0], left: padding[1], bottom: Math.max(0, over[0]), right: Math.max(0, over[1]) };
  return padImage(emit, cropImage(emit, padded, edges, made), { bottom: Math.max(0, -over[0]), right: Math.max(0, -over[1]) });
}

/** Phases side by side in each pixel's place, columns first; ONNX Runtime does this three times as fast as one transposition of everything. */
function woven(
  emit: Emitter,
  phases: readonly string[],
  stride: Pair,
  [channels, rows, columns]: readonly [number, number, number],
): string {
  const wide = Array.from({ length: stride[0] }, (_, row) => {
    const own = phases.slice(row * stride[1], (row + 1) * stride[1]);
    const line = joined(emit, own, [0, channels, rows, columns, 1], 4);
    return emit.node('Reshape', [line, emit.ints([0, channels, rows, columns * stride[1]])]);
  });
  return joined(emit, wide, [0, channels, rows, 1, columns * stride[1]], 3);
}

function joined(emit: Emitter, parts: readonly string[], shape: readonly number[], axis: number): string {
  const shaped = parts.map((part) => emit.node('Reshape', [part, emit.ints(shape)]));
  return shaped.length === 1 ? at(shaped, 0) : emit.node('Concat', shaped, { attributes: { axis: { int: axis } } });
}
