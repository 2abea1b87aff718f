import type { VoiWindow } from '../image/frameMeaning';

/** A window as it is dragged and kept. */
export type GreyWindow = Pick<VoiWindow, 'center' | 'width' | 'shape'>;

/** Pixels of the screen that double the width, and that move the middle by the width. */
const doubling = 200;
const oneWidth = 300;

/** The window after a drag by screen pixels from `start`: right is wider, down is darker, whatever the numbers' size. */
export function draggedWindow(
  start: GreyWindow,
  [x, y]: readonly [number, number],
  isInverted: boolean,
  smallestWidth: number,
): GreyWindow {
  const width = Math.max(smallestWidth, start.width * 2 ** (x / doubling));
  const center = start.center + ((isInverted ? -y : y) * start.width) / oneWidth;
  return { center, width, shape: start.shape };
}
