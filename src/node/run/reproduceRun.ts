import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NamedBackend } from '../../core/experiment/experiment';
import { type JudgedRun, judgeReproduction, type ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import { parseMetrics } from '../../core/experiment/metricsTable';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import type { RunningRun, RunRecord } from '../../core/experiment/runRecord';
import { seedVariance } from '../../core/experiment/seedVariance';
import { layout, localRunFolder, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import type { Repository } from '../git/repository';
import { removeWorktree } from '../git/worktree';
import { chooseBackends } from '../kit/chooseBackends';
import { whyNotOffered } from '../training/backends';
import { checkReproduction } from './checkReproduction';
import { noteReproduction } from './noteReproduction';
import { checkOutRun, requireRepository } from './openReproduction';
import { outOf } from './openRun';
import { readRecords } from './readRecords';
import { reconcileRun } from './reconcileRun';
import { recordCleaner } from './recordCleaner';
import { cleanReproductions, keepReproduction } from './reproductionFolders';
import type { RunPlan } from './runPlan';
import { conductRun, type RunEvent, type RunOptions } from './runPrepared';
import { findRun, type RunSource } from './runSource';
import { writeRecord } from './writeRecord';

/** Which run to train again, and how. */
export type ReproduceRequest = Pick<RunOptions, 'trainer' | 'graceMs'> & {
  readonly run: string;
  /** Leaves the worktree where it is. */
  readonly keep: boolean;
  /** Trains also where the data or the backend are not those of the record. */
  readonly anyway: boolean;
  /** Appends a line on the outcome to the run's `reproductions.csv`. */
  readonly note: boolean;
};

/** What a reproduction tells while it goes: what is known before it starts, and every event of its run. */
export type ReproduceEvent =
  | RunEvent
  | { readonly event: 'checking'; readonly phase: string; readonly done: number; readonly total: number }
  | { readonly event: 'check'; readonly check: ReproductionCheck };

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
};

type Report = (event: ReproduceEvent) => void;

async function requireReproducible(root: string, repository: Repository, { run, note }: ReproduceRequest): Promise<RunSource> {
  const source = await findRun(root, repository, run);
  const record = source.refs === null ? await reconcileRun(root, source.record, false) : source.record;
  if (source.refs !== null && note)
    throw new UserError(
      `Run ${run} is not in the working tree (it is on ${source.refs[0]}), so nothing can be noted in its folder; check that out, or leave --note out.`,
    );
  if (record.state === 'queued' || record.state === 'running')
    throw new UserError(`Run ${run} has not ended yet (${record.state}), so there is nothing to reproduce.`);
  if (record.fold !== undefined)
    throw new UserError(
      `Run ${run} is fold ${record.fold.index} of the cross-validation ${record.fold.group}, and single folds can't be reproduced yet; \`radsteps train ${record.experiment} --folds ${record.fold.of}\` divides the patients the same way as long as the data are the same.`,
    );
  return { ...source, record };
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
    if (plan === null || (check.blocks.length > 0 && !request.anyway))
      return { run: record.run, check, record: null, verdict: null, folder: place, weightsRestored: false };
    const again = await trainAgain(root, folder.project, record, plan, request, report, signal);
    const seeds = seedVariance(record, await readRecords(root));
    const judged = [await recordedRun(source), await judgedRun(folder.project, again)] as const;
    const verdict = judgeReproduction(...judged, check.strict, seeds);
    const weightsRestored = await restoreWeights(root, folder.project, record, again);
    if (request.note) await noteReproduction(root, again, verdict);
    return { run: record.run, check, record: again, verdict, folder: place, weightsRestored };
  } finally {
    if (request.keep) await keepReproduction(folder);
    else await removeWorktree(repository, folder.top);
  }
}

async function recordedRun({ record, file }: RunSource): Promise<JudgedRun> {
  const text = (await file('metrics.csv'))?.toString('utf8') ?? null;
  return { record, epochs: text === null ? [] : parseMetrics(text) };
}

async function judgedRun(root: string, record: RunRecord): Promise<JudgedRun> {
  const text = await readIfThere(join(root, runFolder(record.run), 'metrics.csv'));
  return { record, epochs: text === null ? [] : parseMetrics(text) };
}

/** Where the record's run computed, if that is here; with what the experiment asks for otherwise. */
async function backendsFor(root: string, record: RunRecord, { trainer }: ReproduceRequest, signal: AbortSignal) {
  const { settings, engine } = record;
  if (settings.engine.name !== 'built-in') return null;
  const backend = engine.backend as NamedBackend | 'auto';
  if (backend !== 'auto' && (await whyNotOffered(backend).catch(() => '')) === null) return [backend];
  return chooseBackends(root, { ...settings.engine, backend: 'auto' }, trainer, () => {}, signal);
}

async function trainAgain(
  root: string,
  project: string,
  record: RunRecord,
  plan: RunPlan,
  request: ReproduceRequest,
  report: Report,
  signal: AbortSignal,
): Promise<RunRecord> {
  const { run } = record;
  const backends = await backendsFor(root, record, request, signal);
  const epochs = 'result' in record ? record.result?.epochs : undefined;
  // A run that was stopped or failed is trained as far as it came.
  const until = record.state === 'finished' || epochs === undefined || epochs === 0 ? {} : { until: epochs };
  const { cache, cacheBytes } = await outOf(root, run);
  const out = { ...(await outOf(project, run)), cache, ...(cacheBytes !== undefined && { cacheBytes }) };
  const job = { version: 1, run, ...plan.job, ...until, ...(backends !== null && { backends }), project, out };
  const jobFile = join(project, localRunFolder(run), 'job.json');
  const running = runningAgain(record, plan);
  await writeBeside(jobFile, JSON.stringify(job));
  await writeRecord(project, running);
  const options = { trainer: request.trainer, commit: false, ...(request.graceMs !== undefined && { graceMs: request.graceMs }) };
  const open = { record: running, head: null, jobFile };
  return (await conductRun(project, open, recordCleaner(root, plan.job), options, report, signal)).record;
}

/** The record of the new run: the old one's, without what it found. */
function runningAgain(record: RunRecord, { hashes, data, notes }: RunPlan): RunningRun {
  const { version, run, experiment, template, task, target, unit, author, parent, branch, patch, settings, changed } = record;
  const now = new Date().toISOString();
  const { name, backend } = settings.engine;
  const common = { version, run, experiment, template, task, target, unit, author, parent, branch, patch, settings, changed };
  const engine = { name, version: '', backend, device: '' };
  return { ...common, state: 'running', created: now, started: now, snapshot: null, hashes, engine, versions: {}, data, notes };
}

/** Moves a model that this machine lacked, and that is the very same, from the worktree into the project. */
async function restoreWeights(root: string, project: string, record: RunRecord, again: RunRecord): Promise<boolean> {
  const [wanted, made] = [record, again].map((each) => ('result' in each ? each.result?.weights?.sha256 : undefined));
  if (wanted === undefined || wanted !== made) return false;
  const file = join(layout.weights, `${wanted}.onnx`);
  if ((await readFile(join(root, file)).catch(() => null)) !== null) return false;
  await mkdir(join(root, dirname(file)), { recursive: true });
  await rename(join(project, file), join(root, file));
  return true;
}
