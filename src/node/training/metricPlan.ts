import { usualTolerances, withinMetric } from '../../core/experiment/tolerances';
import type { TrainerJob } from '../../core/experiment/trainerJob';

/** The metrics of a task, with unit and direction; `primary` chooses the best epoch. */
export type MetricPlan = {
  readonly primary: string;
  readonly metrics: Readonly<Record<string, { readonly unit: string; readonly better: 'lower' | 'higher' }>>;
};

/** What is measured on the tuning part, by task, number of classes and tolerances. */
export function metricPlan({
  task,
  classes,
  unit,
  tolerances = usualTolerances(unit),
}: Pick<TrainerJob, 'task' | 'classes' | 'unit' | 'tolerances'>): MetricPlan {
  const higher = { unit: '', better: 'higher' } as const;
  if (task === 'regression') return numberPlan(unit, tolerances);
  if (task === 'detection') {
    const sensitivities = { average_precision: higher, sensitivity_at_1_fp: higher, sensitivity: higher };
    return {
      primary: 'average_precision',
      metrics: { ...sensitivities, false_positives_per_image: { unit: 'per image', better: 'lower' } },
    };
  }
  if (task === 'segmentation') return { primary: 'dice', metrics: { dice: higher, iou: higher, empty_kept: higher } };
  if (classes.length === 2) return { primary: 'auc', metrics: { auc: higher, sensitivity: higher, specificity: higher, accuracy: higher } };
  return { primary: 'accuracy', metrics: { accuracy: higher } };
}

function numberPlan(unit: string, tolerances: readonly number[]): MetricPlan {
  const higher = { unit: '', better: 'higher' } as const;
  const lower = { unit, better: 'lower' } as const;
  const shares = Object.fromEntries(tolerances.map((most) => [withinMetric(most, unit), higher]));
  const limits = { lower_limit: { unit, better: 'higher' }, upper_limit: lower } as const;
  return {
    primary: 'mae',
    metrics: { mae: lower, rmse: lower, bias: lower, ...limits, icc: higher, pearson: higher, ...shares, mae_of_mean: lower },
  };
}
