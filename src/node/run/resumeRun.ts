import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailedRun, RunningRun, RunRecord, StoppedRun } from '../../core/experiment/runRecord';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { localRunFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { findRepository, isRepository, readHead } from '../git/repository';
import { readCheckpoint } from '../training/checkpoint';
import { jobKey } from '../training/jobKey';
import { parseJob } from '../training/parseJob';
import { type OpenRun, outOf } from './openRun';
import { readRecord } from './readRecord';
import { reconcileRun } from './reconcileRun';
import { recordCleaner } from './recordCleaner';
import { forgetEnd, readHeard } from './runEvents';
import { conductRun, type RunEvent, type RunOptions, type RunOutcome } from './runPrepared';
import { runLife, writeRunProcess } from './runProcess';
import { clearStop } from './stopMark';
import { tidiedOn } from './tidied';
import { writeFailure, writeRecord } from './writeRecord';

type EndedRun = StoppedRun | FailedRun;

/** How a run goes on: `until` so many epochs (left out: to its end), `afresh` from the beginning where no checkpoint was kept. */
export type ResumeOptions = RunOptions & { readonly until?: number; readonly afresh?: boolean };

async function requireEnded(root: string, record: RunRecord): Promise<EndedRun> {
  const { run, state } = record;
  if (state === 'stopped' || state === 'failed') return record;
  if (state === 'finished')
    throw new UserError(`Run ${run} has finished, so there is nothing left to train; \`radsteps train\` makes a new run.`);
  const life = await runLife(root, run);
  if (life === 'alive' || state === 'queued') throw new UserError(`Run ${run} still trains; \`radsteps stop ${run}\` stops it.`);
  throw new UserError(`Run ${run} was started on another machine, and its record says that it still trains; go on with it there.`);
}

async function readJob(root: string, run: string): Promise<TrainerJob> {
  const text = await readFile(join(root, localRunFolder(run), 'job.json'), 'utf8').catch(() => null);
  if (text === null)
    throw new UserError(
      `Run ${run} was not trained on this machine (${localRunFolder(run)} holds no job), so it can only go on where it was.`,
    );
  // The project may have been moved since.
  return { ...parseJob(text), project: root, out: await outOf(root, run) };
}

/** True for a run of this machine that has ended and whose checkpoint it can go on from. */
export async function canGoOn(root: string, { run, state }: RunRecord): Promise<boolean> {
  if (state !== 'stopped' && state !== 'failed') return false;
  const job = await readJob(root, run).catch(() => null);
  return job !== null && (await readCheckpoint(job.out.local, jobKey(job))) !== null;
}

async function keptEpochs(root: string, job: TrainerJob, experiment: string): Promise<number> {
  const checkpoint = await readCheckpoint(job.out.local, jobKey(job));
  if (checkpoint !== null) return checkpoint.history.length;
  const removed = await tidiedOn(root, 'checkpoint', job.run);
  if (removed !== null)
    throw new UserError(
      `The checkpoint of run ${job.run} was removed on ${removed} (radsteps tidy), so it can't go on; \`radsteps train ${experiment}\` begins anew.`,
    );
  throw new UserError(
    `Run ${job.run} has no checkpoint to go on from: it ended before its first whole epoch, or the checkpoint is damaged. \`radsteps train ${experiment}\` begins anew.`,
  );
}

function runningAgain(record: EndedRun, epoch: number): RunningRun {
  const { ended: _, seconds, result: _r, state: _s, reason: _n, ...common } = { reason: '', ...record };
  const resumed = [...(record.resumed ?? []), { at: new Date().toISOString(), epoch, seconds }];
  return { ...common, state: 'running', resumed };
}

async function reopen(root: string, record: RunningRun, job: TrainerJob): Promise<OpenRun> {
  const { run } = record;
  const repository = await findRepository(root);
  const head = isRepository(repository) ? await readHead(repository).catch(() => null) : null;
  const jobFile = join(root, localRunFolder(run), 'job.json');
  try {
    await writeBeside(jobFile, JSON.stringify(job));
    await clearStop(root, run);
    await forgetEnd(root, run);
    await writeRunProcess(root, run, record.resumed?.at(-1)?.at ?? record.started, null);
    await writeRecord(root, record);
  } catch (error) {
    throw new UserError(`Run ${run} could not go on, because its files could not be written: ${writeFailure(error)}.`);
  }
  return { record, head, jobFile };
}

/**
 * Goes on with a stopped, failed or killed run of this machine from its last checkpoint, under its own name; the record is renewed and committed
 * again. UserError when the run still trains or has finished, or when nothing was kept that it could go on from.
 */
export async function resumeRun(
  root: string,
  run: string,
  options: ResumeOptions,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  signal.throwIfAborted();
  const ended = await requireEnded(root, await reconcileRun(root, await readRecord(root, run)));
  const { until: _, ...whole } = await readJob(root, run);
  const job: TrainerJob = options.until === undefined ? whole : { ...whole, until: options.until };
  const afresh = options.afresh === true && (await readCheckpoint(job.out.local, jobKey(job))) === null;
  const epoch = afresh ? 0 : await keptEpochs(root, job, ended.experiment);
  const clean = recordCleaner(root, job);
  const open = await reopen(root, runningAgain(ended, epoch), job);
  const before = await readHeard(root, run, clean);
  return conductRun(root, { ...open, before }, clean, options, report, signal);
}
