import type { Sides } from '../layer';
import { isOne, type Window, wholePair } from './window';

/** The settings that poolings share. */
export type PoolSettings = { readonly size?: Sides; readonly stride?: Sides; readonly padding?: Sides };

/** The window of a pooling; throws the reason where its settings don't fit each other. */
export function poolWindow({ size = 2, stride = size, padding = 0 }: PoolSettings): Window {
  const window = {
    kernel: wholePair(size, 1, 'a size'),
    stride: wholePair(stride, 1, 'a stride'),
    padding: wholePair(padding, 0, 'padding'),
    dilation: [1, 1],
  } as const;
  if (window.kernel.some((side, which) => 2 * (window.padding[which] ?? 0) > side))
    throw new Error(`needs padding of at most half its size, not ${window.padding.join(' x ')}`);
  return window;
}

/** Whether the windows lie side by side from the first pixel on. */
export const isTiling = ({ kernel, stride, padding }: Window): boolean =>
  isOne(padding, 0) && kernel[0] === stride[0] && kernel[1] === stride[1];
