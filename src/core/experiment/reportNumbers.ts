import { proportionEstimate } from '../statistics/proportion';
import { proportionalBias } from '../statistics/proportionalBias';
import { agreementLimits } from '../statistics/regression';
import type { NumberReport } from './caseReport';
import type { Case, CaseTable } from './caseTable';
import { thinned } from './thinned';

/** More points than these make a figure slow and no clearer. */
const mostPoints = 4000;

/** Errors in months that are told as shares, as bone age studies do. */
const monthLimits = [6, 12];

/** Prediction less label, in the target's unit. */
export const differenceOf = ({ label, prediction }: Pick<Case, 'label' | 'prediction'>): number => Number(prediction) - Number(label);

/** Everything that predicted numbers can be judged by besides the record's metrics. */
export function reportNumbers({ cases, unit }: CaseTable): NumberReport {
  const predictions = cases.map(({ prediction }) => Number(prediction));
  const labels = cases.map(({ label }) => Number(label));
  const patients = cases.map(({ patient }) => patient);
  const errors = cases.map((one) => Math.abs(differenceOf(one)));
  return {
    kind: 'numbers',
    points: thinned(cases, mostPoints).map(({ label, prediction }) => ({ label: Number(label), prediction: Number(prediction) })),
    ...agreementLimits(predictions, labels, patients, unit),
    slope: proportionalBias(predictions, labels, patients),
    within: (/^months?$/i.test(unit) ? monthLimits : []).map((most) => ({
      most,
      share: proportionEstimate(
        errors.map((error) => error <= most),
        patients,
      ),
    })),
  };
}
