import { join } from 'node:path';
import { judgeReproduction, type ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import { formatRecord } from '../../core/experiment/recordFile';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import type { RunRecord } from '../../core/experiment/runRecord';
import { seedVariance } from '../../core/experiment/seedVariance';
import { reproducedFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import type { Repository } from '../git/repository';
import { removeWorktree } from '../git/worktree';
import { checkReproduction } from './checkReproduction';
import { noteReproduction } from './noteReproduction';
import { checkOutRun, requireRepository } from './openReproduction';
import { foldPlan, planFolds } from './planFolds';
import { readRecords } from './readRecords';
import { reconcileRun } from './reconcileRun';
import { cleanReproductions, keepReproduction } from './reproductionFolders';
import type { RunPlan } from './runPlan';
import type { RunEvent } from './runPrepared';
import { findRun, type RunSource } from './runSource';
import { judgedRun, recordedRun, restoreWeights, type TrainAgainOptions, trainAgain } from './trainAgain';

/** Which run to train again, and how. */
export type ReproduceRequest = TrainAgainOptions & {
  readonly run: string;
  /** Leaves the worktree where it is. */
  readonly keep: boolean;
  /** Trains also where the data or the backend are not those of the record. */
  readonly anyway: boolean;
  /** Appends a line on the outcome to the run's `reproductions.csv`. */
  readonly note: boolean;
  /** Asked whether to train once it is known what can't be had as it was; in place of `anyway`. */
  readonly decide?: (check: ReproductionCheck) => Promise<boolean>;
};

/** What a reproduction tells while it goes: what is known before it starts, and every event of its run. */
export type ReproduceEvent =
  | RunEvent
  | { readonly event: 'checking'; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly event: 'check'; readonly check: ReproductionCheck }
  | { readonly event: 'fold'; readonly group: string; readonly index: number; readonly of: number };

/** How a reproduction ended; without a record and a verdict where it was not trained. */
export type Reproduction = {
  readonly run: string;
  readonly check: ReproductionCheck;
  readonly record: RunRecord | null;
  readonly verdict: ReproductionVerdict | null;
  /** Absolute; null where it was removed. */
  readonly folder: string | null;
  /** True where the run's model, which this machine lacked, was made again byte for byte and is now here. */
  readonly weightsRestored: boolean;
  /** Where the new record lies, relative to the project; null where nothing was trained. */
  readonly recordFile: string | null;
};

type Report = (event: ReproduceEvent) => void;

/** Finds a run that has ended; UserError where there is none that can be trained again. */
export async function requireReproducible(
  root: string,
  repository: Repository,
  { run, note }: Pick<ReproduceRequest, 'run' | 'note'>,
): Promise<RunSource> {
  const source = await findRun(root, repository, run);
  const record = source.refs === null ? await reconcileRun(root, source.record, false) : source.record;
  if (source.refs !== null && note)
    throw new UserError(
      `Run ${run} is not in the working tree (it is on ${source.refs[0]}), so nothing can be noted in its folder; check that out, or leave --note out.`,
    );
  if (record.state === 'queued' || record.state === 'running')
    throw new UserError(`Run ${run} has not ended yet (${record.state}), so there is nothing to reproduce.`);
  return { ...source, record };
}

/** Whether to train, now that it is known what can't be had as it was. */
export const isToTrain = async ({ decide, anyway }: ReproduceRequest, check: ReproductionCheck): Promise<boolean> =>
  decide === undefined ? check.blocks.length === 0 || anyway : decide(check);

/** The plan of a record: that of its experiment, or of its fold of the cross-validation. */
async function planOf(project: string, { fold }: RunRecord, plan: RunPlan): Promise<RunPlan> {
  return fold === undefined ? plan : foldPlan(await planFolds(project, plan, fold.of), fold.group, fold.index).plan;
}

/**
 * Trains a run again in a worktree with the files that it used, on this machine's copies of its images, and holds the result against the record.
 * The worktree is removed at the end however that comes, except with `keep`; what a killed command left is removed at the next start. Nothing
 * of the project changes but the run's model, where it was missing, and the line of `note`. UserError where the files can't be had.
 */
export async function reproduceRun(root: string, request: ReproduceRequest, report: Report, signal: AbortSignal): Promise<Reproduction> {
  signal.throwIfAborted();
  const repository = await requireRepository(root);
  const source = await requireReproducible(root, repository, request);
  const { record } = source;
  await cleanReproductions(root, repository);
  const folder = await checkOutRun(root, repository, source);
  try {
    const progress = ({ phase, done, total }: { readonly phase: string; readonly done: number; readonly total: number }) =>
      report({ event: 'checking', phase, done, total });
    const { check, plan } = await checkReproduction(root, folder.project, record, progress, signal);
    report({ event: 'check', check });
    const place = request.keep ? folder.project : null;
    if (plan === null || !(await isToTrain(request, check)))
      return { run: record.run, check, record: null, verdict: null, folder: place, weightsRestored: false, recordFile: null };
    const again = await trainAgain(root, folder.project, record, await planOf(folder.project, record, plan), request, report, signal);
    // Runs of other seeds have trained on other images than a fold.
    const seeds = record.fold === undefined ? seedVariance(record, await readRecords(root)) : null;
    const judged = [await recordedRun(source), await judgedRun(folder.project, again)] as const;
    const verdict = judgeReproduction(...judged, check.strict, seeds);
    const weightsRestored = await restoreWeights(root, folder.project, record, again);
    if (request.note) await noteReproduction(root, again, verdict);
    const recordFile = reproducedFile(record.run);
    await writeBeside(join(root, recordFile), formatRecord(again));
    return { run: record.run, check, record: again, verdict, folder: place, weightsRestored, recordFile };
  } finally {
    if (request.keep) await keepReproduction(folder);
    else await removeWorktree(repository, folder.top);
  }
}
