import type { Emitter } from '../emitter';
import { at, type Lowering } from '../op';
import { cropImage, imageRegion, moveImage, padImage } from './imageRegion';
import { offsetsOf, type Pair, type Window } from './window';

const lowest = -3.4028234663852886e38;

/** One of a window's pixels: in the phase of its row and column, window number i has it at i + shift. */
type Offset = { readonly phase: number; readonly shift: Pair };

/**
 * Derivative of a max pooling whose windows overlap, or leave gaps. The image is taken apart into phases, which hold every stride-th row and column:
 * in them each window's pixel number (i,j) is a whole image moved by (i,j) / stride, so that no pixel is looked up by index.
 */
export function overlappingMaxGradient(here: Lowering<'maxPool'>, window: Window, output: string, outputGradient: string): string {
  const { emit, inputs, inputShapes, shape } = here;
  const { stride } = window;
  const [channels = 0, rows = 0, columns = 0] = at(inputShapes, 0);
  const places = [at(shape, 1), at(shape, 2)] as const;
  const size = [Math.ceil(rows / stride[0]), Math.ceil(columns / stride[1])] as const;
  const rest = { bottom: size[0] * stride[0] - rows, right: size[1] * stride[1] - columns };
  const whole = padImage(emit, at(inputs, 0), rest, lowest);
  const phases = offsetsOf(stride).map((start) => imageRegion(emit, whole, start, size, stride));
  const offsets = offsetsIn(window, size, places);
  const masks = offsets.map(({ phase, shift }) => {
    const pixels = moveImage(emit, at(phases, phase), [-shift[0], -shift[1]], { from: size, to: places }, lowest);
    return emit.node('Cast', [emit.node('Equal', [pixels, output])], { attributes: { to: { int: 1 } } });
  });
  const each = emit.node('Div', [outputGradient, sum(emit, masks)]);
  const shares = offsets.map(({ shift }, index) =>
    moveImage(emit, emit.node('Mul', [at(masks, index), each]), shift, { from: places, to: size }),
  );
  const byPhase = phases.map((image, phase) => {
    const parts = shares.filter((_, index) => offsets[index]?.phase === phase);
    return parts.length > 0 ? sum(emit, parts) : emit.node('Mul', [image, emit.floats([0])]);
  });
  const made = [size[0] * stride[0], size[1] * stride[1]] as const;
  const woven = emit.node('Reshape', [weave(emit, byPhase, stride, [channels, ...size]), emit.ints([0, channels, ...made])]);
  return cropImage(emit, woven, rest, made);
}

const sum = (emit: Emitter, values: readonly string[]): string => values.reduce((total, value) => emit.node('Add', [total, value]));

/** The pixels of a window that are in the image for one window at least. */
function offsetsIn({ kernel, stride, padding }: Window, size: Pair, places: Pair): readonly Offset[] {
  const isSeen = ({ shift }: Offset) => ([0, 1] as const).every((side) => shift[side] < size[side] && shift[side] + places[side] > 0);
  return offsetsOf(kernel)
    .map(([row, column]) => {
      const [down, right] = [row - padding[0], column - padding[1]];
      const shift = [Math.floor(down / stride[0]), Math.floor(right / stride[1])] as const;
      return { shift, phase: (down - shift[0] * stride[0]) * stride[1] + right - shift[1] * stride[1] };
    })
    .filter(isSeen);
}

/** Phases side by side in each pixel's place, columns first; ONNX Runtime does this three times as fast as one transposition of everything. */
function weave(
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
