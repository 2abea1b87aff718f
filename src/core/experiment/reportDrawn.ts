import { bootstrapInterval } from '../statistics/bootstrap';
import { averagePrecision, frocCurve, type MatchedBoxes, matchBoxes, precisionOf } from '../statistics/detection';
import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import { proportionEstimate } from '../statistics/proportion';
import { quantile } from '../statistics/quantile';
import { diceOf, type Overlap } from '../statistics/segmentation';
import { meanEstimate, ones, sumsEstimate } from '../statistics/sumsEstimate';
import type { BoxReport, MaskReport } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { thinned } from './thinned';

const mostPoints = 1000;
const noBoxes = { found: [], marked: [] };
const noOverlap: Overlap = { found: 0, marked: 0, both: 0 };

/** Of one image: marked boxes that were found, that were not, and found boxes that hit none. */
export type BoxCounts = { readonly hit: number; readonly missed: number; readonly false: number };

/** Matches the boxes of one case. */
export function countBoxes({ boxes = noBoxes }: Case): BoxCounts {
  const { ranked, marked } = matchBoxes([boxes]);
  const hit = ranked.filter((box) => box.hit).length;
  return { hit, missed: (marked[0] ?? 0) - hit, false: ranked.length - hit };
}

/** Dice of one case: 1 where nothing is marked and nothing found. */
export function diceOfCase({ overlap = noOverlap }: Case): number {
  return overlap.found + overlap.marked === 0 ? 1 : diceOf(overlap);
}

/** Which share of the marked boxes was found in cases, and how many false ones there are an image. */
export function boxMeasures(cases: readonly Case[]): readonly [sensitivity: Estimate | Undefined, falsePositives: Estimate | Undefined] {
  const nothing = { undefined: 'There are no images.' };
  if (cases.length === 0) return [nothing, nothing];
  const counts = cases.map(countBoxes);
  const patients = cases.map(({ patient }) => patient);
  const column = (of: (count: BoxCounts) => number): readonly number[] => counts.map(of);
  const marked = counts.reduce((sum, { hit, missed }) => sum + hit + missed, 0);
  return [
    marked === 0
      ? { undefined: 'There is no marked box.' }
      : sumsEstimate(
          [column(({ hit }) => hit), column(({ hit, missed }) => hit + missed)],
          patients,
          ([hits = 0, all = 0]) => hits / all,
          '',
        ),
    sumsEstimate([column((count) => count.false), ones(counts.length)], patients, ([sum = 0, n = 0]) => sum / n, 'per image'),
  ];
}

/** Mean Dice of the cases with something found or marked. */
export function meanDice(cases: readonly Case[]): Estimate | Undefined {
  const some = cases.filter(({ overlap = noOverlap }) => overlap.found + overlap.marked > 0);
  if (some.length === 0) return { undefined: 'In no image is anything found or marked.' };
  return meanEstimate(
    some.map(diceOfCase),
    some.map(({ patient }) => patient),
    '',
  );
}

/** Everything that found boxes can be judged by. */
export function reportBoxes({ cases }: CaseTable): BoxReport {
  const matched = matchBoxes(cases.map(({ boxes = noBoxes }) => boxes));
  const [sensitivity, falsePositives] = boxMeasures(cases);
  const marked = matched.marked.reduce((sum, count) => sum + count, 0);
  return {
    kind: 'boxes',
    marked,
    found: matched.ranked.length,
    sensitivity,
    falsePositives,
    froc: marked === 0 ? [] : thinned(frocCurve(matched), mostPoints),
    averagePrecision: precisionEstimate(
      matched,
      cases.map(({ patient }) => patient),
    ),
  };
}

function precisionEstimate(matched: MatchedBoxes, patients: readonly string[]): Estimate | Undefined {
  const value = averagePrecision(matched);
  if (Number.isNaN(value)) return { undefined: 'There is no marked box.' };
  const precision = precisionOf(matched);
  const weights = new Float64Array(matched.marked.length);
  const interval = bootstrapInterval(patients, (images) => {
    weights.fill(0);
    for (const image of images) weights[image] = (weights[image] ?? 0) + 1;
    return precision(weights);
  });
  return { value, ...interval, n: patients.length, patients: countPatients(patients), unit: '' };
}

/** Everything that masks can be judged by. */
export function reportMasks({ cases }: CaseTable): MaskReport {
  const overlaps = cases.map(({ overlap = noOverlap }) => overlap);
  const isEmpty = ({ overlap = noOverlap }: Case): boolean => overlap.marked === 0;
  const empty = cases.filter(isEmpty);
  const values = overlaps.filter(({ found, marked }) => found + marked > 0).map(diceOf);
  const ascending = values.toSorted((a, b) => a - b);
  const at = (share: number): number => quantile(ascending, share);
  return {
    kind: 'masks',
    dice: thinned(ascending, mostPoints),
    quartiles: ascending.length === 0 ? null : [at(0.25), at(0.5), at(0.75)],
    mean: meanDice(cases),
    emptyKept: proportionEstimate(
      empty.map(({ overlap = noOverlap }) => overlap.found === 0),
      empty.map(({ patient }) => patient),
      'Every image has a mark.',
    ),
  };
}
