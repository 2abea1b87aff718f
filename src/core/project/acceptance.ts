/** The file of the acceptance criteria. */
export const acceptanceFile = '6-validation/acceptance.yaml';

/** One criterion of `acceptance.yaml`. */
export type Criterion = {
  readonly metric: string;
  readonly bound: 'estimate' | 'lower95' | 'upper95' | 'wilson_lower95' | 'wilson_upper95';
  readonly op: '<' | '<=' | '>=' | '>';
  readonly value: number;
  readonly unit: string;
  /** Fewest cases that may decide: patients with the finding for a sensitivity, without it for a specificity. */
  readonly n_min: number;
  /** What is counted: images unless said otherwise. */
  readonly per?: 'image' | 'study';
  /** The drawn label that is meant, where it is not the question itself. */
  readonly target?: string;
};

/** What the test must show. */
export type Acceptance = { readonly criteria: readonly Criterion[] };

/** Metrics that are shares from 0 to 1 and have no unit. */
export const shareMetrics: readonly string[] = [
  ...(['icc', 'auc', 'sensitivity', 'specificity', 'accuracy', 'ppv', 'npv'] as const),
  ...(['average_precision', 'sensitivity_at_1_fp', 'dice', 'iou'] as const),
];

/** Metrics of boxes and of regions. */
export const drawnMetrics: readonly string[] = ['average_precision', 'sensitivity_at_1_fp', 'dice', 'iou'];

/** Metrics of a number, and of a category. */
export const numberMetrics: readonly string[] = ['mae', 'rmse', 'bias', 'icc'];
export const categoryMetrics: readonly string[] = ['auc', 'sensitivity', 'specificity', 'accuracy', 'ppv', 'npv'];

/** Patients that a test part needs at least for its criteria: those with and those without the finding are different ones. */
export function neededPatients({ criteria }: Acceptance): number {
  const most = (metric: string): number => Math.max(0, ...criteria.filter((one) => one.metric === metric).map(({ n_min }) => n_min));
  const others = criteria.filter(({ metric }) => metric !== 'sensitivity' && metric !== 'specificity').map(({ n_min }) => n_min);
  return Math.max(most('sensitivity') + most('specificity'), ...others);
}
