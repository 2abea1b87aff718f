import { metricTitle } from '../../core/experiment/describeMetric';
import type { RunRecord } from '../../core/experiment/runRecord';
import { chooseTrials, rankTrials, type SweepRecord, type SweepTrial, type TrialMetric } from '../../core/experiment/sweepRecord';
import { promoted } from '../../core/experiment/sweepTrials';

/** What a trial's run has measured so far. */
function metricOf(record: RunRecord): TrialMetric | null {
  const result = 'result' in record ? record.result : null;
  const summary = result?.metrics[result.primary];
  if (result === null || summary === undefined) return null;
  const { value, interval, n, patients, epoch } = summary.best;
  return { name: result.primary, better: summary.better, value, interval, unit: summary.unit, n, patients, epoch };
}

/** Why a trial's training ended before it was through: somebody paused the sweep, or cancelled the run. */
export type Interruption = 'pause' | 'cancel' | null;

/** A trial after its run has ended at a rung (its number from 0), or before. */
export function afterRun(
  trial: SweepTrial,
  run: RunRecord,
  rung: number,
  { rungs }: Pick<SweepRecord, 'rungs'>,
  why: Interruption,
): SweepTrial {
  const epochs = 'result' in run ? (run.result?.epochs ?? 0) : 0;
  const common = { ...trial, run: run.run, epochs, metric: metricOf(run) };
  if (run.state === 'finished') return { ...common, state: 'finished', rungs: rungs.length };
  if (run.state === 'failed') return { ...common, state: 'failed' };
  if (why === 'cancel') return { ...common, state: 'cancelled' };
  const isThrough = rung < rungs.length - 1 && epochs >= (rungs[rung] ?? Number.POSITIVE_INFINITY);
  if (isThrough) return { ...common, state: 'waiting', rungs: rung + 1 };
  // Who stops a single run of a sweep doesn't want it.
  return { ...common, state: why === 'pause' ? 'paused' : 'cancelled' };
}

/** What a rung has decided: the record with the good ones open again and the others dropped, and a sentence for each of those. */
export type Promotion = { readonly record: SweepRecord; readonly dropped: ReadonlyMap<string, string> };

/** Ends a rung (its number from 0) once all runs have done it: the best go on, the others are dropped. Nothing changes where nobody waits. */
export function promote(record: SweepRecord, rung: number): Promotion {
  const { trials, sweep, rungs } = record;
  const at = trials.filter(({ state, rungs: done }) => (state === 'waiting' && done === rung + 1) || state === 'finished');
  if (sweep.halving === null || !at.some(({ state }) => state === 'waiting')) return { record, dropped: new Map() };
  const keep = promoted(at.length, sweep.halving);
  const { on, dropped } = chooseTrials(trials, rung, keep);
  const places = new Map(rankTrials(at.map((trial) => ({ ...trial, rungs: 0 }))).map(({ index }, place) => [index, place + 1]));
  const [going, gone] = [on, dropped].map((some) => new Set(some.map(({ index }) => index)));
  const next = trials.map((trial): SweepTrial => {
    if (going?.has(trial.index)) return { ...trial, state: 'open' };
    return gone?.has(trial.index) ? { ...trial, state: 'dropped' } : trial;
  });
  const sentences = dropped.flatMap(({ run, index, metric }) => {
    const by = metric === null ? 'without a metric' : `by ${metricTitle(metric.name)}`;
    const text = `Successive halving ended it after epoch ${rungs[rung]} of ${rungs.at(-1)}: place ${places.get(index)} of ${at.length} ${by}, of which ${keep} went on.`;
    return run === null ? [] : [[run, text] as const];
  });
  return { record: { ...record, trials: next }, dropped: new Map(sentences) };
}

/** The runs that are to be trained to a rung, in the order of the queue. */
export function queueOf({ trials }: Pick<SweepRecord, 'trials'>, rung: number, order: readonly number[]): readonly SweepTrial[] {
  const place = (index: number): number => (order.includes(index) ? order.indexOf(index) : order.length);
  return trials
    .filter(({ state, rungs }) => rungs === rung && (state === 'open' || state === 'paused' || state === 'running'))
    .toSorted((a, b) => place(a.index) - place(b.index) || a.index - b.index);
}
