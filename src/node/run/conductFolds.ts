import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import type { RunRecord } from '../../core/experiment/runRecord';
import { UserError } from '../../core/userError';
import type { CommitOutcome } from '../git/commitFiles';
import { commitFolds } from './commitFolds';
import { writeFolds } from './foldFiles';
import { groupRuns } from './groupRuns';
import { judgeFold, poolFolds, withFold } from './judgeFold';
import type { OpenFolds } from './openFolds';
import { type FoldsPlan, foldPlan } from './planFolds';
import { reconcileRun } from './reconcileRun';
import { canGoOn, resumeRun } from './resumeRun';
import { type RunEvent, type RunOptions, runPrepared } from './runPrepared';
import { stopAskedAt } from './stopMark';

/** What a cross-validation tells while it goes: which fold is next, and every event of its run. */
export type FoldsEvent = RunEvent | { readonly event: 'fold'; readonly group: string; readonly index: number; readonly of: number };

export type FoldsOutcome = { readonly folds: FoldsRecord; readonly commit: CommitOutcome };

type Report = (event: FoldsEvent) => void;

/** Trains and predicts every fold that is not done yet, keeps what is done after each, and commits all of it once at the end. */
export async function conductFolds(
  root: string,
  { record: begun, plan, head }: OpenFolds,
  options: RunOptions,
  report: Report,
  signal: AbortSignal,
): Promise<FoldsOutcome> {
  let record = begun;
  let unexpected: unknown;
  try {
    for (const { index, predicted } of begun.folds) {
      if (predicted !== null) continue;
      if (signal.aborted || (await stopAskedAt(root, begun.group)) !== null) break;
      report({ event: 'fold', group: begun.group, index, of: begun.of });
      const run = await trainFold(root, plan, begun.group, index, { ...options, commit: false }, report, signal);
      record = withFold(record, index, { run: run.run, state: run.state });
      await writeFolds(root, record);
      if (run.state !== 'finished' || signal.aborted) break;
      record = await judgeFold(root, record, plan, run, report, signal);
      await writeFolds(root, record);
    }
    record = await poolFolds(root, record, plan);
  } catch (error) {
    if (!(error instanceof UserError) && !signal.aborted) unexpected = error;
    if (!signal.aborted) record = { ...record, reason: error instanceof UserError ? error.message : 'It ended by an error in RadSteps.' };
  }
  const folds = endFolds(record);
  await writeFolds(root, folds);
  if (unexpected !== undefined) throw unexpected;
  if (!options.commit)
    return { folds, commit: { state: 'pending', reason: `Nothing is committed; \`radsteps commit ${folds.group}\` does it.` } };
  const expected = head === null ? {} : { expected: head };
  const waitMs = options.waitMs === undefined ? {} : { waitMs: options.waitMs };
  return { folds, commit: await commitFolds(root, folds, { ...expected, ...waitMs }) };
}

function endFolds(record: FoldsRecord): FoldsRecord {
  const failed = record.folds.find(({ state }) => state === 'failed');
  const reason = record.reason ?? (failed && `Its fold ${failed.index} failed; the record of run ${failed.run} says why.`);
  const ended = new Date().toISOString();
  if (record.pooled !== null) return { ...record, state: 'finished', ended };
  return reason === undefined ? { ...record, state: 'stopped', ended } : { ...record, state: 'failed', reason, ended };
}

/** The run of a fold: the one that has finished, or the one that can go on, or a new one. */
async function trainFold(
  root: string,
  plan: FoldsPlan,
  group: string,
  index: number,
  options: RunOptions,
  report: Report,
  signal: AbortSignal,
): Promise<RunRecord> {
  const before = (await groupRuns(root, group)).filter(({ fold }) => fold?.index === index).at(-1);
  const last = before && (await reconcileRun(root, before));
  if (last?.state === 'finished') return last;
  const goesOn = last !== undefined && (last.state === 'running' || (await canGoOn(root, last)));
  // Who asks the group to stop while a run is about to begin finds no run to stop.
  const late = new AbortController();
  const watch = async (event: RunEvent) => {
    report(event);
    if (event.event === 'record' && (await stopAskedAt(root, group)) !== null) late.abort();
  };
  const either = AbortSignal.any([signal, late.signal]);
  if (goesOn) return (await resumeRun(root, last.run, options, watch, either)).record;
  return (await runPrepared(root, foldPlan(plan, group, index).plan, options, watch, either)).record;
}
