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

/** Of fewer patients a group's numbers say little. */
export const fewPatients = 10;

type Measures = CaseGroups['measures'];
type Measured = readonly (Estimate | Undefined)[];
type Measurer = { readonly measures: Measures; readonly of: (cases: readonly Case[]) => Measured };

/** How a run does on the groups of its cases. `threshold` calls two classes; null: as the run called them. */
export function groupCases(table: CaseTable, threshold: number | null): CaseGroups {
  const { measures, of } = measurerOf(table, threshold);
  const factors = caseFactors(table).map((factor) => ({
    name: factor.name,
    title: factor.title,
    groups: casesByValue(factor, table.cases).map(([value, cases]) => {
      const patients = countPatients(cases.map(({ patient }) => patient));
      return { value, images: cases.length, patients, isFew: patients < fewPatients, measures: of(cases) };
    }),
  }));
  return { measures, all: of(table.cases), factors };
}

function measurerOf(table: CaseTable, threshold: number | null): Measurer {
  const { task, unit, classes } = table;
  if (task === 'regression')
    return {
      measures: [
        { title: 'Mean absolute error', unit },
        { title: 'Bias', unit },
      ],
      of: (cases) => errorMeasures(cases, unit),
    };
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
