import type { Frame } from '../image/frame';
import type { FrameMeaning } from '../image/frameMeaning';
import { modalityFunction } from '../image/modalityFunction';

/** The value, in the modality's unit, of one pixel (column and row from 0) in each of a list of grey frames; `NaN` for padding and outside the frame. */
export function curveAt(
  frames: readonly { readonly frame: Frame; readonly meaning: FrameMeaning }[],
  { column, row }: { readonly column: number; readonly row: number },
): Float64Array {
  return Float64Array.from(frames, ({ frame, meaning: { modality, padding } }) => {
    const isInside = column >= 0 && row >= 0 && column < frame.columns && row < frame.rows && frame.samples === 1;
    const stored = isInside ? (frame.values[row * frame.columns + column] ?? Number.NaN) : Number.NaN;
    const isPadding = padding !== null && stored >= padding[0] && stored <= padding[1];
    return isPadding || Number.isNaN(stored) ? Number.NaN : modalityFunction(modality)(stored);
  });
}
