import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type MadeProject, type NewProjectOptions, newProject } from '../../../../src/node/project/newProject';

/** The templates of this repository. */
export const templatesFolder = resolve(dirname(__filename), '../../../../templates');

/** A folder that is removed after the tests of a `describe`. */
export function temporaryFolder(): () => string {
  let folder = '';
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'radsteps-project-')));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Makes a bone-age project in a folder. */
export const makeProject = (folder: string, more: Partial<NewProjectOptions> = {}): Promise<MadeProject> =>
  newProject({ template: 'bone-age', folder, name: 'Bone age', templatesFolder, ...more });

/** Writes a file and the folders above it. */
export async function put(root: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
