import { classificationMetrics } from '../statistics/classification';
import { aucDelong } from '../statistics/delong';
import type { Estimate, Undefined } from '../statistics/estimate';
import { proportionEstimate } from '../statistics/proportion';
import type { Case, CaseTable } from './caseTable';
import { aucGap, ratioGap } from './groupGaps';
import type { GroupMeasurer } from './groupMeasurer';
import { calledIndex } from './reportClasses';

/** How groups of classified images are measured: two classes by area, sensitivity and specificity, more by what is called wrongly. */
export function classMeasurer(table: CaseTable, threshold: number | null): GroupMeasurer {
  const isTwo = table.classes.length === 2;
  const titles = isTwo ? ['AUC', 'Sensitivity', 'Specificity'] : ['Called wrongly'];
  return {
    measures: titles.map((title) => ({ title, unit: '' })),
    of: (cases) => (isTwo ? twoClassMeasures(table, cases, threshold) : [wrongOf(table, cases, threshold)]),
    events: (cases) => (isTwo ? eventsOf(table, cases) : [cases.length]),
    gap: (cases, isIn) => (isTwo ? areaGap(table, cases, isIn) : wrongGap(table, cases, isIn, threshold)),
  };
}

const patientsOf = (cases: readonly Case[]): readonly string[] => cases.map(({ patient }) => patient);
const positivesOf = ({ classes }: CaseTable, cases: readonly Case[]): readonly boolean[] => cases.map(({ label }) => label === classes[1]);
const scoresOf = (cases: readonly Case[]): readonly number[] => cases.map(({ probabilities }) => probabilities[1] ?? Number.NaN);

const isWrong =
  (table: CaseTable, threshold: number | null) =>
  (one: Case): boolean =>
    calledIndex(table, one, threshold) !== table.classes.indexOf(String(one.label));

const wrongOf = (table: CaseTable, cases: readonly Case[], threshold: number | null): Estimate | Undefined =>
  proportionEstimate(cases.map(isWrong(table, threshold)), patientsOf(cases));

function twoClassMeasures(table: CaseTable, cases: readonly Case[], threshold: number | null): readonly (Estimate | Undefined)[] {
  const [positives, patients] = [positivesOf(table, cases), patientsOf(cases)];
  const calls = cases.map((one) => calledIndex(table, one, threshold) === 1);
  const { sensitivity, specificity } = classificationMetrics(calls, positives, patients);
  return [aucDelong(scoresOf(cases), positives, patients), sensitivity, specificity];
}

/** An area needs both kinds, a sensitivity positive and a specificity negative images. */
function eventsOf(table: CaseTable, cases: readonly Case[]): readonly number[] {
  const positives = positivesOf(table, cases).filter(Boolean).length;
  const negatives = cases.length - positives;
  return [Math.min(positives, negatives), positives, negatives];
}

const areaGap = (table: CaseTable, cases: readonly Case[], isIn: readonly boolean[]): Estimate | Undefined =>
  aucGap(scoresOf(cases), positivesOf(table, cases), isIn, patientsOf(cases));

function wrongGap(table: CaseTable, cases: readonly Case[], isIn: readonly boolean[], threshold: number | null): Estimate | Undefined {
  const wrong = isWrong(table, threshold);
  const parts = cases.map((one, index) => ({ part: Number(wrong(one)), whole: 1, isIn: isIn[index] === true }));
  return ratioGap(parts, patientsOf(cases), '');
}
