import { mkdir, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import { gitWords } from '../git/git';
import { findRepository, isRepository, type Repository } from '../git/repository';

/** The name of the merge driver in git's configuration and in .gitattributes. */
export const mergeDriver = 'radsteps-labels';

/** Whether git merges labels by RadSteps in this clone: it was set up already, it is now, or the reason why not as a sentence. */
export type MergeSetup = { readonly state: 'there' } | { readonly state: 'made' } | { readonly state: 'none'; readonly reason: string };

/**
 * Makes git merge label files by `radsteps merge-labels` in this clone, started by `command` (program and first arguments): git's own
 * configuration can't travel in a repository, because it names programs. Where the project's .gitattributes lacks the line (an older
 * project), the clone's own attributes get it. Never throws.
 */
export async function setUpMerge(root: string, command: readonly string[]): Promise<MergeSetup> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return { state: 'none', reason: `${repository.reason}.` };
  try {
    const changed = [await setDriver(repository, command), await setAttributes(repository)];
    return { state: changed.includes(true) ? 'made' : 'there' };
  } catch (error) {
    return { state: 'none', reason: `Git could not be told how to merge labels: ${gitWords(error)}.` };
  }
}

/** Git runs the driver by a shell, also on Windows, and replaces what follows a per cent sign. */
const shellWord = (word: string): string => `'${word.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;

async function setDriver({ git }: Repository, command: readonly string[]): Promise<boolean> {
  const settings = [
    ['name', 'RadSteps: labels, mark by mark'],
    ['driver', `${command.map(shellWord).join(' ')} merge-labels %O %A %B %P`],
  ] as const;
  let changed = false;
  for (const [key, value] of settings) {
    const name = `merge.${mergeDriver}.${key}`;
    // Without a value git says nothing and exits with 1.
    const old = await git(['config', '--local', '--get', name]).catch(() => '');
    if (old.replace(/\n$/, '') === value) continue;
    await git(['config', '--local', name, value]);
    changed = true;
  }
  return changed;
}

async function setAttributes({ git, prefix, root }: Repository): Promise<boolean> {
  const labels = `${prefix}${layout.labels}`;
  const found = await git(['check-attr', '-z', 'merge', '--', `${labels}/reader/image.json`]);
  if (found.split('\0')[2] === mergeDriver) return false;
  const file = resolve(root, (await git(['rev-parse', '--git-path', 'info/attributes'])).replace(/\n$/, ''));
  const old = await readFile(file, 'utf8').catch(() => '');
  await mkdir(dirname(file), { recursive: true });
  const pattern = `/${labels}/**`.replace(/[[\]*?\\](?!\*?$)/g, '\\$&');
  const line = `${/[\s"]/.test(pattern) ? JSON.stringify(pattern) : pattern} merge=${mergeDriver}`;
  await writeBeside(file, `${old === '' || old.endsWith('\n') ? old : `${old}\n`}${line}\n`);
  return true;
}
