import type { Interval } from '../statistics/estimate';
import { readRunName } from './runName';
import type { RunRecord, RunState } from './runRecord';

/** One line of the history of runs. */
export type RunListing = {
  readonly run: string;
  /** `damaged`: the record can't be read; `reason` says why. */
  readonly state: RunState | 'damaged';
  readonly experiment: string;
  /** ISO, UTC. */
  readonly created: string;
  /** From start to end; null while it runs. */
  readonly seconds: number | null;
  /** The metric that chooses the best epoch, at its best, on the tuning part. */
  readonly metric: {
    readonly name: string;
    readonly value: number;
    readonly interval: Interval | null;
    readonly unit: string;
    readonly n: number;
    readonly patients: number;
  } | null;
  /** Epochs that ended; null where the record does not say yet. */
  readonly epochs: number | null;
  /** True for an ended run whose record git does not hold yet, though it could. */
  readonly pending: boolean;
  /** Why it failed or can't be read, as a sentence. */
  readonly reason?: string;
  /** The branches and tags that have it, for a run that is not in the working tree. */
  readonly refs?: readonly string[];
  /** Of a cross-validation: which fold the run is. */
  readonly fold?: NonNullable<RunRecord['fold']>;
  /** Of a sweep: which of its runs it is. */
  readonly sweep?: NonNullable<RunRecord['sweep']>;
};

function primaryMetric(record: RunRecord): RunListing['metric'] {
  const result = 'result' in record ? record.result : null;
  const metric = result?.metrics[result.primary];
  if (result === null || metric === undefined) return null;
  const { value, interval, n, patients } = metric.best;
  return { name: result.primary, value, interval, unit: metric.unit, n, patients };
}

/** The history's line of a record. */
export function summarise(record: RunRecord, pending: boolean): RunListing {
  return {
    run: record.run,
    state: record.state,
    experiment: record.experiment,
    created: record.created,
    seconds: 'seconds' in record ? record.seconds : null,
    metric: primaryMetric(record),
    epochs: 'result' in record ? (record.result?.epochs ?? 0) : null,
    pending,
    ...(record.state === 'failed' ? { reason: record.reason } : {}),
    ...(record.fold && { fold: record.fold }),
    ...(record.sweep && { sweep: record.sweep }),
  };
}

/** The line of a run whose record can't be read. */
export function damagedListing(run: string, reason: string): RunListing {
  const { experiment, created } = readRunName(run) ?? { experiment: '', created: '' };
  return { run, state: 'damaged', experiment, created, seconds: null, metric: null, epochs: null, pending: false, reason };
}
