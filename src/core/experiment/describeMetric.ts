import { alikeNumbers } from './alikeNumbers';
import { withinTitle } from './tolerances';

/** A metric as it stands in a record, an epoch's event or a listing. */
export type DescribedMetric = {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly n: number;
  readonly patients: number;
  readonly unit: string;
};

const titles: Readonly<Record<string, string>> = {
  mae: 'MAE',
  rmse: 'RMSE',
  bias: 'bias',
  lower_limit: 'lower limit of agreement',
  upper_limit: 'upper limit of agreement',
  pearson: "Pearson's r",
  mae_of_mean: 'MAE of predicting the mean',
  auc: 'AUC',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  accuracy: 'accuracy',
  icc: 'ICC',
  average_precision: 'average precision (IoU 0.5)',
  sensitivity_at_1_fp: 'sensitivity at 1 false positive per image',
  false_positives_per_image: 'false positives',
  dice: 'Dice',
  iou: 'IoU',
  empty_kept: 'unmarked images left empty',
};

/** The metric's name as people write it. */
export const metricTitle = (name: string): string => titles[name] ?? withinTitle(name) ?? name;

/** True for numbers that complete a report, but by which runs are rarely told apart. */
export const isSecondary = (metric: string): boolean =>
  ['lower_limit', 'upper_limit', 'icc', 'pearson'].includes(metric) || withinTitle(metric) !== null;

/** A number with three significant figures or so: shares with three decimals, months with one or two. */
export const metricNumber = (value: number): string =>
  Math.abs(value) < 1.5 ? value.toFixed(3) : Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(1);

/** "MAE 12.3 months", for a status bar or a tree. */
export const shortMetric = (name: string, metric: Pick<DescribedMetric, 'value' | 'unit'>): string =>
  `${metricTitle(name)} ${metricNumber(metric.value)}${metric.unit === '' ? '' : ` ${metric.unit}`}`;

/** The whole sentence: value, unit, 95 % interval, part (null: not of one part), n images and patients. */
export function describeMetric(name: string, metric: DescribedMetric, part: string | null): string {
  const [value = '', lower, upper] = alikeNumbers([metric.value, ...(metric.interval ?? [])]);
  const unit = metric.unit === '' ? '' : ` ${metric.unit}`;
  const interval = metric.interval === null ? 'no 95 % interval' : `95 % interval ${lower} to ${upper}`;
  return `${metricTitle(name)} ${value}${unit} (${interval}; ${part === null ? '' : `${part} part, `}n = ${metric.n} images of ${metric.patients} patients)`;
}

/** "MAE 12.3 months (95 % interval 11.1 to 13.4), n = 120 (tuning)", for a line of a table; `part` says which images. */
export function metricLine(name: string, metric: Pick<DescribedMetric, 'value' | 'unit' | 'interval' | 'n'>, part: string): string {
  const bounds = metric.interval === null ? '' : ` (95 % interval ${metric.interval.map(metricNumber).join(' to ')})`;
  return `${shortMetric(name, metric)}${bounds}, n = ${metric.n} (${part})`;
}
