import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import { UserError } from '../../core/userError';
import { conductFolds, type FoldsEvent, type FoldsOutcome } from './conductFolds';
import { readFolds } from './foldFiles';
import { groupRuns } from './groupRuns';
import { openFolds, reopenFolds } from './openFolds';
import { planFolds } from './planFolds';
import { prepareRun } from './prepareRun';
import { reconcileRun } from './reconcileRun';
import type { RunOptions } from './runPrepared';
import { runLife } from './runProcess';
import { markStop, type StopWish } from './stopMark';
import { stopRun } from './stopRun';
import type { TrainRequest } from './trainExperiment';

/** Which experiment to cross-validate, in how many folds, and how. */
export type FoldsRequest = TrainRequest & { readonly folds: number };

/** Cross-validates one experiment by patient: a run a fold, then the pooled out-of-fold predictions. UserError when the project is not ready for it. */
export async function trainFolds(
  root: string,
  { experiment, sets, folds, ...options }: FoldsRequest,
  report: (event: FoldsEvent) => void,
  signal: AbortSignal,
): Promise<FoldsOutcome> {
  const preparing = ({ done, total }: { readonly done: number; readonly total: number }) =>
    report({ event: 'progress', phase: 'caching', done, total });
  const base = await prepareRun(root, experiment, sets, preparing, signal);
  const plan = await planFolds(root, base, folds);
  signal.throwIfAborted();
  for (const message of plan.notes) report({ event: 'warning', message });
  return conductFolds(root, await openFolds(root, plan), options, report, signal);
}

/** Goes on with a cross-validation of this machine that was stopped, failed or killed: folds that are done stay. UserError where it can't. */
export async function resumeFolds(
  root: string,
  group: string,
  options: RunOptions,
  report: (event: FoldsEvent) => void,
  signal: AbortSignal,
): Promise<FoldsOutcome> {
  signal.throwIfAborted();
  const record = await readFolds(root, group);
  if (record.state === 'finished') throw new UserError(`The cross-validation ${group} has finished, so there is nothing left to train.`);
  const life = record.state === 'running' ? await runLife(root, group) : 'dead';
  if (life === 'alive') throw new UserError(`The cross-validation ${group} still trains; \`radsteps stop ${group}\` stops it.`);
  if (life === 'elsewhere') throw new UserError(`The cross-validation ${group} was begun on another machine; go on with it there.`);
  const training = await trainingRun(root, group);
  if (training !== null) throw new UserError(`Run ${training}, a fold of ${group}, still trains; \`radsteps stop ${training}\` stops it.`);
  return conductFolds(root, await reopenFolds(root, record), options, report, signal);
}

/** Asks a cross-validation to stop: the present fold as `stopRun` does, the others don't begin. UserError when it does not train here. */
export async function stopFolds(root: string, group: string, wish: StopWish = 'best'): Promise<'asked' | 'killed'> {
  const record = await readFolds(root, group);
  const training = await trainingRun(root, group);
  if (training === null) await requireAlive(root, record);
  await markStop(root, group);
  return training === null ? 'asked' : stopRun(root, training, wish);
}

/** The run of a cross-validation that trains now, though its command may have died; null when none does. */
async function trainingRun(root: string, group: string): Promise<string | null> {
  const records = await Promise.all((await groupRuns(root, group)).map((record) => reconcileRun(root, record, false)));
  return records.find(({ state }) => state === 'running')?.run ?? null;
}

async function requireAlive(root: string, { group, state }: FoldsRecord): Promise<void> {
  if (state !== 'running') throw new UserError(`The cross-validation ${group} has already ended (${state}).`);
  if ((await runLife(root, group)) !== 'alive')
    throw new UserError(
      `The cross-validation ${group} does not train on this machine any more; \`radsteps resume ${group}\` goes on with it.`,
    );
}
