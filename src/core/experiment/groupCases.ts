import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import { caseFactors, casesByValue } from './caseFactors';
import type { CaseGroup, CaseGroups } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { classMeasurer } from './classMeasurer';
import { boxMeasurer, maskMeasurer } from './drawnMeasurer';
import { errorMeasurer } from './errorMeasurer';
import type { GroupMeasurer } from './groupMeasurer';

/** Of fewer patients, or fewer events where a measure is of events, a group's numbers say nothing, and are left out. */
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
  return { measures: measurer.measures, all: measurer.of(table.cases, []), factors };
}

function groupOf(measurer: GroupMeasurer, all: readonly Case[], value: string, cases: readonly Case[]): CaseGroup {
  const patients = countPatients(cases.map(({ patient }) => patient));
  const group = { value, images: cases.length, patients };
  const members = new Set(cases);
  const others = all.filter((one) => !members.has(one));
  if (measurer.events === undefined) {
    const isFew = patients < leastPatients;
    return { ...group, isFew, measures: isFew ? measurer.measures.map(() => fewPatients) : measurer.of(cases, others) };
  }
  const measures = shownMeasures(measurer, cases, others);
  const isFew = measures.every(isInsufficient);
  const isComparable = [cases, others].every((side) => enough(measurer, side)[0] === true);
  const isIn = all.map((one) => members.has(one));
  return { ...group, isFew, measures, gap: isComparable ? (measurer.gap?.(all, isIn) ?? insufficient) : insufficient };
}

/** Said of a group that is too small, which is not to say that it does not differ. */
export const insufficient: Undefined = { undefined: `Insufficient: fewer than ${leastEvents} events or ${leastPatients} patients.` };

/** The same where a measure stands on patients alone. */
const fewPatients: Undefined = { undefined: `Insufficient: fewer than ${leastPatients} patients.` };

const isInsufficient = (estimate: Estimate | Undefined): boolean =>
  'undefined' in estimate && estimate.undefined === insufficient.undefined;

/** Of each measure whether the cases are enough for it. */
function enough({ events }: GroupMeasurer, cases: readonly Case[]): readonly boolean[] {
  const isSmall = countPatients(cases.map(({ patient }) => patient)) < leastPatients;
  return (events?.(cases) ?? []).map((count) => !isSmall && count >= leastEvents);
}

function shownMeasures(measurer: GroupMeasurer, cases: readonly Case[], others: readonly Case[]): Measured {
  const isShown = enough(measurer, cases);
  // What is not shown need not be resampled.
  if (!isShown.includes(true)) return isShown.map(() => insufficient);
  return measurer.of(cases, others).map((estimate, at) => (isShown[at] === true ? estimate : insufficient));
}

function measurerOf(table: CaseTable, threshold: number | null): GroupMeasurer {
  if (table.task === 'detection') return boxMeasurer(table);
  if (table.task === 'segmentation') return maskMeasurer;
  return table.task === 'classification' ? classMeasurer(table, threshold) : errorMeasurer(table);
}
