import type { Slot } from './buildGraph';
import { decays, type WeightUpdate } from './weightUpdate';

/** Flat vectors of all parameters that an update changes in place. */
export type UpdateArrays = {
  readonly weights: Float32Array;
  /** The gradient of the whole batch. */
  readonly gradient: Float32Array;
  /** The optimizer's memory, in the order of `optimizer.memory`. */
  readonly memory: readonly Float32Array[];
  /** The weights' moving average; null where none is kept. */
  readonly average: Float32Array | null;
};

/** The numbers of one step: the rate, those of `updateScalars`, and the length of the whole gradient. */
export type UpdateNumbers = { readonly rate: number; readonly scalars: Readonly<Record<string, number>>; readonly gradientLength: number };

/** Some of the parameters: `from` to before `to`. */
export type Range = { readonly from: number; readonly to: number };

/** One step of an update on plain arrays, in place, for a range of the parameters; what `emitUpdate` does inside a graph. */
export function applyUpdate(
  update: WeightUpdate,
  slots: readonly Slot[],
  range: Range,
  arrays: UpdateArrays,
  numbers: UpdateNumbers,
): void {
  const { optimizer, clip } = update;
  const { rate, scalars, gradientLength } = numbers;
  const factor = clip > 0 ? Math.min(1, clip / (gradientLength + 1e-6)) : 1;
  const { weights, gradient, memory, average } = arrays;
  for (const slot of slots) {
    const from = Math.max(range.from, slot.offset);
    const to = Math.min(range.to, slot.offset + slot.size);
    if (from < to) optimizer.apply({ weights, gradient, memory, factor, rate, scalars }, from, to, decays(slot));
  }
  if (average !== null) moveAverage(average, weights, range, scalars.average_keep ?? 0);
}

/** Moves a moving average towards fresh numbers, in place: fresh + keep (old - fresh). */
export function moveAverage(average: Float32Array, fresh: Float32Array, { from, to }: Range, keep: number): void {
  for (let i = from; i < to; i++) {
    const value = fresh[i] ?? 0;
    average[i] = value + keep * ((average[i] ?? 0) - value);
  }
}

/** Sum of the squares of some numbers. */
export function squareSum(values: Float32Array, { from, to }: Range): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (values[i] ?? 0) ** 2;
  return sum;
}

/** Adds numbers to others, in place. */
export function addTo(sum: Float32Array, more: Float32Array, { from, to }: Range): void {
  for (let i = from; i < to; i++) sum[i] = (sum[i] ?? 0) + (more[i] ?? 0);
}

/** The range that falls to worker `index` of `count`: equal shares, in their order. */
export const shareOf = (length: number, index: number, count: number): Range => ({
  from: Math.floor((length * index) / count),
  to: Math.floor((length * (index + 1)) / count),
});
