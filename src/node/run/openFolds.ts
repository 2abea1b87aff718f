import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foldMethod } from '../../core/dataset/makeFolds';
import { countImages } from '../../core/experiment/chooseImages';
import type { FoldEntry, FoldsRecord } from '../../core/experiment/foldsRecord';
import { groupName } from '../../core/experiment/groupName';
import { layout, localRunFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { findRepository, type Head, isRepository, readHead } from '../git/repository';
import { writeFolds } from './foldFiles';
import { type FoldsPlan, foldPlan } from './planFolds';
import { writeRunProcess } from './runProcess';
import { clearStop } from './stopMark';
import { writeFailure } from './writeRecord';

/** A cross-validation on the disk that is about to train: its record says `running`. */
export type OpenFolds = {
  readonly record: FoldsRecord;
  readonly plan: FoldsPlan;
  /** Where HEAD stood; null without a repository. */
  readonly head: Pick<Head, 'branch' | 'commit'> | null;
};

const selection =
  "Each fold's epoch and operating point were chosen on 15 % of the patients of its other folds, never on the images that it predicts.";

const planFile = (root: string, group: string): string => join(root, localRunFolder(group), 'plan.json');

function recordOf(plan: FoldsPlan, group: string, created: string): FoldsRecord {
  const { base, folds, seed, notes } = plan;
  const { task, target, unit, classes } = base.job;
  const entries = folds.map((_, place): FoldEntry => {
    const { plan: run, held } = foldPlan(plan, group, place + 1);
    const parts = { train: run.data.train, tuning: run.data.tuning, held: countImages(held) };
    return { index: place + 1, run: null, state: 'open', ...parts, predicted: null, metrics: {} };
  });
  return {
    ...{ version: 1, group, state: 'running', experiment: base.experiment, task, target, unit, classes, created, ended: null },
    ...{ hashes: base.hashes, changed: base.changed, method: foldMethod, seed, of: folds.length, selection, folds: entries },
    ...{ pooled: null, notes: [...base.notes, ...notes] },
  };
}

async function headOf(root: string): Promise<OpenFolds['head']> {
  const repository = await findRepository(root);
  return isRepository(repository) ? readHead(repository).catch(() => null) : null;
}

/** Gives a cross-validation its name and writes what must be on the disk before its first run; UserError when that can't be written. */
export async function openFolds(root: string, plan: FoldsPlan): Promise<OpenFolds> {
  const moment = new Date();
  const group = groupName(moment, plan.base.experiment, randomBytes(2).toString('hex'));
  const record = recordOf(plan, group, moment.toISOString());
  try {
    await mkdir(join(root, layout.localRuns), { recursive: true });
    await mkdir(join(root, localRunFolder(group)));
    await writeBeside(planFile(root, group), JSON.stringify({ version: 1, ...plan }));
    await writeRunProcess(root, group, record.created, null);
    await writeFolds(root, record);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The cross-validation could not begin, because its files could not be written: ${writeFailure(error)}.`);
  }
  return { record, plan, head: await headOf(root) };
}

/** Opens a cross-validation of this machine again; UserError where its plan is not here. */
export async function reopenFolds(root: string, record: FoldsRecord): Promise<OpenFolds> {
  const { group } = record;
  const text = await readFile(planFile(root, group), 'utf8').catch(() => null);
  if (text === null)
    throw new UserError(
      `The cross-validation ${group} was not begun on this machine (${localRunFolder(group)} holds no plan), so it can only go on where it was; \`radsteps train ${record.experiment} --folds ${record.of}\` begins anew.`,
    );
  const { reason: _, ...rest } = record;
  const again: FoldsRecord = { ...rest, state: 'running', ended: null };
  await clearStop(root, group);
  await writeRunProcess(root, group, record.created, null);
  await writeFolds(root, again);
  return { record: again, plan: JSON.parse(text) as FoldsPlan, head: await headOf(root) };
}
