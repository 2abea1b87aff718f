import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Estimate, Interval, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';
import { ones, type SumsStatistic, sumsEstimate } from './sumsEstimate';

/**
 * The intraclass correlation ICC(2,1) (Shrout and Fleiss 1979: readers are a sample of all readers, absolute agreement, a single reading) of numbers,
 * one row an image and one column a reader; interval by F, or from resampling patients where one has several images.
 */
export function icc21(ratings: readonly (readonly number[])[], patients: readonly string[]): Estimate | Undefined {
  const problem = ratingsProblem(ratings);
  if (problem !== null) return { undefined: problem };
  const squares = meanSquares(ratings);
  const value = iccOf(squares);
  if (!Number.isFinite(value)) return { undefined: 'All readings are the same number.' };
  const rest = { value, n: ratings.length, patients: countPatients(patients), unit: '' };
  if (hasRepeatedPatients(patients)) {
    const { interval, method } = resampled(ratings, patients);
    return { ...rest, interval, method };
  }
  if (squares.error < 1e-12) return { ...rest, interval: null, method: 'no interval: the readers differ by a constant at most' };
  return { ...rest, interval: fInterval(squares, value), method: 'F (Shrout and Fleiss 1979)' };
}

function ratingsProblem(ratings: readonly (readonly number[])[]): string | null {
  const readers = ratings[0]?.length ?? 0;
  if (ratings.length < 2) return 'It needs at least two images with a number by every reader.';
  if (readers < 2) return 'It needs at least two readers.';
  const isWhole = ratings.every((row) => row.length === readers && row.every(Number.isFinite));
  if (!isWhole) throw new RangeError('every image must have a finite number by every reader');
  return null;
}

/** Mean squares of the two-way analysis of variance. */
type MeanSquares = {
  readonly images: number;
  readonly readers: number;
  readonly error: number;
  readonly n: number;
  readonly k: number;
};

function meanSquares(ratings: readonly (readonly number[])[]): MeanSquares {
  const [n, k] = [ratings.length, ratings[0]?.length ?? 0];
  const ofReader = Array.from({ length: k }, () => 0);
  let total = 0;
  for (const row of ratings)
    for (const [reader, rating] of row.entries()) {
      ofReader[reader] = (ofReader[reader] ?? 0) + rating / n;
      total += rating;
    }
  const mean = total / (n * k);
  let [between, within] = [0, 0];
  for (const row of ratings) {
    const own = row.reduce((sum, rating) => sum + rating, 0) / k;
    between += k * (own - mean) ** 2;
    for (const [reader, rating] of row.entries()) within += (rating - own - (ofReader[reader] ?? 0) + mean) ** 2;
  }
  const readers = ofReader.reduce((sum, own) => sum + n * (own - mean) ** 2, 0);
  return { images: between / (n - 1), readers: readers / (k - 1), error: within / ((n - 1) * (k - 1)), n, k };
}

/** The same by sums over images, so that each resample adds up patients only: ones, every reader's numbers, squares of images' means, squares of all numbers. */
function resampled(ratings: readonly (readonly number[])[], patients: readonly string[]): Estimate {
  const k = ratings[0]?.length ?? 0;
  const centre = ratings.flat().reduce((sum, rating) => sum + rating, 0) / (ratings.length * k);
  const about = ratings.map((row) => row.map((rating) => rating - centre));
  const squareOf = (value: number): number => value * value;
  const sum = (row: readonly number[]): number => row.reduce((total, rating) => total + rating, 0);
  const columns = [
    ones(ratings.length),
    ...Array.from({ length: k }, (_, reader) => about.map((row) => row[reader] ?? Number.NaN)),
    about.map((row) => squareOf(sum(row) / k)),
    about.map((row) => sum(row.map(squareOf))),
  ];
  return sumsEstimate(columns, patients, ofSums(k), '');
}

const ofSums =
  (k: number): SumsStatistic =>
  (sums) => {
    const n = sums[0] ?? 0;
    const ofReader = Array.from(sums.subarray(1, 1 + k), (total) => total / n);
    const mean = ofReader.reduce((total, own) => total + own, 0) / k;
    const between = k * ((sums[1 + k] ?? 0) - n * mean * mean);
    const readers = ofReader.reduce((total, own) => total + n * (own - mean) ** 2, 0);
    const error = Math.max(0, (sums[2 + k] ?? 0) - n * k * mean * mean - between - readers);
    return iccOf({ images: between / (n - 1), readers: readers / (k - 1), error: error / ((n - 1) * (k - 1)), n, k });
  };

const iccOf = ({ images, readers, error, n, k }: MeanSquares): number =>
  (images - error) / (images + (k - 1) * error + (k * (readers - error)) / n);

function fInterval({ images, readers, error, n, k }: MeanSquares, value: number): Interval {
  const a = (k * value) / (n * (1 - value));
  const b = 1 + (k * value * (n - 1)) / (n * (1 - value));
  const freedom = (a * readers + b * error) ** 2 / ((a * readers) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)));
  const [low, high] = [fQuantile(0.975, n - 1, freedom), fQuantile(0.975, freedom, n - 1)];
  const rest = k * readers + (k * n - k - n) * error;
  return [(n * (images - low * error)) / (low * rest + n * images), (n * (high * images - error)) / (rest + n * high * images)];
}

/** The quantile of the F distribution by that of the beta distribution. */
function fQuantile(p: number, first: number, second: number): number {
  const x = betaQuantile(p, first / 2, second / 2);
  return (second * x) / (first * (1 - x));
}
