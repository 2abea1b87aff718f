import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runName } from '../../core/experiment/runName';
import type { RunCommon, RunningRun } from '../../core/experiment/runRecord';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { layout, localRunFolder, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { changesPatch } from '../git/changesPatch';
import { readIdentity } from '../git/identity';
import { findRepository, type Head, isRepository, type Repository } from '../git/repository';
import { snapshotRef, takeSnapshot } from '../git/snapshot';
import { readLocal } from '../project/local';
import type { RunPlan } from './runPlan';
import { writeRunProcess } from './runProcess';
import { writeFailure, writeRecord } from './writeRecord';

/** A run on the disk that is about to train: its record says `running`. */
export type OpenRun = {
  readonly record: RunningRun;
  /** Where HEAD stood; null without a repository. */
  readonly head: Pick<Head, 'branch' | 'commit'> | null;
  readonly jobFile: string;
};

type Pinned = {
  readonly head: Head | null;
  readonly author: string;
  readonly snapshot: string | null;
  readonly patch: { readonly bytes: Uint8Array; readonly omitted: NonNullable<RunCommon['patch']>['omitted'] } | null;
  readonly notes: readonly string[];
};

const noIdentity = 'Git knows no name and address here (`git config user.name`, `user.email`), so the author is RadSteps.';

async function pin(repository: Repository, run: string): Promise<Pinned> {
  const identity = await readIdentity(repository);
  const { name, own } = identity;
  const notes = own ? [] : [noIdentity];
  try {
    const { head, commit, tree, omitted } = await takeSnapshot(repository, run, identity);
    const patch = await changesPatch(repository, head.commit, tree);
    return { head, author: name, snapshot: commit, patch: { bytes: patch.bytes, omitted: [...omitted, ...patch.omitted] }, notes };
  } catch {
    const note = 'Git could not record the state of the files before the run, so there is no changes.patch.';
    return { head: null, author: name, snapshot: null, patch: null, notes: [...notes, note] };
  }
}

async function pinIfThere(root: string, run: string): Promise<Pinned & { readonly repository: Repository | null }> {
  const repository = await findRepository(root);
  if (isRepository(repository)) return { ...(await pin(repository, run)), repository };
  const note = 'There was no git repository with a working tree, so the record names no commit.';
  return { head: null, author: 'RadSteps', snapshot: null, patch: null, notes: [note], repository: null };
}

async function reserveName(root: string, experiment: string, moment: Date): Promise<string> {
  await mkdir(join(root, layout.localRuns), { recursive: true });
  for (;;) {
    const run = runName(moment, experiment, randomBytes(2).toString('hex'));
    try {
      await mkdir(join(root, localRunFolder(run)));
      return run;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function recordOf(plan: RunPlan, run: string, pinned: Pinned, moment: Date): RunningRun {
  const { job, experiment, template, fold, sweep, hashes, settings, changed, data, notes } = plan;
  const { head, author, snapshot, patch } = pinned;
  return {
    version: 1,
    run,
    state: 'running',
    experiment,
    template,
    ...(fold && { fold }),
    ...(sweep && { sweep }),
    task: job.task,
    target: job.target,
    unit: job.unit,
    author,
    created: moment.toISOString(),
    started: moment.toISOString(),
    parent: head?.commit ?? null,
    branch: head?.branch ?? null,
    snapshot,
    patch: patch === null ? null : { sha256: sha256(patch.bytes), omitted: patch.omitted },
    hashes,
    settings,
    changed,
    engine: { name: settings.engine.name, version: '', backend: settings.engine.backend, device: '' },
    versions: {},
    data,
    notes: [...notes, ...pinned.notes],
  };
}

/** Where a run's trainer writes. */
export async function outOf(root: string, run: string): Promise<TrainerJob['out']> {
  const { cacheGB } = await readLocal(root);
  return {
    record: join(root, runFolder(run)),
    local: join(root, localRunFolder(run)),
    weights: join(root, layout.weights),
    cache: join(root, layout.cache),
    ...(cacheGB !== undefined && { cacheBytes: cacheGB * 1e9 }),
  };
}

const jobOf = async (root: string, run: string, { job }: RunPlan): Promise<string> =>
  JSON.stringify({ version: 1, run, ...job, project: root, out: await outOf(root, run) });

async function undo(root: string, run: string, repository: Repository | null): Promise<void> {
  for (const folder of [runFolder(run), localRunFolder(run)])
    await rm(join(root, folder), { recursive: true, force: true }).catch(() => {});
  await repository?.git(['update-ref', '-d', snapshotRef(run)]).catch(() => '');
}

/** Gives a run its name and writes all that must be on the disk before it starts; on failure nothing of it stays, and a UserError says why. */
export async function openRun(root: string, plan: RunPlan): Promise<OpenRun> {
  const moment = new Date();
  const run = await reserveName(root, plan.experiment, moment).catch((error: unknown) => {
    throw new UserError(`The run could not begin, because ${layout.localRuns} could not be written: ${writeFailure(error)}.`);
  });
  const pinned = await pinIfThere(root, run);
  const record = recordOf(plan, run, pinned, moment);
  const jobFile = join(root, localRunFolder(run), 'job.json');
  try {
    await writeBeside(jobFile, await jobOf(root, run, plan));
    await writeRunProcess(root, run, record.started, null);
    await writeRecord(root, record);
    if (pinned.patch !== null) await writeBeside(join(root, runFolder(run), 'changes.patch'), pinned.patch.bytes);
  } catch (error) {
    await undo(root, run, pinned.repository);
    throw new UserError(`The run could not begin, because its files could not be written: ${writeFailure(error)}.`);
  }
  return { record, head: pinned.head, jobFile };
}
