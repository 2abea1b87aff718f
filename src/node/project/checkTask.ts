import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasNoPatientIdentity } from '../../core/dataset/imageRow';
import { parseTable } from '../../core/dataset/table';
import { parseRecord } from '../../core/experiment/recordFile';
import { isRunName } from '../../core/experiment/runName';
import { fileProblem } from '../../core/project/fileProblem';
import { layout, runFolder } from '../../core/project/layout';
import type { Task, TaskCheck } from '../../core/project/steps';
import { readImageTable } from '../dataset/imageTableFile';
import { readStoredSplit } from '../dataset/readDataset';
import { listExperiments, readExperiment } from './readExperiment';
import { readProtocol } from './readProtocol';
import { readTextIfThere } from './readText';

/** Whether a task is done, and why not, or what there is. */
export type CheckedTask = { readonly state: 'done' | 'open'; readonly reason: string };

const done = (reason = ''): CheckedTask => ({ state: 'done', reason });
const open = (reason: string): CheckedTask => ({ state: 'open', reason });
const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Looks at what a task has made; throws UserError with what is invalid. */
export const checkTask = (root: string, task: Task): Promise<CheckedTask> => checks[task.check](root, task.files);

type Check = (root: string, files: readonly string[]) => Promise<CheckedTask>;

const checks: Readonly<Record<TaskCheck, Check>> = {
  files: checkFiles,
  rows: checkRows,
  protocol: checkProtocol,
  images: checkImages,
  labels: checkLabels,
  split: checkSplit,
  experiments: checkExperiments,
  run: checkRun,
  audit: checkAudit,
};

async function checkFiles(root: string, files: readonly string[]): Promise<CheckedTask> {
  for (const file of files) {
    const text = await readTextIfThere(root, file);
    if (text === null) return open(`${file.slice(file.lastIndexOf('/') + 1)} is missing`);
    const problem = fileProblem(file, text);
    if (problem !== null) return open(problem);
  }
  return done();
}

async function checkRows(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  if (complete.state === 'open') return complete;
  const [file = ''] = files;
  const { rows } = parseTable(file, (await readTextIfThere(root, file)) ?? '', []);
  return rows.length === 0 ? open('nothing is entered yet') : done(counted(rows.length, 'entry', 'entries'));
}

async function checkProtocol(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  const { labels } = await readProtocol(root);
  return complete.state === 'open' ? complete : done(counted(labels.length, 'label'));
}

async function checkImages(root: string): Promise<CheckedTask> {
  const { rows } = await readImageTable(root);
  if (rows.length === 0) return open('no images yet');
  const patients = new Set(rows.map(({ patient }) => patient)).size;
  const unknown = rows.some(hasNoPatientIdentity) ? ', patients not known' : '';
  return done(
    unknown === '' ? `${counted(rows.length, 'image')} of ${counted(patients, 'patient')}` : counted(rows.length, 'image') + unknown,
  );
}

async function checkLabels(root: string): Promise<CheckedTask> {
  const folder = join(root, layout.labels);
  const names = (await entries(folder)).filter((name) => !name.startsWith('.')).sort();
  const counts = await Promise.all(
    names.map(async (name) => ({ name, count: (await entries(join(folder, name))).filter((file) => file.endsWith('.json')).length })),
  );
  const labelled = counts.filter(({ count }) => count > 0);
  if (labelled.length === 0) return open('no labels yet');
  return done(labelled.map(({ name, count }) => `${counted(count, 'image')} by ${name}`).join(', '));
}

async function checkSplit(root: string): Promise<CheckedTask> {
  const stored = await readStoredSplit(root);
  if (stored === null) return open('not split yet');
  const { rows } = await readImageTable(root);
  const without = new Set(rows.map(({ patient }) => patient).filter((patient) => !stored.split.has(patient))).size;
  if (without > 0) return open(`${counted(without, 'patient')} of the images ${without === 1 ? 'has' : 'have'} no part yet: split again`);
  const part = (name: string): number => [...stored.split.values()].filter((value) => value === name).length;
  return done(`${part('train')} train, ${part('tuning')} tuning, ${part('test')} test`);
}

async function checkExperiments(root: string): Promise<CheckedTask> {
  const names = await listExperiments(root);
  if (names.length === 0) return open('no experiment yet');
  const labels = new Set((await readProtocol(root)).labels.map(({ name }) => name));
  for (const name of names) {
    const { target } = (await readExperiment(root, name, {})).experiment.data;
    if (!labels.has(target)) return open(`${name}.yaml has the target "${target}", which protocol.md does not declare`);
  }
  return done(names.join(', '));
}

async function checkRun(root: string): Promise<CheckedTask> {
  const runs = (await entries(join(root, layout.runs))).filter(isRunName).sort().reverse();
  // Newest first, so that a long history costs one look.
  for (const run of runs) if ((await stateOf(root, run)) === 'finished') return done(counted(runs.length, 'run'));
  return open(runs.length === 0 ? 'no run yet' : `${counted(runs.length, 'run')}, none finished`);
}

async function stateOf(root: string, run: string): Promise<string> {
  try {
    return parseRecord((await readTextIfThere(root, `${runFolder(run)}/record.json`)) ?? '', run).state;
  } catch {
    return 'damaged';
  }
}

async function checkAudit(root: string, [folder = '']: readonly string[]): Promise<CheckedTask> {
  const logs = (await entries(join(root, folder))).filter((name) => name.endsWith('.jsonl'));
  return logs.length === 0 ? open('no entry yet') : done(counted(logs.length, 'log'));
}

async function entries(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
