import type { Estimate } from '../statistics/estimate';
import { shortMetric } from './describeMetric';
import type { TrainerEvent } from './trainerEvent';

/** Where a running run stands, as its events tell. */
export type LiveRun = {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** The last epoch that ended; 0 before the first. */
  readonly epoch: number;
  readonly epochs: number;
  readonly imagesPerSecond: number | null;
  readonly metrics: Readonly<Record<string, Estimate>>;
};

/** A run of which nothing has been heard yet. */
export const unheardRun: LiveRun = { phase: 'starting', done: 0, total: 0, epoch: 0, epochs: 0, imagesPerSecond: null, metrics: {} };

/** The state after one more event. */
export function advanceRun(run: LiveRun, event: TrainerEvent): LiveRun {
  switch (event.event) {
    case 'started':
      return { ...run, epochs: event.epochs };
    case 'progress': {
      const { phase, done, total, epochs = run.epochs, imagesPerSecond = run.imagesPerSecond } = event;
      return { ...run, phase, done, total, epochs, imagesPerSecond };
    }
    case 'epoch': {
      const { epoch, epochs, imagesPerSecond, metrics } = event;
      return { ...run, epoch, epochs, imagesPerSecond, metrics };
    }
    case 'warning':
      return run;
    case 'finished':
    case 'failed':
      return { ...run, phase: event.event, done: 0, total: 0 };
  }
}

/** The metric that comes first, in a few words ("MAE 14.2 months"); '' before the first epoch. */
export function liveMetric(run: LiveRun): string {
  const first = Object.entries(run.metrics)[0];
  return first === undefined ? '' : shortMetric(first[0], first[1]);
}

/** "12/30 · MAE 14.2 months", or the phase before the first epoch ("caching 120/480"). */
export function describeLiveRun(run: LiveRun): string {
  if (run.epoch === 0) return run.total > 0 ? `${run.phase} ${run.done}/${run.total}` : run.phase;
  const metric = liveMetric(run);
  return `${run.epoch}/${run.epochs}${metric === '' ? '' : ` · ${metric}`}`;
}
