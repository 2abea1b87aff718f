import type { Frame } from './frame';
import type { FrameMeaning, VoiWindow } from './frameMeaning';
import { countValues, type ValueCounts } from './histogram';

/** What is darker or brighter than nearly all pixels says little. */
const outside = 0.005;

/** A window, in the modality's unit, from the 0.5 % darkest to the 0.5 % brightest pixels, without the padding; colour keeps its whole range. */
export function autoWindow(frame: Frame, meaning: FrameMeaning): VoiWindow {
  if (frame.samples === 3) return windowOver(0, 2 ** frame.bits - 1);
  const counted = countValues(frame, meaning);
  const low = valueAt(counted, outside);
  const high = valueAt(counted, 1 - outside);
  // A picture that is nearly all background would vanish.
  return low < high ? windowOver(low, high) : windowOver(counted.values[0] ?? 0, counted.values.at(-1) ?? 0);
}

/** LINEAR_EXACT, whose ends are the two values themselves. */
const windowOver = (low: number, high: number): VoiWindow => ({
  center: (low + high) / 2,
  width: high > low ? high - low : 1,
  shape: 'LINEAR_EXACT',
  explanation: '',
});

/** The lowest value that at least this share of the pixels does not exceed. */
function valueAt({ values, counts }: ValueCounts, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += counts[i] ?? 0;
    if (sum >= wanted) return values[i] ?? 0;
  }
  return values.at(-1) ?? 0;
}
