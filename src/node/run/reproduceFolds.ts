import { join } from 'node:path';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import { type FoldsVerdict, judgeFoldsReproduction, type ReproducedFold } from '../../core/experiment/judgeFoldsReproduction';
import { judgeReproduction } from '../../core/experiment/judgeReproduction';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import { reproducedFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import type { Repository } from '../git/repository';
import { removeWorktree } from '../git/worktree';
import { checkReproduction } from './checkReproduction';
import { readFoldRows, readFolds } from './foldFiles';
import { judgeFold, poolFolds, withFold } from './judgeFold';
import { noteReproduction } from './noteReproduction';
import { checkOutRun, requireRepository } from './openReproduction';
import { type FoldsPlan, foldPlan, planFolds } from './planFolds';
import { isToTrain, type ReproduceEvent, type ReproduceRequest, requireReproducible } from './reproduceRun';
import { cleanReproductions, keepReproduction, type ReproductionFolder } from './reproductionFolders';
import { runLife } from './runProcess';
import type { RunSource } from './runSource';
import { judgedRun, recordedRun, restoreWeights, trainAgain } from './trainAgain';

/** How a cross-validation's reproduction ended; without a record and a verdict where it was not trained. */
export type FoldsReproduction = {
  readonly group: string;
  readonly check: ReproductionCheck;
  readonly folds: FoldsRecord | null;
  readonly verdict: FoldsVerdict | null;
  /** Absolute; null where it was removed. */
  readonly folder: string | null;
  /** Models of folds that this machine lacked and that are now here. */
  readonly weightsRestored: number;
  /** Where the new record lies, relative to the project; null where nothing was trained. */
  readonly recordFile: string | null;
};

type Report = (event: ReproduceEvent) => void;
type Progressing = { readonly phase: string; readonly done: number; readonly total: number };

/** The folds that have a run that has ended, in their order. */
async function endedFolds(root: string, repository: Repository, record: FoldsRecord, note: boolean): Promise<readonly RunSource[]> {
  const sources: RunSource[] = [];
  for (const { run } of record.folds) if (run !== null) sources.push(await requireReproducible(root, repository, { run, note }));
  return sources;
}

async function requireEnded(root: string, group: string): Promise<FoldsRecord> {
  const record = await readFolds(root, group);
  if (record.state === 'running' && (await runLife(root, group)) !== 'dead')
    throw new UserError(`The cross-validation ${group} has not ended yet, so there is nothing to reproduce.`);
  return record;
}

/** What is known before all folds are trained again, in the files that the first one used. */
async function checkFolds(
  root: string,
  { project }: ReproductionFolder,
  record: FoldsRecord,
  sources: readonly [RunSource, ...RunSource[]],
  report: Report,
  signal: AbortSignal,
): Promise<{ readonly check: ReproductionCheck; readonly plan: FoldsPlan | null }> {
  const [first] = sources;
  const progress = ({ phase, done, total }: Progressing) => report({ event: 'checking', phase, done, total });
  const { check, plan } = await checkReproduction(root, project, first.record, progress, signal);
  const filesOf = ({ record: { parent, patch } }: RunSource): string => `${parent} ${patch?.sha256}`;
  const later = sources.filter((source) => filesOf(source) !== filesOf(first)).map(({ record: { fold } }) => fold?.index);
  const open = record.folds.filter(({ run }) => run === null).map(({ index }) => index);
  const limits = [
    ...check.limits,
    ...(open.length === 0 ? [] : [`The folds ${open.join(', ')} were never trained, so that nothing is pooled.`]),
    // The plan of all folds was made before the first; what changes in git afterwards are the records of the folds before.
    ...(first.record.settings.network.name === 'own' && later.length > 0
      ? [`The files had changed when the folds ${later.join(', ')} began; 5-network/model.mjs is that of the first.`]
      : []),
  ];
  return { check: { ...check, run: record.group, limits }, plan: plan === null ? null : await planFolds(project, plan, record.of) };
}

const begun = (record: FoldsRecord): FoldsRecord => ({
  ...record,
  state: 'running',
  ended: null,
  folds: record.folds.map((fold) => ({ ...fold, state: 'open', predicted: null, metrics: {} })),
  pooled: null,
  notes: [],
});

type Trained = { readonly record: FoldsRecord; readonly folds: readonly ReproducedFold[]; readonly restored: number };

async function trainFoldsAgain(
  root: string,
  project: string,
  wanted: FoldsRecord,
  { plan, strict }: { readonly plan: FoldsPlan; readonly strict: boolean },
  sources: readonly RunSource[],
  request: ReproduceRequest,
  report: Report,
  signal: AbortSignal,
): Promise<Trained> {
  let record = begun(wanted);
  let restored = 0;
  const folds: ReproducedFold[] = [];
  for (const source of sources) {
    const { run, fold } = source.record;
    const index = fold?.index ?? 0;
    signal.throwIfAborted();
    report({ event: 'fold', group: wanted.group, index, of: wanted.of });
    const again = await trainAgain(root, project, source.record, foldPlan(plan, wanted.group, index).plan, request, report, signal);
    signal.throwIfAborted();
    record = withFold(record, index, { state: again.state });
    if (again.state === 'finished') record = await judgeFold(project, record, plan, again, report, signal, root);
    const verdict = judgeReproduction(await recordedRun(source), await judgedRun(project, again), strict, null);
    folds.push({ index, run, verdict });
    if (await restoreWeights(root, project, source.record, again)) restored += 1;
    if (request.note) await noteReproduction(root, again, verdict);
  }
  const pooled = await poolFolds(project, record, plan);
  return {
    record: { ...pooled, state: pooled.pooled === null ? 'stopped' : 'finished', ended: new Date().toISOString() },
    folds,
    restored,
  };
}

/**
 * Trains a cross-validation again as `reproduceRun` does a run: all folds in one worktree with the files that the first one used, each held against its
 * record, and the pooled predictions against theirs. UserError where it has not ended or no fold was trained.
 */
export async function reproduceFolds(
  root: string,
  request: ReproduceRequest,
  report: Report,
  signal: AbortSignal,
): Promise<FoldsReproduction> {
  signal.throwIfAborted();
  const group = request.run;
  const repository = await requireRepository(root);
  const wanted = await requireEnded(root, group);
  const [first, ...others] = await endedFolds(root, repository, wanted, request.note);
  if (first === undefined) throw new UserError(`No fold of ${group} was trained, so there is nothing to reproduce.`);
  const sources = [first, ...others] as const;
  await cleanReproductions(root, repository);
  const folder = await checkOutRun(root, repository, first);
  try {
    const { check, plan } = await checkFolds(root, folder, wanted, sources, report, signal);
    report({ event: 'check', check });
    const place = request.keep ? folder.project : null;
    if (plan === null || !(await isToTrain(request, check)))
      return { group, check, folds: null, verdict: null, folder: place, weightsRestored: 0, recordFile: null };
    const how = { plan, strict: check.strict };
    const { record, folds, restored } = await trainFoldsAgain(root, folder.project, wanted, how, sources, request, report, signal);
    const rows = await Promise.all([readFoldRows(root, wanted), readFoldRows(folder.project, record)]);
    const verdict = judgeFoldsReproduction({ record: wanted, rows: rows[0] }, { record, rows: rows[1] }, folds, check.strict);
    const recordFile = reproducedFile(group);
    await writeBeside(join(root, recordFile), `${JSON.stringify(record, null, 2)}\n`);
    return { group, check, folds: record, verdict, folder: place, weightsRestored: restored, recordFile };
  } finally {
    if (request.keep) await keepReproduction(folder);
    else await removeWorktree(repository, folder.top);
  }
}
