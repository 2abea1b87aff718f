import type { TrainerJob } from '../../core/experiment/trainerJob';

/** The metrics of a task, with unit and direction; `primary` chooses the best epoch. */
export type MetricPlan = {
  readonly primary: string;
  readonly metrics: Readonly<Record<string, { readonly unit: string; readonly better: 'lower' | 'higher' }>>;
};

/** What is measured on the tuning part, by task and number of classes. */
export function metricPlan(task: TrainerJob['task'], classes: readonly string[], unit: string): MetricPlan {
  const higher = { unit: '', better: 'higher' } as const;
  const lower = { unit, better: 'lower' } as const;
  if (task === 'regression') return { primary: 'mae', metrics: { mae: lower, rmse: lower, bias: lower, mae_of_mean: lower } };
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
