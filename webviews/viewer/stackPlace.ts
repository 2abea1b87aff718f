import type { Stack } from '../../src/protocol/viewer';

/** Slices at one point in time. */
export const slicesOf = ({ frames, timesMs }: Stack): number => Math.max(1, Math.floor(frames.length / Math.max(1, timesMs.length)));

/** Points in time, at least 1. */
export const timesOf = ({ timesMs }: Stack): number => Math.max(1, timesMs.length);

/** Slice and point in time of a frame of the stack, all from 0. */
export function placeOf(stack: Stack, index: number): { readonly slice: number; readonly time: number } {
  const slices = slicesOf(stack);
  return { slice: index % slices, time: Math.floor(index / slices) };
}

/** The frame of a slice at a point in time; both are brought into their ranges. */
export function indexOf(stack: Stack, slice: number, time: number): number {
  const slices = slicesOf(stack);
  const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  return within(time, timesOf(stack)) * slices + within(slice, slices);
}
