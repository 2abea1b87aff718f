import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { type BootstrapOptions, percentileInterval, tooFewPatients } from './bootstrap';
import type { Estimate, Interval, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients, patientGroups } from './patientGroups';
import { mulberry32 } from './random';
import { type RankedScores, rankScores, rocProblem } from './roc';

/** Area under the ROC curve of scores where higher means positive, with its standard error by DeLong's placements. */
export type DelongArea = { readonly auc: number; readonly standardError: number };

/** The area with DeLong's interval, clipped to 0..1, or with a bootstrap over patients where some patient has several images. */
export function aucDelong(
  scores: readonly number[],
  positives: readonly boolean[],
  patients: readonly string[],
  options: BootstrapOptions = {},
): Estimate | Undefined {
  if (scores.length !== patients.length) throw new RangeError(`${scores.length} scores, but ${patients.length} patients' names`);
  const problem = rocProblem(scores, positives);
  if (problem !== null) return { undefined: problem };
  const ranked = rankScores(scores, positives);
  const rest = { n: scores.length, patients: countPatients(patients), unit: '' };
  if (hasRepeatedPatients(patients)) return { ...rest, ...clusteredArea(ranked, patients, options) };
  const { auc, standardError } = delongArea(scores, positives);
  return { ...rest, value: auc, ...delongInterval(auc, standardError) };
}

/** The area and its standard error (NaN with fewer than two images of a class); both classes must be there. */
export function delongArea(scores: readonly number[], positives: readonly boolean[]): DelongArea {
  const { cases, controls } = placements(rankScores(scores, positives));
  return { auc: mean(cases), standardError: Math.sqrt(variance(cases) / cases.length + variance(controls) / controls.length) };
}

/** The difference of two areas on the same images (the first less the second) with its standard error from the covariance of both sides' placements (DeLong, DeLong and Clarke-Pearson 1988). */
export function delongCovariance(
  one: readonly number[],
  other: readonly number[],
  positives: readonly boolean[],
): { readonly difference: number; readonly standardError: number } {
  const [a, b] = [placementOf(one, positives), placementOf(other, positives)];
  const away = (places: readonly number[], others: readonly number[]) => places.map((place, index) => place - (others[index] ?? 0));
  const [cases, controls] = [away(a.cases, b.cases), away(a.controls, b.controls)];
  return {
    difference: mean(cases),
    standardError: Math.sqrt(variance(cases) / cases.length + variance(controls) / controls.length),
  };
}

/** As placements, but in the order of the images, so that two sets of scores can be held against each other. */
function placementOf(scores: readonly number[], positives: readonly boolean[]): { readonly cases: number[]; readonly controls: number[] } {
  const ranked = rankScores(scores, positives);
  const places = placements(ranked);
  const inOrder = (images: readonly number[], values: readonly number[]): number[] =>
    images
      .map((image, index) => ({ image, value: values[index] ?? 0 }))
      .toSorted((a, b) => a.image - b.image)
      .map(({ value }) => value);
  return {
    cases: inOrder(
      ranked.flatMap((tied) => tied.cases),
      places.cases,
    ),
    controls: inOrder(
      ranked.flatMap((tied) => tied.controls),
      places.controls,
    ),
  };
}

/** The interval of an area on the logit scale, which stays within 0 and 1; null where the area is 0 or 1. */
export function logitInterval(auc: number, standardError: number): Interval | null {
  if (!(auc > 0 && auc < 1)) return null;
  const half = (normalQuantile(0.975, 0, 1) * standardError) / (auc * (1 - auc));
  const at = (shift: number): number => 1 / (1 + Math.exp(-(Math.log(auc / (1 - auc)) + shift)));
  return [at(-half), at(half)];
}

/** Hanley and McNeil's standard error (1982) of an area that is known without its scores, as for planning. */
export function hanleyMcneilError(auc: number, cases: number, controls: number): number {
  const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const square = auc * auc;
  return Math.sqrt((auc * (1 - auc) + (cases - 1) * (q1 - square) + (controls - 1) * (q2 - square)) / (cases * controls));
}

function delongInterval(auc: number, standardError: number): { interval: Interval | null; method: string } {
  if (Number.isNaN(standardError)) return { interval: null, method: 'no interval: DeLong needs two images of each class' };
  if (standardError < 1e-12) {
    const reason = auc === 1 || auc === 0 ? 'the scores separate the classes wholly' : 'the scores do not vary';
    return { interval: null, method: `no interval: ${reason}, so DeLong's variance is zero` };
  }
  const half = normalQuantile(0.975, 0, 1) * standardError;
  return { interval: [Math.max(0, auc - half), Math.min(1, auc + half)], method: 'DeLong' };
}

/** Each resample counts how often a patient was drawn and walks over the images in the order of their scores once. */
function clusteredArea(ranked: RankedScores, patients: readonly string[], options: BootstrapOptions) {
  const groups = patientGroups(patients);
  const patientOf = new Int32Array(patients.length);
  for (const [patient, images] of groups.entries()) for (const image of images) patientOf[image] = patient;
  const areaOf = flatAuc(ranked, patientOf);
  const counts = new Float64Array(groups.length).fill(1);
  const value = areaOf(counts);
  const random = mulberry32(options.seed ?? 42);
  const drawn = Float64Array.from({ length: groups.length < 2 ? 0 : (options.resamples ?? 2000) }, () => {
    counts.fill(0);
    for (let draw = 0; draw < groups.length; draw++) {
      const patient = Math.floor(random() * groups.length);
      counts[patient] = (counts[patient] ?? 0) + 1;
    }
    return areaOf(counts);
  });
  return { value, ...(groups.length < 2 ? tooFewPatients : percentileInterval(drawn)) };
}

/** As `weightedAuc` where an image counts as often as its patient, over plain arrays. */
function flatAuc(ranked: RankedScores, patientOf: Int32Array): (counts: Float64Array) => number {
  const order = ranked.flatMap(({ cases, controls }) => [...cases, ...controls]);
  const owners = Int32Array.from(order, (image) => patientOf[image] ?? 0);
  const ends = ranked.map(({ cases, controls }) => [cases.length, controls.length] as const);
  const sizes = Int32Array.from(ends.flat());
  return (counts) => {
    let [at, below, caseCount, area] = [0, 0, 0, 0];
    for (let tie = 0; tie < sizes.length; tie += 2) {
      let [tiedCases, tiedControls] = [0, 0];
      for (const end = at + (sizes[tie] ?? 0); at < end; at++) tiedCases += counts[owners[at] ?? 0] ?? 0;
      for (const end = at + (sizes[tie + 1] ?? 0); at < end; at++) tiedControls += counts[owners[at] ?? 0] ?? 0;
      area += tiedCases * (below + tiedControls / 2);
      below += tiedControls;
      caseCount += tiedCases;
    }
    return area / (caseCount * below);
  };
}

/** For every image the share of the other class that it beats, ties counting half. */
function placements(ranked: RankedScores): { cases: number[]; controls: number[] } {
  const all = { cases: 0, controls: 0 };
  for (const tied of ranked) {
    all.cases += tied.cases.length;
    all.controls += tied.controls.length;
  }
  const cases: number[] = [];
  const controls: number[] = [];
  const below = { cases: 0, controls: 0 };
  for (const tied of ranked) {
    for (const _ of tied.cases) cases.push((below.controls + tied.controls.length / 2) / all.controls);
    for (const _ of tied.controls) controls.push(1 - (below.cases + tied.cases.length / 2) / all.cases);
    below.cases += tied.cases.length;
    below.controls += tied.controls.length;
  }
  return { cases, controls };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
