import { metricTitle } from '../../core/experiment/describeMetric';
import { settingText } from '../../core/experiment/settingWords';
import { isTrialEnded, rankTrials, type SweepRecord, type SweepTrial, type TrialMetric } from '../../core/experiment/sweepRecord';
import { queueOf } from '../../node/run/sweepState';
import type { SweepView, TrialView, WatchedMetric } from '../../protocol/watch';
import type { Swept } from '../sweepModel';

const metricOf = ({ name, unit, value, interval, n, patients, epoch }: TrialMetric): WatchedMetric => ({
  name,
  title: metricTitle(name),
  unit,
  value,
  interval,
  n,
  patients,
  epoch,
});

/** How a sweep ranks and drops, in a sentence; '' without halving. */
export function halvingWords({ sweep: { halving }, rungs }: Pick<SweepRecord, 'sweep' | 'rungs'>): string {
  if (halving === null) return '';
  const [first, ...later] = rungs;
  const steps = later.map((rung) => `the best of every ${halving.factor} go on to ${rung}`);
  return `Successive halving: all runs get ${first} ${first === 1 ? 'epoch' : 'epochs'}, ${steps.join(', ')}.`;
}

/** Places from 1 among the runs that wait in the same rung, by number. */
function placesOf(record: SweepRecord, order: readonly number[]): ReadonlyMap<number, number> {
  const waiting = (rung: number) => queueOf(record, rung, order).filter(({ state }) => state !== 'running');
  return new Map([...record.rungs.keys()].flatMap((rung) => waiting(rung).map(({ index }, place) => [index, place + 1] as const)));
}

function noteOf(trial: SweepTrial, record: SweepRecord, notes: ReadonlyMap<string, string>, isCancelled: boolean): string {
  if (trial.state === 'dropped') {
    const told = trial.run === null ? undefined : notes.get(trial.run);
    return told ?? `Successive halving ended it after epoch ${trial.epochs} of ${record.rungs.at(-1)}.`;
  }
  if (trial.state === 'failed') return 'Failed; its record says why.';
  return isCancelled && !isTrialEnded(trial) ? 'Is being taken out.' : '';
}

function trialView(trial: SweepTrial, keys: readonly string[]): Omit<TrialView, 'place' | 'rank' | 'note'> {
  const { index, settings, state, run, epochs, rungs: rung, metric } = trial;
  const values = keys.map((key) => (Object.hasOwn(settings, key) ? settingText(settings[key]) : ''));
  return { index, values, state, run, epochs, rung, metric: metric === null ? null : metricOf(metric) };
}

/** Those that train first, then those that wait in their order, then those that are over, best first. */
function inOrder(trials: readonly TrialView[]): readonly TrialView[] {
  const band = ({ state, place }: TrialView): number => (state === 'running' ? 0 : place !== null ? 1 : state === 'waiting' ? 2 : 3);
  const within = ({ place, rank, index }: TrialView): number => place ?? rank ?? 1000 + index;
  return trials.toSorted((a, b) => band(a) - band(b) || within(a) - within(b) || a.index - b.index);
}

const emptySweep = {
  isHere: false,
  asked: null,
  of: 0,
  atOnce: 1,
  counts: { done: 0, running: 0, waiting: 0 },
  settings: [],
  halving: '',
  trials: [],
};

/** What the page shows of a sweep; `notes` say by run's name why halving ended it. */
export function sweepView({ group, record, reason, life, queue }: Swept, notes: ReadonlyMap<string, string>): SweepView {
  if (record === null) return { ...emptySweep, group, experiment: '', state: 'damaged', reason };
  const keys = [...new Set(record.trials.flatMap(({ settings }) => Object.keys(settings)))];
  const places = placesOf(record, queue.order);
  const isOver = record.state !== 'running' && record.state !== 'paused';
  const ranks = new Map(
    rankTrials(record.trials).flatMap(({ index, metric }, place) => (metric === null ? [] : [[index, place + 1] as const])),
  );
  const isKilled = record.state === 'paused' && reason.includes('without a word');
  const trials = record.trials.map((trial) => ({
    ...trialView(trial, keys),
    place: isOver ? null : (places.get(trial.index) ?? null),
    rank: ranks.get(trial.index) ?? null,
    note: noteOf(trial, record, notes, queue.cancelled.includes(trial.index)),
  }));
  return {
    group,
    experiment: record.experiment,
    state: isKilled ? 'killed' : record.state,
    reason: record.reason ?? '',
    isHere: life === 'alive' || life === 'dead',
    asked: record.state === 'running' ? queue.request : null,
    of: record.of,
    atOnce: record.atOnce,
    counts: {
      done: record.trials.filter(isTrialEnded).length,
      running: record.trials.filter(({ state }) => state === 'running').length,
      waiting: record.trials.filter((trial) => !isTrialEnded(trial) && trial.state !== 'running').length,
    },
    settings: keys,
    halving: halvingWords(record),
    trials: inOrder(trials),
  };
}
