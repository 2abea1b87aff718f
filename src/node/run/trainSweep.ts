import type { SweepRecord, SweepTrial } from '../../core/experiment/sweepRecord';
import { isTrialEnded } from '../../core/experiment/sweepRecord';
import { sameValue } from '../../core/label/sameValue';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import type { CommitOutcome } from '../git/commitFiles';
import { commitSweep } from './commitSweep';
import { conductSweep, type SweepEvent, type SweepOutcome } from './conductSweep';
import { groupRuns } from './groupRuns';
import { openSweep, reopenSweep } from './openSweep';
import { planSweep, readSweep, type SweepRequest } from './planSweep';
import { reconcileRun } from './reconcileRun';
import type { RunOptions } from './runPrepared';
import { runLife } from './runProcess';
import { stopRun } from './stopRun';
import { readSweepQueue, readSweepRecord, sweepNames, writeSweepQueue, writeSweepRecord } from './sweepFiles';
import { queueOf } from './sweepState';

/** Which sweep to train, and how: `anew` also where one like it was left. */
export type TrainSweepRequest = SweepRequest & RunOptions & { readonly atOnce?: number; readonly anew?: boolean };

/** The newest sweep of this machine that was paused or killed and asks for the very same runs; null where there is none. */
export async function leftSweep(root: string, request: SweepRequest): Promise<SweepRecord | null> {
  const { read, sweep } = await readSweep(root, request);
  for (const group of await sweepNames(root)) {
    const record = await readSweepRecord(root, group).catch(() => null);
    if (record === null || record.experiment !== request.experiment || record.experimentHash !== read.sha256) continue;
    if (record.state !== 'paused' && record.state !== 'running') continue;
    const alike = sameValue(record.sweep, sweep) && sameValue(record.changed, read.changed);
    if (alike && ['dead', 'alive'].includes(await runLife(root, group))) return record;
  }
  return null;
}

/** Trains the sweep of an experiment, or goes on with the one that was left. UserError when the project is not ready for it. */
export async function trainSweep(
  root: string,
  { experiment, sets, limit, atOnce, anew = false, ...options }: TrainSweepRequest,
  report: (event: SweepEvent) => void,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  const request = { experiment: experiment.replace(/\.ya?ml$/, ''), sets, ...(limit !== undefined && { limit }) };
  const left = anew ? null : await leftSweep(root, request);
  if (left !== null) return resumeSweep(root, left.group, { ...options, ...(atOnce !== undefined && { atOnce }) }, report, signal);
  const plan = await planSweep(root, request, progress, signal);
  signal.throwIfAborted();
  return conductSweep(root, await openSweep(root, plan, atOnce ?? 1), options, report, signal);
}

/** Goes on with a sweep of this machine that was paused or killed: what is done stays. UserError where it can't. */
export async function resumeSweep(
  root: string,
  group: string,
  { atOnce, ...options }: RunOptions & { readonly atOnce?: number },
  report: (event: SweepEvent) => void,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  signal.throwIfAborted();
  return conductSweep(root, await reopenSweep(root, group, atOnce), options, report, signal);
}

/** Asks a sweep that trains on this machine to pause: its runs stop and go on later. UserError when it does not train here. */
export async function pauseSweep(root: string, group: string): Promise<void> {
  const { state } = await readSweepRecord(root, group);
  if (state !== 'running' || (await runLife(root, group)) !== 'alive')
    throw new UserError(`The sweep ${group} does not train on this machine now (${state}), so there is nothing to pause.`);
  await writeSweepQueue(root, group, { ...(await readSweepQueue(root, group)), request: 'pause' });
}

/** Ends a sweep: one that trains is asked to, and commits itself; one that was paused or killed is ended and committed here. UserError when it has ended. */
export async function cancelSweep(root: string, group: string): Promise<'asked' | CommitOutcome> {
  const record = await readSweepRecord(root, group);
  if (record.state !== 'running' && record.state !== 'paused')
    throw new UserError(`The sweep ${group} has already ended (${record.state}).`);
  if (record.state === 'running' && (await runLife(root, group)) === 'alive') {
    await writeSweepQueue(root, group, { ...(await readSweepQueue(root, group)), request: 'cancel' });
    return 'asked';
  }
  // A killed command may have left a trainer behind.
  for (const run of await groupRuns(root, group))
    if ((await reconcileRun(root, run)).state === 'running') await stopRun(root, run.run).catch(() => {});
  const trials = record.trials.map((trial): SweepTrial => (isTrialEnded(trial) ? trial : { ...trial, state: 'cancelled' }));
  const ended: SweepRecord = { ...record, trials, state: 'stopped', ended: new Date().toISOString() };
  await writeSweepRecord(root, ended);
  return commitSweep(root, ended);
}

/** Takes one run (its number is from 1) out of a sweep, also while it trains. UserError when there is no such run, or it has ended. */
export async function cancelTrial(root: string, group: string, index: number): Promise<void> {
  await requireTrial(root, group, index);
  const queue = await readSweepQueue(root, group);
  await writeSweepQueue(root, group, { ...queue, cancelled: [...new Set([...queue.cancelled, index])] });
}

/** Moves a run (its number is from 1) of a sweep to a place (from 1) among those that wait, and returns their order. UserError when it can't. */
export async function moveTrial(root: string, group: string, index: number, place: number): Promise<readonly number[]> {
  const record = await requireTrial(root, group, index);
  const queue = await readSweepQueue(root, group);
  const rung = record.trials.find((trial) => trial.index === index)?.rungs ?? 0;
  const waiting = queueOf(record, rung, queue.order).filter(({ state }) => state !== 'running');
  const others = waiting.map((trial) => trial.index).filter((other) => other !== index);
  if (others.length === waiting.length) throw new UserError(`Run ${index} of the sweep ${group} trains already, so it can't be moved.`);
  const order = others.toSpliced(Math.max(0, place - 1), 0, index);
  await writeSweepQueue(root, group, { ...queue, order });
  return order;
}

async function requireTrial(root: string, group: string, index: number): Promise<SweepRecord> {
  const record = await readSweepRecord(root, group);
  const trial = record.trials.find((each) => each.index === index);
  if (trial === undefined) throw new UserError(`The sweep ${group} has no run ${index}: it has ${record.of}.`);
  if (isTrialEnded(trial)) throw new UserError(`Run ${index} of the sweep ${group} has already ended (${trial.state}).`);
  return record;
}
