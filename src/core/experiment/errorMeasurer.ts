import type { Estimate, Undefined } from '../statistics/estimate';
import { proportionEstimate } from '../statistics/proportion';
import { ones, sumsEstimates } from '../statistics/sumsEstimate';
import type { Case, CaseTable } from './caseTable';
import type { GroupMeasurer } from './groupMeasurer';
import { differenceOf } from './reportNumbers';
import { usualTolerances } from './tolerances';

/** How groups of predicted numbers are measured: by error and bias, each with its gap to the rest, and by shares within tolerances. */
export function errorMeasurer({ unit, tolerances = usualTolerances(unit) }: CaseTable): GroupMeasurer {
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
