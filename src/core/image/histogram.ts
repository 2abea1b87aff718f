import type { Frame } from './frame';
import type { FrameMeaning } from './frameMeaning';
import { eachStored, isShort, type ShortValues } from './greyLevels';
import { luminance } from './luminance';
import { modalityFunction } from './modalityFunction';

/** How many pixels have which value, in the modality's unit; padding and what is no number don't count. */
export type Histogram = {
  /** The lowest and the highest value that there is; 0 and 0 where there is none. */
  readonly lowest: number;
  readonly highest: number;
  /** Bins of equal size from `lowest` to `highest`. */
  readonly counts: Uint32Array;
};

/** Values in the modality's unit in ascending order, and how many pixels have each. */
export type ValueCounts = { readonly values: Float64Array; readonly counts: Uint32Array };

/** The histogram of a frame in at most `bins` bins; of colour its luminance's. */
export function histogram(frame: Frame, meaning: FrameMeaning, bins = 256): Histogram {
  const { values, counts } = countValues(frame, meaning);
  const lowest = values[0] ?? 0;
  const highest = values.at(-1) ?? 0;
  const scale = highest > lowest ? bins / (highest - lowest) : 0;
  const result = new Uint32Array(bins);
  for (let i = 0; i < values.length; i += 1) {
    const bin = Math.min(bins - 1, Math.floor(((values[i] ?? 0) - lowest) * scale));
    result[bin] = (result[bin] ?? 0) + (counts[i] ?? 0);
  }
  return { lowest, highest, counts: result };
}

/** The lowest and highest value of a frame without its padding, in the modality's unit. */
export function valueRange(frame: Frame, meaning: FrameMeaning): Pick<Histogram, 'lowest' | 'highest'> {
  const { values } = countValues(frame, meaning);
  return { lowest: values[0] ?? 0, highest: values.at(-1) ?? 0 };
}

/** Counts the values of a frame without its padding; of floats and more than 16 bits about a million pixels, evenly spread. */
export function countValues(frame: Frame, meaning: FrameMeaning): ValueCounts {
  const { values, samples } = frame;
  if (samples === 3) return countWide(luminances(frame), meaning);
  return isShort(values) ? countShort(values, meaning) : countWide(values, meaning);
}

function countShort(values: ShortValues, meaning: FrameMeaning): ValueCounts {
  const signed = values instanceof Int8Array || values instanceof Int16Array;
  const found = new Uint32Array(2 ** (8 * values.BYTES_PER_ELEMENT));
  const half = signed ? found.length / 2 : 0;
  for (let i = 0; i < values.length; i += 1) {
    const place = (values[i] ?? 0) + half;
    found[place] = (found[place] ?? 0) + 1;
  }
  const modality = modalityFunction(meaning.modality);
  const pairs: [value: number, count: number][] = [];
  eachStored(values, (stored) => {
    const count = found[stored + half] ?? 0;
    if (count > 0 && !isPadding(stored, meaning)) pairs.push([modality(stored), count]);
  });
  pairs.sort(([a], [b]) => a - b);
  return { values: Float64Array.from(pairs, ([value]) => value), counts: Uint32Array.from(pairs, ([, count]) => count) };
}

const isPadding = (stored: number, { padding }: FrameMeaning): boolean => padding !== null && stored >= padding[0] && stored <= padding[1];

const mostSamples = 2 ** 20;

function countWide(values: Frame['values'], meaning: FrameMeaning): ValueCounts {
  const step = Math.max(1, Math.floor(values.length / mostSamples));
  const modality = modalityFunction(meaning.modality);
  const found = new Float64Array(Math.ceil(values.length / step));
  let size = 0;
  for (let i = 0; i < values.length; i += step) {
    const stored = values[i] ?? 0;
    if (!Number.isFinite(stored) || isPadding(stored, meaning)) continue;
    found[size] = modality(stored);
    size += 1;
  }
  const sorted = found.subarray(0, size).sort();
  return { values: sorted, counts: new Uint32Array(size).fill(1) };
}

function luminances({ values }: Frame): Float32Array {
  const result = new Float32Array(values.length / 3);
  for (let i = 0; i < result.length; i += 1) {
    result[i] = luminance(values[3 * i] ?? 0, values[3 * i + 1] ?? 0, values[3 * i + 2] ?? 0);
  }
  return result;
}
