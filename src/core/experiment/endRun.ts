import type { Estimate } from '../statistics/estimate';
import type { FailedRun, FinishedRun, MetricSummary, RecordedMetric, RunningRun, RunResult, StoppedRun } from './runRecord';
import type { TrainerEvent } from './trainerEvent';

type Of<E extends TrainerEvent['event']> = Extract<TrainerEvent, { event: E }>;

/** What a run's record needs of all that its trainer said. */
export type Heard = {
  readonly started: Of<'started'> | null;
  readonly epochs: readonly Of<'epoch'>[];
  readonly warnings: readonly string[];
  readonly last: Of<'finished'> | Of<'failed'> | null;
};

/** Before the trainer's first word. */
export const nothingHeard: Heard = { started: null, epochs: [], warnings: [], last: null };

/** How a trainer's process ended, for a trainer that did not say so itself. */
export type TrainerEnding = {
  /** ISO, UTC. */
  readonly ended: string;
  /** Somebody asked it to stop. */
  readonly stopAsked: boolean;
  /** Why it must have failed, as a sentence. */
  readonly words: string;
};

const mostWarnings = 20;

/** The state after one more event. */
export function hear(heard: Heard, event: TrainerEvent): Heard {
  switch (event.event) {
    case 'started':
      return { ...heard, started: event, last: null };
    case 'epoch':
      // A run that goes on does the epoch in which it ended once more.
      return { ...heard, epochs: [...heard.epochs.filter(({ epoch }) => epoch < event.epoch), event] };
    case 'warning':
      return heard.warnings.length < mostWarnings && !heard.warnings.includes(event.message)
        ? { ...heard, warnings: [...heard.warnings, event.message] }
        : heard;
    case 'finished':
    case 'failed':
      return { ...heard, last: event };
    case 'progress':
      return heard;
  }
}

const lowerIsBetter = (metric: string): boolean =>
  ['mae', 'rmse', 'bias', 'upper_limit', 'mae_of_mean', 'false_positives_per_image'].includes(metric);
const primaries = ['mae', 'auc', 'accuracy', 'average_precision', 'dice'];

const recorded = (epoch: number, { value, interval, n, patients, method }: Estimate): RecordedMetric => ({
  epoch,
  value,
  interval,
  n,
  patients,
  method,
});

function summaryOf(name: string, epochs: readonly Of<'epoch'>[]): MetricSummary | null {
  const points = epochs.flatMap(({ epoch, metrics }) => {
    const estimate = metrics[name];
    return estimate === undefined ? [] : [{ metric: recorded(epoch, estimate), unit: estimate.unit }];
  });
  const last = points.at(-1);
  if (last === undefined) return null;
  const better = lowerIsBetter(name) ? 'lower' : 'higher';
  const worth = ({ value }: RecordedMetric) => (better === 'lower' ? -Math.abs(value) : value);
  const best = points.reduce((first, next) => (worth(next.metric) > worth(first.metric) ? next : first));
  return { unit: last.unit, better, part: 'tuning', best: best.metric, last: last.metric };
}

/** The result as the epochs tell it, for a trainer that ended without its own; null without an epoch. Memory and weights are not known. */
export function resultFromEpochs({ epochs, started }: Heard): RunResult | null {
  const last = epochs.at(-1);
  if (last === undefined) return null;
  const names = [...new Set(epochs.flatMap(({ metrics }) => Object.keys(metrics)))];
  const summaries = names.map((name) => [name, summaryOf(name, epochs)] as const).filter(([, summary]) => summary !== null);
  return {
    epochs: last.epoch,
    primary: primaries.find((name) => names.includes(name)) ?? names[0] ?? '',
    metrics: Object.fromEntries(summaries) as Readonly<Record<string, MetricSummary>>,
    parameters: started?.parameters ?? 0,
    imagesPerSecond: last.imagesPerSecond,
    peakMemoryMb: 0,
    weights: null,
  };
}

/** A running record with what the trainer said of itself: engine, device, versions, warnings. */
export function withHeard(record: RunningRun, { started, warnings }: Heard): RunningRun {
  const notes = [...record.notes, ...warnings.filter((warning) => !record.notes.includes(warning))];
  if (started === null) return { ...record, notes };
  return { ...record, engine: started.engine, versions: { ...record.versions, ...started.versions }, notes };
}

function secondsUntil({ started, resumed = [] }: RunningRun, ended: string): number {
  const { at, seconds: before } = resumed.at(-1) ?? { at: started, seconds: 0 };
  return Math.round(10 * before + Math.max(0, Date.parse(ended) - Date.parse(at)) / 100) / 10;
}

/** The record at a run's end: the trainer's last word decides, else how its process ended. */
export function endRun(record: RunningRun, heard: Heard, ending: TrainerEnding): FinishedRun | StoppedRun | FailedRun {
  const { ended, stopAsked, words } = ending;
  const common = { ...withHeard(record, heard), ended, seconds: secondsUntil(record, ended) };
  if (heard.last?.event === 'finished') return { ...common, state: heard.last.stopped ? 'stopped' : 'finished', result: heard.last.result };
  const result = resultFromEpochs(heard);
  if (heard.last?.event === 'failed') return { ...common, state: 'failed', reason: heard.last.message, result };
  if (stopAsked) return { ...common, state: 'stopped', result };
  return { ...common, state: 'failed', reason: words, result };
}
