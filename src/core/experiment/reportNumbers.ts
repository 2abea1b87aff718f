import { proportionEstimate } from '../statistics/proportion';
import { proportionalBias } from '../statistics/proportionalBias';
import { agreementLimits } from '../statistics/regression';
import type { NumberReport } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { thinned } from './thinned';
import { isMonths, usualTolerances } from './tolerances';

/** More points than these make a figure slow and no clearer. */
const mostPoints = 4000;

const ageInMonths = ({ row }: Case): number | null => (row === undefined || row.ageYears === null ? null : 12 * row.ageYears);

/** Prediction less label, in the target's unit. */
export const differenceOf = ({ label, prediction }: Pick<Case, 'label' | 'prediction'>): number => Number(prediction) - Number(label);

/** Everything that predicted numbers can be judged by besides the record's metrics. */
export function reportNumbers({ cases, unit, tolerances = usualTolerances(unit) }: CaseTable): NumberReport {
  const predictions = cases.map(({ prediction }) => Number(prediction));
  const labels = cases.map(({ label }) => Number(label));
  const patients = cases.map(({ patient }) => patient);
  const errors = cases.map((one) => Math.abs(differenceOf(one)));
  return {
    kind: 'numbers',
    points: thinned(cases, mostPoints).map((one) => ({
      label: Number(one.label),
      prediction: Number(one.prediction),
      age: isMonths(unit) ? ageInMonths(one) : null,
    })),
    ...agreementLimits(predictions, labels, patients, unit),
    slope: proportionalBias(predictions, labels, patients),
    within: tolerances.map((most) => ({
      most,
      share: proportionEstimate(
        errors.map((error) => error <= most),
        patients,
      ),
    })),
  };
}
