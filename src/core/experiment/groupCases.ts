import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import { ones, sumsEstimates } from '../statistics/sumsEstimate';
import { caseFactors, casesByValue } from './caseFactors';
import type { CaseGroup, CaseGroups } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { classMeasurer } from './classMeasurer';
import { boxMeasurer, maskMeasurer } from './drawnMeasurer';
import type { GroupMeasurer } from './groupMeasurer';
import { differenceOf } from './reportNumbers';

/** Of fewer patients a group's numbers say little. */
export const fewPatients = 10;

/** Of fewer patients, or fewer events, a measure of events is not shown at all. */
export const leastPatients = 20;
export const leastEvents = 10;

type Measured = readonly (Estimate | Undefined)[];

/** How a run does on the groups of its cases. `threshold` calls two classes; null: as the run called them. */
export function groupCases(table: CaseTable, threshold: number | null): CaseGroups {
  const measurer = measurerOf(table, threshold);
  const factors = caseFactors(table).map((factor) => ({
    name: factor.name,
    title: factor.title,
    groups: casesByValue(factor, table.cases).map(([value, cases]) => groupOf(measurer, table.cases, value, cases)),
  }));
  return { measures: measurer.measures, all: measurer.of(table.cases), factors };
}

function groupOf(measurer: GroupMeasurer, all: readonly Case[], value: string, cases: readonly Case[]): CaseGroup {
  const patients = countPatients(cases.map(({ patient }) => patient));
  const rest = { value, images: cases.length, patients };
  if (measurer.events === undefined) return { ...rest, isFew: patients < fewPatients, measures: measurer.of(cases) };
  const measures = shownMeasures(measurer, cases);
  const isFew = measures.every(isInsufficient);
  const members = new Set(cases);
  const others = all.filter((one) => !members.has(one));
  const isComparable = [cases, others].every((side) => enough(measurer, side)[0] === true);
  const isIn = all.map((one) => members.has(one));
  return { ...rest, isFew, measures, gap: isComparable ? (measurer.gap?.(all, isIn) ?? insufficient) : insufficient };
}

/** Said of a group that is too small, which is not to say that it does not differ. */
export const insufficient: Undefined = { undefined: `Insufficient: fewer than ${leastEvents} events or ${leastPatients} patients.` };

const isInsufficient = (estimate: Estimate | Undefined): boolean =>
  'undefined' in estimate && estimate.undefined === insufficient.undefined;

/** Of each measure whether the cases are enough for it. */
function enough({ events }: GroupMeasurer, cases: readonly Case[]): readonly boolean[] {
  const isSmall = countPatients(cases.map(({ patient }) => patient)) < leastPatients;
  return (events?.(cases) ?? []).map((count) => !isSmall && count >= leastEvents);
}

function shownMeasures(measurer: GroupMeasurer, cases: readonly Case[]): Measured {
  const isShown = enough(measurer, cases);
  // What is not shown need not be resampled.
  if (!isShown.includes(true)) return isShown.map(() => insufficient);
  return measurer.of(cases).map((estimate, at) => (isShown[at] === true ? estimate : insufficient));
}

function measurerOf(table: CaseTable, threshold: number | null): GroupMeasurer {
  const { task, unit } = table;
  if (task === 'detection') return boxMeasurer(table);
  if (task === 'segmentation') return maskMeasurer;
  if (task === 'classification') return classMeasurer(table, threshold);
  return {
    measures: [
      { title: 'Mean absolute error', unit },
      { title: 'Bias', unit },
    ],
    of: (cases) => errorMeasures(cases, unit),
  };
}

function errorMeasures(cases: readonly Case[], unit: string): Measured {
  const differences = cases.map(differenceOf);
  const columns = [ones(cases.length), differences.map(Math.abs), differences];
  return sumsEstimates(
    columns,
    cases.map(({ patient }) => patient),
    [([n = 0, sum = 0]) => sum / n, ([n = 0, , sum = 0]) => sum / n],
    unit,
  );
}
