import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ImportOptions, importImages } from '../../../../src/node/dataset/importImages';
import { writeLocal } from '../../../../src/node/project/local';

/** A project with a protocol, and a folder for images beside it. */
export type DatasetProject = { readonly base: string; readonly root: string; readonly films: string };

const protocol = `---
labels:
  - name: bone_age
    title: Bone age
    kind: number
    unit: months
    minimum: 0
    maximum: 240
  - name: fracture
    title: Fracture
    kind: category
    values: ["no", "yes"]
  - name: fracture_box
    title: Fracture
    kind: box
---
`;

export async function makeDatasetProject(name = 'project'): Promise<DatasetProject> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'radsteps-dataset-')));
  const root = join(base, name);
  const films = join(base, 'films');
  await put(join(root, '3-data/protocol.md'), protocol);
  await put(join(root, '.radsteps/key'), '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n');
  await writeLocal(root, { dataRoot: films, roots: {}, reader: 'tester' });
  await mkdir(films);
  return { base, root, films };
}

export const removeProject = ({ base }: DatasetProject): Promise<void> => rm(base, { recursive: true, force: true });

export async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

export const runImport = (
  { root, films }: DatasetProject,
  options: Partial<ImportOptions> = {},
  signal: AbortSignal = new AbortController().signal,
) => importImages(root, films, { layout: 'auto', ...options }, () => undefined, signal);

export const readText = (root: string, file: string): Promise<string> => readFile(join(root, file), 'utf8');

/** Every file under a folder but those in `.radsteps`, with its text. */
export async function filesUnderGit(root: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const shared = files.filter((file) => !file.includes('/.radsteps/') && !file.includes('\\.radsteps\\'));
  return new Map(await Promise.all(shared.map(async (file) => [file.slice(root.length + 1), await readFile(file, 'utf8')] as const)));
}
