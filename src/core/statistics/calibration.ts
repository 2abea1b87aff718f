import type { BootstrapOptions } from './bootstrap';
import type { Estimate, Undefined } from './estimate';
import { proportionEstimate } from './proportion';
import { quantile } from './quantile';
import { mulberry32 } from './random';
import { meanEstimate } from './sumsEstimate';

/** The images whose probability lies in [from, to), of the last bin to 1 itself: their mean probability, and how often it came true. */
export type CalibrationBin = {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly observed: Estimate;
};

/** What the expected calibration error of a perfectly calibrated model would be on these images: its mean and its 95th percentile. */
export type CalibrationByChance = { readonly mean: number; readonly upper: number };

/** Bins of equal width that a probability is sorted into, unless another number is asked for. */
export const usualBins = 10;

/** The bins that hold an image, with Wilson's interval of what was observed. Probabilities are 0 to 1. */
export function calibrationBins(
  probabilities: readonly number[],
  hits: readonly boolean[],
  patients: readonly string[],
  bins = usualBins,
): readonly CalibrationBin[] {
  const members = Array.from({ length: bins }, (): number[] => []);
  for (const [image, probability] of probabilities.entries()) members[binOf(probability, bins)]?.push(image);
  return members.flatMap((images, bin) => {
    const observed = proportionEstimate(
      images.map((image) => hits[image] === true),
      images.map((image) => patients[image] ?? ''),
    );
    if ('undefined' in observed) return [];
    const mean = images.reduce((sum, image) => sum + (probabilities[image] ?? 0), 0) / images.length;
    return [{ from: bin / bins, to: (bin + 1) / bins, mean, observed }];
  });
}

/** The mean over images of |how often it came true less mean probability| of the image's bin. It depends on the bins and is never negative, so that few images make it large. */
export function expectedCalibrationError(probabilities: readonly number[], hits: readonly boolean[], bins = usualBins): number {
  const away = new Float64Array(bins);
  for (const [image, probability] of probabilities.entries()) {
    const bin = binOf(probability, bins);
    away[bin] = (away[bin] ?? 0) + (hits[image] === true ? 1 : 0) - probability;
  }
  return away.reduce((sum, value) => sum + Math.abs(value), 0) / probabilities.length;
}

/** Draws outcomes as probable as the model says (consistency resampling, Bröcker and Smith 2007); images count as independent of each other. */
export function calibrationByChance(
  probabilities: readonly number[],
  bins = usualBins,
  { seed = 42, resamples = 500 }: BootstrapOptions = {},
): CalibrationByChance {
  const random = mulberry32(seed);
  const drawn = Float64Array.from({ length: resamples }, () =>
    expectedCalibrationError(
      probabilities,
      probabilities.map((probability) => random() < probability),
      bins,
    ),
  ).sort();
  return { mean: drawn.reduce((sum, value) => sum + value, 0) / resamples, upper: quantile(drawn, 0.95) };
}

/** Brier's score of one class: the mean squared difference of probability and outcome (0 or 1); 0 is best. */
export function brierScore(
  probabilities: readonly number[],
  hits: readonly boolean[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  if (probabilities.length === 0) return { undefined: 'There are no images.' };
  const squares = probabilities.map((probability, image) => (probability - (hits[image] === true ? 1 : 0)) ** 2);
  return meanEstimate(squares, patients, '', options);
}

/** Brier's score of several classes: squared differences summed over the classes, 0 to 2. */
export function brierScoreOfClasses(
  outputs: readonly (readonly number[])[],
  targets: readonly number[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  if (outputs.length === 0) return { undefined: 'There are no images.' };
  const squares = outputs.map((output, image) =>
    output.reduce((sum, probability, index) => sum + (probability - (targets[image] === index ? 1 : 0)) ** 2, 0),
  );
  return meanEstimate(squares, patients, '', options);
}

const binOf = (probability: number, bins: number): number => Math.min(bins - 1, Math.max(0, Math.floor(probability * bins)));
