import { alikeNumbers } from './alikeNumbers';
import { metricTitle } from './describeMetric';
import type { MetricsRow } from './metricsTable';
import type { MetricSummary, RunRecord, RunResult } from './runRecord';
import type { SeedVariance } from './seedVariance';

/** A run as its record tells it, and its table of epochs. */
export type JudgedRun = { readonly record: RunRecord; readonly epochs: readonly MetricsRow[] };

/** One metric's best value, recorded and reproduced; `same` to the last digit, its interval and its last value too. */
export type ReproducedMetric = {
  readonly metric: string;
  readonly unit: string;
  readonly recorded: number;
  readonly reproduced: number | null;
  readonly same: boolean;
};

/** How a reproduced run stands against its record. */
export type ReproductionVerdict = {
  readonly outcome:
    | 'equal'
    | 'not equal'
    | 'within tolerance'
    | 'outside tolerance'
    | 'inside interval'
    | 'outside interval'
    | 'not comparable';
  readonly words: string;
  readonly metrics: readonly ReproducedMetric[];
  /** Epochs with the same losses and metrics to the last digit of metrics.csv, and how many the record has. */
  readonly sameEpochs: number;
  readonly epochs: number;
  /** Whether the model is the same file; null where one of the two has none. */
  readonly sameWeights: boolean | null;
  /** Where the tolerance is from; null where there is none. */
  readonly tolerance: SeedVariance | null;
};

const resultOf = (record: RunRecord): RunResult | null => ('result' in record ? record.result : null);

/**
 * Holds a reproduced run against its record. Where it should be equal (`strict`: the same engine, processor and workers on the CPU), every digit
 * counts; elsewhere the first metric must lie within the spread over seeds, and without one it is only said whether it lies in the interval.
 */
export function judgeReproduction(recorded: JudgedRun, again: JudgedRun, strict: boolean, seeds: SeedVariance | null): ReproductionVerdict {
  const [before, after] = [resultOf(recorded.record), resultOf(again.record)];
  const sameEpochs = countSame(recorded.epochs, again.epochs);
  const epochs = recorded.epochs.length;
  const weights = [before?.weights?.sha256, after?.weights?.sha256];
  const sameWeights = weights.includes(undefined) ? null : weights[0] === weights[1];
  const metrics = before === null ? [] : metricsOf(before, after);
  const common = { metrics, sameEpochs, epochs, sameWeights, tolerance: strict ? null : seeds };
  const primary = before?.metrics[before.primary];
  const reached = before === null ? undefined : after?.metrics[before.primary];
  if (before === null || primary === undefined || reached === undefined)
    return { ...common, outcome: 'not comparable', words: noResult(recorded.record, again.record) };
  // A stop amid an epoch can't be repeated to the same image.
  const cutOff = recorded.record.state !== 'finished' && sameEpochs === epochs - 1 && epochs > 1;
  const whole = sameEpochs === epochs && metrics.every(({ same }) => same) && sameWeights !== false;
  if (whole) return { ...common, outcome: 'equal', words: equalWords(epochs, sameWeights) };
  if (cutOff)
    return {
      ...common,
      outcome: 'equal',
      words: `Equal to the last digit in ${sameEpochs} epochs; the record was stopped in the next one.`,
    };
  const values = valueWords(before.primary, primary, reached.best.value);
  if (strict) return { ...common, outcome: 'not equal', words: `Not equal: ${values}${firstDifference(common)}.` };
  return { ...common, ...loosely(before.primary, primary, reached.best.value, values, seeds) };
}

function loosely(
  metric: string,
  { best }: MetricSummary,
  value: number,
  values: string,
  seeds: SeedVariance | null,
): Pick<ReproductionVerdict, 'outcome' | 'words'> {
  if (seeds !== null) {
    const [tolerance = ''] = alikeNumbers([seeds.tolerance]);
    const from = `runs with ${seeds.runs.length} seeds differ by up to ${tolerance} in 95 of 100 cases`;
    return Math.abs(value - best.value) <= seeds.tolerance
      ? { outcome: 'within tolerance', words: `Within the variance of seeds: ${values}; ${from}.` }
      : { outcome: 'outside tolerance', words: `Outside the variance of seeds: ${values}; ${from}.` };
  }
  const why = `there are fewer than three runs of other seeds to tell the variance of ${metricTitle(metric)} from`;
  if (best.interval === null) return { outcome: 'not comparable', words: `${values}; ${why}, and the record has no interval.` };
  const [lower = '', upper = ''] = alikeNumbers(best.interval);
  const inside = value >= best.interval[0] && value <= best.interval[1];
  return {
    outcome: inside ? 'inside interval' : 'outside interval',
    words: `${inside ? 'Inside' : 'Outside'} the record's 95 % interval ${lower} to ${upper}: ${values}. That interval tells of other patients, not of other seeds: ${why}.`,
  };
}

function metricsOf(before: RunResult, after: RunResult | null): readonly ReproducedMetric[] {
  return Object.entries(before.metrics).map(([metric, summary]) => {
    const other = after?.metrics[metric];
    const same = other !== undefined && JSON.stringify([summary.best, summary.last]) === JSON.stringify([other.best, other.last]);
    return { metric, unit: summary.unit, recorded: summary.best.value, reproduced: other?.best.value ?? null, same };
  });
}

/** An epoch without its time; only with the metrics that the record has, since a later RadSteps may measure more. */
const timeless = ({ epoch, trainLoss, tuningLoss, metrics }: MetricsRow, recorded: MetricsRow): string =>
  JSON.stringify([
    epoch,
    trainLoss,
    tuningLoss,
    Object.entries(metrics)
      .filter(([name]) => name in recorded.metrics)
      .sort(),
  ]);

/** How many epochs from the first on are the same. */
function countSame(recorded: readonly MetricsRow[], again: readonly MetricsRow[]): number {
  const differs = recorded.findIndex((row, index) => {
    const other = again[index];
    return other === undefined || timeless(row, row) !== timeless(other, row);
  });
  return differs < 0 ? recorded.length : differs;
}

function valueWords(metric: string, { unit, best }: MetricSummary, value: number): string {
  const shown = alikeNumbers([best.value, value]);
  // Numbers that differ must look different.
  const [before, after] = shown[0] === shown[1] ? [String(best.value), String(value)] : shown;
  return `${metricTitle(metric)} ${after}${unit === '' ? '' : ` ${unit}`} where the record has ${before}`;
}

const equalWords = (epochs: number, sameWeights: boolean | null): string =>
  `Equal: every metric of ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} to the last digit${sameWeights === true ? ', and the same model byte for byte' : ''}.`;

const firstDifference = ({
  sameEpochs,
  epochs,
  sameWeights,
}: Pick<ReproductionVerdict, 'sameEpochs' | 'epochs' | 'sameWeights'>): string => {
  if (sameEpochs < epochs) return `; the first epoch that differs is ${sameEpochs + 1} of ${epochs}`;
  return sameWeights === false ? '; all epochs are the same, but the model is another file' : '';
};

function noResult(record: RunRecord, again: RunRecord): string {
  if (resultOf(record) === null) return `The record (${record.state}) has no result to compare with.`;
  return again.state === 'failed' ? `The reproduced run failed: ${again.reason}` : `The reproduced run ${again.state} without a result.`;
}
