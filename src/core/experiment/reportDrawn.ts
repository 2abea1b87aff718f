import { type HitRule, hitOverlap, type ImageBoxes, matchBoxes } from '../statistics/detection';
import type { Estimate, Undefined } from '../statistics/estimate';
import { proportionEstimate } from '../statistics/proportion';
import { quantile } from '../statistics/quantile';
import { diceOf, type Overlap } from '../statistics/segmentation';
import { meanEstimate, ones, sumsEstimate } from '../statistics/sumsEstimate';
import type { SurfaceDistances } from '../statistics/surfaceDistances';
import type { BorderReport, MaskReport } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { thinned } from './thinned';

const mostPoints = 1000;

/** Borders that are so near agree, in millimetres, or in pixels where their size is not known. */
export const borderTolerance = 2;

const noBoxes: ImageBoxes = { found: [], marked: [] };
const noOverlap: Overlap = { found: 0, marked: 0, both: 0 };

/** Of one image: marked boxes that were found, that were not, and found boxes that hit none. */
export type BoxCounts = { readonly hit: number; readonly missed: number; readonly false: number };

/** What counts as a hit in a table. */
export const hitRule = ({ operating }: Pick<CaseTable, 'operating'>): HitRule => (operating?.hit === 'centre' ? 'centre' : hitOverlap);

/** All boxes that the run kept of a case, also those below its threshold. */
export const allBoxes = ({ boxes = noBoxes, ranked }: Case): ImageBoxes => (ranked === undefined ? boxes : { ...boxes, found: ranked });

/** Matches the called boxes of one case. */
export function countBoxes({ boxes = noBoxes }: Case, rule: HitRule): BoxCounts {
  const { ranked, marked } = matchBoxes([boxes], rule);
  const hit = ranked.filter((box) => box.hit).length;
  return { hit, missed: (marked[0] ?? 0) - hit, false: ranked.length - hit };
}

/** Dice of one case: 1 where nothing is marked and nothing found. */
export function diceOfCase({ overlap = noOverlap }: Case): number {
  return overlap.found + overlap.marked === 0 ? 1 : diceOf(overlap);
}

/** Which share of the marked boxes was found in cases, and how many false ones there are an image. */
export function boxMeasures(
  cases: readonly Case[],
  rule: HitRule,
): readonly [sensitivity: Estimate | Undefined, falsePositives: Estimate | Undefined] {
  const nothing = { undefined: 'There are no images.' };
  if (cases.length === 0) return [nothing, nothing];
  const counts = cases.map((one) => countBoxes(one, rule));
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
    borders: (['mm', 'pixels'] as const).flatMap((unit) => reportBorders(cases, unit)),
  };
}

/** Distances of borders in one unit: of images with something found and marked, and the surface Dice also of those where one is missing. */
function reportBorders(cases: readonly Case[], unit: 'mm' | 'pixels'): readonly BorderReport[] {
  const measured = cases.flatMap(({ distances, patient }) =>
    distances?.unit === unit && distances.of !== null ? [{ of: distances.of, patient }] : [],
  );
  if (measured.length === 0) return [];
  const finite = measured.filter(({ of }) => Number.isFinite(of.hausdorff));
  const none: Undefined = { undefined: 'In no image is something both found and marked.' };
  const mean = (read: (of: SurfaceDistances) => number): Estimate | Undefined =>
    finite.length === 0
      ? none
      : meanEstimate(
          finite.map(({ of }) => read(of)),
          finite.map(({ patient }) => patient),
          unit,
        );
  return [
    {
      ...{ unit, tolerance: borderTolerance, infinite: measured.length - finite.length },
      ...{ hausdorff95: mean((of) => of.hausdorff95), mean: mean((of) => of.mean) },
      surfaceDice: meanEstimate(
        measured.map(({ of }) => of.surfaceDice),
        measured.map(({ patient }) => patient),
        '',
      ),
    },
  ];
}
