import type { CodedImage } from './codedImage';
import type { GreyImage, Window } from './greyImage';
import { pixelRanks } from './pixelRanks';

/** How grey values become 0..1, as an experiment says it; `percentiles` in %. */
export type WindowSettings = {
  readonly window: 'percentile' | 'dicom' | 'fixed' | 'full';
  readonly percentiles: readonly [number, number];
  readonly range: readonly [number, number];
};

/**
 * Grey values to 0..1: `percentile` maps one percentile to another, `full` minimum to maximum, `fixed` a range of values, `dicom` the file's own
 * window (percentiles where it has none). What lies outside is cut off; an image of one value, and a pixel that is no number, become 0.
 */
export const windowPixels = ({ pixels, window }: GreyImage, settings: WindowSettings): Float32Array =>
  applyRange(
    pixels,
    chooseRange(settings, window, (shares) => pixelRanks(pixels, shares)),
  );

/** What `windowPixels` makes of each code's grey value; `ranks` gives the greys at shares of the sorted pixels. */
export const windowCodes = (
  { greys, window }: Pick<CodedImage, 'greys' | 'window'>,
  settings: WindowSettings,
  ranks: (shares: readonly number[]) => readonly number[],
): Float32Array => applyRange(greys, chooseRange(settings, window, ranks));

/** What becomes 0 and 1; a threshold makes 1 of all that lies above it. */
type Range = { readonly low: number; readonly high: number } | { readonly threshold: number };

function chooseRange(
  { window, percentiles, range }: WindowSettings,
  own: Window | null,
  ranks: (shares: readonly number[]) => readonly number[],
): Range {
  if (window === 'dicom' && own !== null) return rangeOf(own);
  if (window === 'fixed') return { low: range[0], high: range[1] };
  const shares = window === 'full' ? [0, 1] : percentiles.map((percentile) => percentile / 100);
  const [minimum = 0, maximum = 0, low = minimum, high = maximum] = ranks([0, 1, ...(window === 'full' ? [] : shares)]);
  // A picture that is nearly all background has equal percentiles and would vanish.
  return low === high ? { low: minimum, high: maximum } : { low, high };
}

/** DICOM's LINEAR function (PS3.3 C.11.2.1.2.1) with an output of 0..1. */
function rangeOf({ center, width }: Window): Range {
  const low = center - 0.5 - (width - 1) / 2;
  const high = center - 0.5 + (width - 1) / 2;
  return high > low ? { low, high } : { threshold: low };
}

function applyRange(values: Float32Array, range: Range): Float32Array {
  if ('threshold' in range) return values.map((value) => (value > range.threshold ? 1 : 0));
  const { low, high } = range;
  const scale = high > low ? 1 / (high - low) : 0;
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = ((values[i] ?? 0) - low) * scale;
    result[i] = value > 0 ? Math.min(1, value) : 0;
  }
  return result;
}
