import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord } from '../../core/experiment/runRecord';
import { layout } from '../../core/project/layout';
import { type SweepPlan, trialPlan } from './planSweep';
import { readRecord } from './readRecord';
import { reconcileRun } from './reconcileRun';
import { resumeRun } from './resumeRun';
import { type RunEvent, type RunOptions, runPrepared } from './runPrepared';
import { runLife } from './runProcess';
import { stopRun } from './stopRun';

/** Which run of a sweep to train, and how far. */
export type TrialToTrain = {
  readonly group: string;
  readonly index: number;
  /** null where it has not begun. */
  readonly run: string | null;
  /** Epochs after which it pauses; left out, it trains to its end. */
  readonly until?: number;
};

const epochsOf = (record: RunRecord): number => ('result' in record ? (record.result?.epochs ?? 0) : 0);

/** Trains a run of a sweep, or goes on with it where an earlier command has left it; one that has come so far already is not trained again. */
export async function trainTrial(
  root: string,
  plan: SweepPlan,
  { group, index, run, until }: TrialToTrain,
  options: RunOptions,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunRecord> {
  if (run === null) return (await runPrepared(root, trialPlan(plan, group, index, until), options, report, signal)).record;
  const before = await settled(root, run);
  if (before.state === 'finished' || (until !== undefined && before.state === 'stopped' && epochsOf(before) >= until)) return before;
  const how = { ...options, afresh: true, ...(until !== undefined && { until }) };
  const { record } = await resumeRun(root, run, how, report, signal);
  await removeOldModel(root, before, record);
  return record;
}

const modelOf = (record: RunRecord): string | null => ('result' in record ? (record.result?.weights?.sha256 ?? null) : null);

/** Removes the model of a run's earlier rung, which no record names any more; models hold their run's name, so it is no other run's. */
async function removeOldModel(root: string, before: RunRecord, after: RunRecord): Promise<void> {
  const [old, now] = [modelOf(before), modelOf(after)];
  if (old !== null && now !== null && old !== now) await rm(join(root, layout.weights, `${old}.onnx`), { force: true });
}

/** A run's record after its end: a trainer whose command is dead tells nobody what it finds, so it is stopped, and goes on from its checkpoint. */
async function settled(root: string, run: string): Promise<RunRecord> {
  for (;;) {
    const record = await reconcileRun(root, await readRecord(root, run));
    if ((record.state !== 'running' && record.state !== 'queued') || (await runLife(root, run)) !== 'alive') return record;
    await stopRun(root, run).catch(() => {});
    await sleep(200);
  }
}
