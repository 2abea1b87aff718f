import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepName } from '../../core/experiment/groupName';
import type { SweepRecord, SweepTrial } from '../../core/experiment/sweepRecord';
import { layout, localRunFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { findRepository, type Head, isRepository, readHead } from '../git/repository';
import { groupRuns } from './groupRuns';
import type { SweepPlan } from './planSweep';
import { runLife, writeRunProcess } from './runProcess';
import { readSweepPlan, readSweepQueue, readSweepRecord, writeSweepPlan, writeSweepQueue, writeSweepRecord } from './sweepFiles';
import { writeFailure } from './writeRecord';

/** A sweep on the disk that is about to train: its record says `running`. */
export type OpenSweep = {
  readonly record: SweepRecord;
  readonly plan: SweepPlan;
  /** Where HEAD stood; null without a repository. */
  readonly head: Pick<Head, 'branch' | 'commit'> | null;
};

function recordOf(plan: SweepPlan, group: string, created: string, atOnce: number): SweepRecord {
  const { experiment, experimentHash, changed, sweep, rungs, bases, trials } = plan;
  const [base] = bases;
  if (base === undefined) throw new RangeError('a sweep without a run');
  const { task, target, unit } = base.job;
  const open = trials.map(({ settings }, place): SweepTrial => {
    const nothing = { state: 'open', run: null, rungs: 0, epochs: 0, metric: null } as const;
    return { index: place + 1, settings, ...nothing };
  });
  return {
    ...{ version: 1, group, state: 'running', experiment, task, target, unit, created, ended: null, experimentHash, changed },
    ...{ sweep, of: trials.length, atOnce, rungs, trials: open, notes: base.notes },
  };
}

async function headOf(root: string): Promise<OpenSweep['head']> {
  const repository = await findRepository(root);
  return isRepository(repository) ? readHead(repository).catch(() => null) : null;
}

/** Gives a sweep its name and writes what must be on the disk before its first run; UserError when that can't be written. */
export async function openSweep(root: string, plan: SweepPlan, atOnce: number): Promise<OpenSweep> {
  const moment = new Date();
  const group = sweepName(moment, plan.experiment, randomBytes(2).toString('hex'));
  const record = recordOf(plan, group, moment.toISOString(), atOnce);
  try {
    await mkdir(join(root, layout.localRuns), { recursive: true });
    await mkdir(join(root, localRunFolder(group)));
    await writeSweepPlan(root, group, plan);
    await writeRunProcess(root, group, record.created, null);
    await writeSweepRecord(root, record);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The sweep could not begin, because its files could not be written: ${writeFailure(error)}.`);
  }
  return { record, plan, head: await headOf(root) };
}

/** The names of runs that a killed command had begun without noting them. */
async function withRuns(root: string, record: SweepRecord): Promise<SweepRecord> {
  const runs = new Map((await groupRuns(root, record.group)).map(({ run, sweep }) => [sweep?.index, run]));
  return { ...record, trials: record.trials.map((trial) => ({ ...trial, run: trial.run ?? runs.get(trial.index) ?? null })) };
}

/** Opens a sweep of this machine that was paused or killed; UserError where it can't go on, or still trains. */
export async function reopenSweep(root: string, group: string, atOnce: number | undefined): Promise<OpenSweep> {
  const record = await readSweepRecord(root, group);
  if (record.state !== 'running' && record.state !== 'paused')
    throw new UserError(`The sweep ${group} has ended (${record.state}); \`radsteps sweep ${record.experiment}\` begins another.`);
  const life = record.state === 'running' ? await runLife(root, group) : 'dead';
  if (life === 'alive') throw new UserError(`The sweep ${group} still trains; \`radsteps sweep --pause ${group}\` pauses it.`);
  const plan = await readSweepPlan(root, group);
  if (life === 'elsewhere' || plan === null)
    throw new UserError(
      `The sweep ${group} was begun on another machine, so it can only go on there; \`radsteps sweep ${record.experiment} --new\` begins anew here.`,
    );
  const again: SweepRecord = { ...(await withRuns(root, record)), state: 'running', ended: null, atOnce: atOnce ?? record.atOnce };
  await writeSweepQueue(root, group, { ...(await readSweepQueue(root, group)), request: null });
  await writeRunProcess(root, group, record.created, null);
  await writeSweepRecord(root, again);
  return { record: again, plan, head: await headOf(root) };
}
