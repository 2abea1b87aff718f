import type { Emitter } from '../emitter';
import type { Shape } from '../layer';

/** x * scale + shift, with a scale and a shift for each channel of images or each feature; `shape` is x's without the batch. */
export function affine(
  emit: Emitter,
  x: string,
  { scale, shift }: { readonly scale: string; readonly shift: string },
  shape: Shape,
): string {
  const [channels = 0] = shape;
  if (shape.length === 1 || emit.target !== 'cpu') return emit.node('Add', [emit.node('Mul', [x, scale]), shift]);
  // Normalising what has a mean of 0 and a variance of 1 is just this, and goes over the numbers once instead of twice.
  const [factors = '', shifts = ''] = [scale, shift].map((value) => emit.node('Reshape', [value, emit.ints([channels])]));
  const [zeros, ones] = [0, 1].map((value) => emit.floats(new Float32Array(channels).fill(value), [channels]));
  return emit.node('BatchNormalization', [x, factors, shifts, zeros ?? '', ones ?? ''], { attributes: { epsilon: { float: 0 } } });
}
