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
export function windowPixels(image: GreyImage, { window, percentiles, range }: WindowSettings): Float32Array {
  if (window === 'dicom' && image.window !== null) return applyWindow(image.pixels, image.window);
  if (window === 'fixed') return stretch(image.pixels, ...range);
  const [minimum, maximum] = pixelRanks(image.pixels, [0, 1]);
  if (window === 'full') return stretch(image.pixels, minimum ?? 0, maximum ?? 0);
  const [low, high] = pixelRanks(
    image.pixels,
    percentiles.map((percentile) => percentile / 100),
  );
  // A picture that is nearly all background has equal percentiles and would vanish.
  if (low === high) return stretch(image.pixels, minimum ?? 0, maximum ?? 0);
  return stretch(image.pixels, low ?? 0, high ?? 0);
}

/** DICOM's LINEAR function (PS3.3 C.11.2.1.2.1) with an output of 0..1. */
function applyWindow(pixels: Float32Array, { center, width }: Window): Float32Array {
  const low = center - 0.5 - (width - 1) / 2;
  const high = center - 0.5 + (width - 1) / 2;
  return high > low ? stretch(pixels, low, high) : pixels.map((value) => (value > low ? 1 : 0));
}

function stretch(pixels: Float32Array, low: number, high: number): Float32Array {
  const scale = high > low ? 1 / (high - low) : 0;
  const result = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 1) {
    const value = ((pixels[i] ?? 0) - low) * scale;
    result[i] = value > 0 ? Math.min(1, value) : 0;
  }
  return result;
}
