import { classificationMetrics } from '../statistics/classification';
import type { Estimate, Undefined } from '../statistics/estimate';
import { countPatients } from '../statistics/patientGroups';
import { proportionEstimate } from '../statistics/proportion';
import { ones, sumsEstimates } from '../statistics/sumsEstimate';
import { caseFactors, casesByValue } from './caseFactors';
import type { CaseGroups } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { calledIndex } from './reportClasses';
import { boxMeasures, meanDice } from './reportDrawn';
import { differenceOf } from './reportNumbers';
import { usualTolerances } from './tolerances';

/** Of fewer patients a group's numbers say nothing, and are left out. */
export const fewPatients = 20;

type Measures = CaseGroups['measures'];
type Measured = readonly (Estimate | Undefined)[];
/** `of` measures a group; `rest` are the other images, for the gap between both. */
type Measurer = { readonly measures: Measures; readonly of: (cases: readonly Case[], rest: readonly Case[]) => Measured };

/** How a run does on the groups of its cases. `threshold` calls two classes; null: as the run called them. */
export function groupCases(table: CaseTable, threshold: number | null): CaseGroups {
  const { measures, of } = measurerOf(table, threshold);
  const factors = caseFactors(table).map((factor) => ({
    name: factor.name,
    title: factor.title,
    groups: casesByValue(factor, table.cases).map(([value, cases]) => {
      const patients = countPatients(cases.map(({ patient }) => patient));
      const isFew = patients < fewPatients;
      const rest = table.cases.filter((one) => factor.read(one) !== value);
      return { value, images: cases.length, patients, isFew, measures: isFew ? measures.map(() => insufficient) : of(cases, rest) };
    }),
  }));
  return { measures, all: of(table.cases, []), factors };
}

const insufficient: Undefined = { undefined: `Insufficient: fewer than ${fewPatients} patients.` };

function measurerOf(table: CaseTable, threshold: number | null): Measurer {
  const { task, classes } = table;
  if (task === 'regression') return errorMeasurer(table);
  if (task === 'detection')
    return {
      measures: [
        { title: 'Sensitivity', unit: '' },
        { title: 'False positives', unit: 'per image' },
      ],
      of: boxMeasures,
    };
  if (task === 'segmentation') return { measures: [{ title: 'Mean Dice', unit: '' }], of: (cases) => [meanDice(cases)] };
  const titles = classes.length === 2 ? ['Called wrongly', 'Sensitivity', 'Specificity'] : ['Called wrongly'];
  return { measures: titles.map((title) => ({ title, unit: '' })), of: (cases) => callMeasures(table, cases, threshold) };
}

function callMeasures(table: CaseTable, cases: readonly Case[], threshold: number | null): Measured {
  const calls = cases.map((one) => calledIndex(table, one, threshold));
  const labels = cases.map(({ label }) => table.classes.indexOf(String(label)));
  const patients = cases.map(({ patient }) => patient);
  const wrong = proportionEstimate(
    calls.map((call, index) => call !== labels[index]),
    patients,
  );
  if (table.classes.length !== 2) return [wrong];
  const { sensitivity, specificity } = classificationMetrics(
    calls.map((call) => call === 1),
    labels.map((label) => label === 1),
    patients,
  );
  return [wrong, sensitivity, specificity];
}

function errorMeasurer({ unit, tolerances = usualTolerances(unit) }: CaseTable): Measurer {
  const inUnit = ['Mean absolute error', 'Gap to the rest', 'Bias', 'Gap to the rest'].map((title) => ({ title, unit }));
  const shares = tolerances.map((most) => ({ title: `Share within ${most} ${unit}`.trim(), unit: '' }));
  return {
    measures: [...inUnit, ...shares],
    of: (cases, rest) => {
      const [mae = noRest, bias = noRest] = errorEstimates(cases, unit);
      const [maeGap = noRest, biasGap = noRest] = rest.length === 0 ? [] : gapEstimates(cases, rest, unit);
      return [mae, maeGap, bias, biasGap, ...tolerances.map((most) => shareWithin(cases, most))];
    },
  };
}

const noRest: Undefined = { undefined: 'There are no other images to compare with.' };

const patientsOf = (cases: readonly Case[]): readonly string[] => cases.map(({ patient }) => patient);

function errorEstimates(cases: readonly Case[], unit: string): readonly Estimate[] {
  const differences = cases.map(differenceOf);
  const columns = [ones(cases.length), differences.map(Math.abs), differences];
  return sumsEstimates(columns, patientsOf(cases), [([n = 0, sum = 0]) => sum / n, ([n = 0, , sum = 0]) => sum / n], unit);
}

/** How much larger the mean absolute error and the bias are than those of the rest; patients are resampled over both, since one may have images in each. */
function gapEstimates(cases: readonly Case[], rest: readonly Case[], unit: string): readonly Estimate[] {
  const all = [...cases, ...rest];
  const differences = all.map(differenceOf);
  const own = (value: number, index: number): number => (index < cases.length ? value : 0);
  const other = (value: number, index: number): number => (index < cases.length ? 0 : value);
  const errors = differences.map(Math.abs);
  const counts = [...ones(all.length)];
  const columns = [counts.map(own), errors.map(own), differences.map(own), counts.map(other), errors.map(other), differences.map(other)];
  return sumsEstimates(
    columns,
    patientsOf(all),
    [
      ([n = 0, error = 0, , m = 0, otherError = 0]) => error / n - otherError / m,
      ([n = 0, , sum = 0, m = 0, , otherSum = 0]) => sum / n - otherSum / m,
    ],
    unit,
  );
}

const shareWithin = (cases: readonly Case[], most: number): Estimate | Undefined =>
  proportionEstimate(
    cases.map((one) => Math.abs(differenceOf(one)) <= most),
    patientsOf(cases),
  );
