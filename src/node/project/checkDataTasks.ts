import { join } from 'node:path';
import { hasNoPatientIdentity } from '../../core/dataset/imageRow';
import { consensusReader } from '../../core/label/consensusReader';
import { type Acceptance, acceptanceFile, neededPatients } from '../../core/project/acceptance';
import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import { readImageTable } from '../dataset/imageTableFile';
import { readStoredSplit } from '../dataset/readDataset';
import { type CheckedTask, checkFiles, counted, done, entries, open } from './checkedTask';
import { readProtocol } from './readProtocol';
import { readTextIfThere } from './readText';

/** The protocol declares labels, and has no open question. */
export async function checkProtocol(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  const { labels } = await readProtocol(root);
  return complete.state === 'open' ? complete : done(counted(labels.length, 'label'));
}

/** There are images. */
export async function checkImages(root: string): Promise<CheckedTask> {
  const { rows } = await readImageTable(root);
  if (rows.length === 0) return open('no images yet');
  const patients = new Set(rows.map(({ patient }) => patient)).size;
  const unknown = rows.some(hasNoPatientIdentity) ? ', patients not known' : '';
  return done(
    unknown === '' ? `${counted(rows.length, 'image')} of ${counted(patients, 'patient')}` : counted(rows.length, 'image') + unknown,
  );
}

type ReaderFiles = { readonly name: string; readonly files: readonly string[] };

async function labelledBy(root: string): Promise<readonly ReaderFiles[]> {
  const folder = join(root, layout.labels);
  const names = (await entries(folder)).filter((name) => !name.startsWith('.')).sort();
  const found = await Promise.all(
    names.map(async (name) => ({ name, files: (await entries(join(folder, name))).filter((file) => file.endsWith('.json')) })),
  );
  return found.filter(({ files }) => files.length > 0);
}

/** Somebody has labelled. */
export async function checkLabels(root: string): Promise<CheckedTask> {
  const labelled = await labelledBy(root);
  if (labelled.length === 0) return open('no labels yet');
  return done(labelled.map(({ name, files }) => `${counted(files.length, 'image')} by ${name}`).join(', '));
}

/** Two readers or more have read every image of the test part (of all images before the split); files are counted, not read. */
export async function checkAgreement(root: string): Promise<CheckedTask> {
  const readers = (await labelledBy(root)).filter(({ name }) => name !== consensusReader);
  if (readers.length < 2) return open(readers.length === 0 ? 'no labels yet' : 'one reader only: a second one has to read the test part');
  const stored = await readStoredSplit(root);
  const { rows } = await readImageTable(root);
  const wanted = rows.filter(({ patient }) => stored === null || stored.split.get(patient) === 'test');
  const sets = readers.map(({ files }) => new Set(files));
  const twice = wanted.filter(({ image }) => sets.filter((set) => set.has(`${image}.json`)).length >= 2).length;
  const words = `${twice} of ${counted(wanted.length, 'image')}${stored === null ? '' : ' of the test part'} read twice`;
  return twice === wanted.length && twice > 0 ? done(words) : open(words);
}

/** Every patient has a part. */
export async function checkSplit(root: string): Promise<CheckedTask> {
  const stored = await readStoredSplit(root);
  if (stored === null) return open('not split yet');
  const { rows } = await readImageTable(root);
  const without = new Set(rows.map(({ patient }) => patient).filter((patient) => !stored.split.has(patient))).size;
  if (without > 0) return open(`${counted(without, 'patient')} of the images ${without === 1 ? 'has' : 'have'} no part yet: split again`);
  const part = (name: string): number => [...stored.split.values()].filter((value) => value === name).length;
  return done(`${part('train')} train, ${part('tuning')} tuning, ${part('test')} test`);
}

/** The test part has as many patients as the acceptance criteria ask for. */
export async function checkSize(root: string): Promise<CheckedTask> {
  const stored = await readStoredSplit(root);
  if (stored === null) return open('not split yet');
  const text = await readTextIfThere(root, acceptanceFile);
  if (text === null) return open('acceptance.yaml is missing: it says how many are needed');
  const needed = neededPatients(parseYaml<Acceptance>(acceptanceFile, text, 'acceptance'));
  const { rows } = await readImageTable(root);
  const tested = new Set(rows.map(({ patient }) => patient).filter((patient) => stored.split.get(patient) === 'test')).size;
  const words = `${counted(tested, 'patient')} in the test part, acceptance.yaml asks for ${needed}`;
  return tested >= needed ? done(words) : open(words);
}
