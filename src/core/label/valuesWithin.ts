import type { Frame } from '../image/frame';
import type { FrameMeaning } from '../image/frameMeaning';
import { modalityFunction } from '../image/modalityFunction';
import type { MaskRuns } from './maskRuns';

/** The pixels of a region: how many, their mean, and their standard deviation (of a sample, n - 1; 0 for one pixel), in the modality's unit. */
export type ValuesWithin = { readonly count: number; readonly mean: number; readonly deviation: number };

/** What the pixels of a grey frame say within a mask; padding does not count; null for colour, and where no pixel is left. */
export function valuesWithin(frame: Frame, { modality, padding }: FrameMeaning, { firstRow, rows }: MaskRuns): ValuesWithin | null {
  if (frame.samples !== 1) return null;
  const toUnit = modalityFunction(modality);
  let [count, mean, squares] = [0, 0, 0];
  for (let line = 0; line < rows.length && firstRow + line < frame.rows; line++) {
    const runs = rows[line] ?? [];
    const start = (firstRow + line) * frame.columns;
    for (let run = 0; run < runs.length; run += 2) {
      const [from = 0, length = 0] = [runs[run], runs[run + 1]];
      for (let column = from; column < Math.min(from + length, frame.columns); column++) {
        const stored = frame.values[start + column] ?? 0;
        if (padding !== null && stored >= padding[0] && stored <= padding[1]) continue;
        // Welford 1962: one pass, and exact for values far from 0.
        const value = toUnit(stored);
        count += 1;
        const off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
      }
    }
  }
  return count === 0 ? null : { count, mean, deviation: count === 1 ? 0 : Math.sqrt(squares / (count - 1)) };
}
