import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NamedBackend } from '../../core/experiment/experiment';
import type { JudgedRun } from '../../core/experiment/judgeReproduction';
import { parseMetrics } from '../../core/experiment/metricsTable';
import type { RunningRun, RunRecord } from '../../core/experiment/runRecord';
import { layout, localRunFolder, runFolder } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import { chooseBackends } from '../kit/chooseBackends';
import { whyNotOffered } from '../training/backends';
import { outOf } from './openRun';
import { recordCleaner } from './recordCleaner';
import type { RunPlan } from './runPlan';
import { conductRun, type RunEvent, type RunOptions } from './runPrepared';
import type { RunSource } from './runSource';
import { writeRecord } from './writeRecord';

/** How a run is trained again. */
export type TrainAgainOptions = Pick<RunOptions, 'trainer' | 'graceMs'>;

/** A run as its record and its table of epochs tell it, wherever they lie. */
export async function recordedRun({ record, file }: RunSource): Promise<JudgedRun> {
  const text = (await file('metrics.csv'))?.toString('utf8') ?? null;
  return { record, epochs: text === null ? [] : parseMetrics(text) };
}

/** The same of a run that was trained again in the project `root`. */
export async function judgedRun(root: string, record: RunRecord): Promise<JudgedRun> {
  const text = await readIfThere(join(root, runFolder(record.run), 'metrics.csv'));
  return { record, epochs: text === null ? [] : parseMetrics(text) };
}

/** Where the record's run computed, if that is here; with what the experiment asks for otherwise. */
async function backendsFor(root: string, record: RunRecord, { trainer }: TrainAgainOptions, signal: AbortSignal) {
  const { settings, engine } = record;
  if (settings.engine.name !== 'built-in') return null;
  const backend = engine.backend as NamedBackend | 'auto';
  if (backend !== 'auto' && (await whyNotOffered(backend).catch(() => '')) === null) return [backend];
  return chooseBackends(root, { ...settings.engine, backend: 'auto' }, trainer, () => {}, signal);
}

/** Trains the plan of a record in a worktree's project, under the same name, and gives its new record; the image cache is that of the project `root`. */
export async function trainAgain(
  root: string,
  project: string,
  record: RunRecord,
  plan: RunPlan,
  request: TrainAgainOptions,
  report: (event: RunEvent) => void,
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
  const { fold, sweep } = record;
  const now = new Date().toISOString();
  const { name, backend } = settings.engine;
  const group = { ...(fold && { fold }), ...(sweep && { sweep }) };
  const common = { version, run, experiment, template, ...group, task, target, unit, author, parent, branch, patch, settings, changed };
  const engine = { name, version: '', backend, device: '' };
  return { ...common, state: 'running', created: now, started: now, snapshot: null, hashes, engine, versions: {}, data, notes };
}

/** Moves a model that this machine lacked, and that is the very same, from the worktree into the project. */
export async function restoreWeights(root: string, project: string, record: RunRecord, again: RunRecord): Promise<boolean> {
  const [wanted, made] = [record, again].map((each) => ('result' in each ? each.result?.weights?.sha256 : undefined));
  if (wanted === undefined || wanted !== made) return false;
  const file = join(layout.weights, `${wanted}.onnx`);
  if ((await readFile(join(root, file)).catch(() => null)) !== null) return false;
  await mkdir(join(root, dirname(file)), { recursive: true });
  await rename(join(project, file), join(root, file));
  return true;
}
