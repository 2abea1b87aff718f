import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository, temporary } from './places';

/** Folders of the bone-age project that the tests open: its root, and the films it was imported from. */
export type SmallProject = { readonly root: string; readonly films: string };

const filmCount = 24;
let made: Promise<string> | undefined;

/** A bone-age project of 24 films with a split and one finished run, made once; `scripts/test.mjs` shares it between its parts. */
export async function smallProject(): Promise<SmallProject> {
  made ??= process.env.RADSTEPS_TEST_FOLDER
    ? makeOnce(process.env.RADSTEPS_TEST_FOLDER)
    : mkdtemp(join(temporary(), 'radsteps-project-')).then(makeOnce);
  const folder = await made;
  return { root: join(folder, 'project'), films: join(folder, 'films') };
}

/** Removes the project again unless `scripts/test.mjs` owns its folder. */
export async function removeSmallProject(): Promise<void> {
  if (made === undefined || process.env.RADSTEPS_TEST_FOLDER) return;
  const folder = await made;
  // The next one of the same process makes it anew.
  made = undefined;
  await rm(folder, { recursive: true, force: true });
}

/** Runs the built command line and resolves to its standard output. */
export async function radsteps(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(repository, 'dist', 'cli.js'), ...args], { maxBuffer: 1 << 26 });
  return stdout;
}

async function makeOnce(folder: string): Promise<string> {
  if (existsSync(join(folder, 'project'))) return folder;
  const beside = join(folder, 'project.new');
  const films = join(folder, 'films');
  await radsteps('films', films, '--count', String(filmCount), '--seed', '1');
  await radsteps('new', 'bone-age', beside, '--name', 'Small', '--data-root', films, '--reader', 'tester', '--own-repository');
  await radsteps('-C', beside, 'import', films, '--labels', join(films, 'bone-age.csv'));
  await radsteps('-C', beside, 'split');
  await radsteps('-C', beside, 'train', 'quick', '--set', 'train.epochs=2');
  await rename(beside, join(folder, 'project'));
  return folder;
}
