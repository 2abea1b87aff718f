import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from './repository';
import type { Omitted } from './untrackedText';

/** A patch that turns the parent commit's files into those that a run used. */
export type ChangesPatch = { readonly bytes: Uint8Array; readonly omitted: readonly Omitted[] };

type Change = { readonly path: string; readonly lines: number | null };

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const largest = 10_000_000;
const plain = ['--no-ext-diff', '--no-textconv', '--no-color', '--no-renames', '--no-relative', '--submodule=short'];

async function changesOf({ git }: Repository, from: string, to: string): Promise<readonly Change[]> {
  const listed = await git(['diff', ...plain, '--numstat', '-z', from, to]);
  return listed
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [added = '', removed = '', ...path] = line.split('\t');
      return { path: path.join('\t'), lines: added === '-' ? null : Number(added) + Number(removed) };
    });
}

// Written to a file by git, because text on its way through a string would lose bytes that are not UTF-8.
async function diffBytes({ git, gitFolder }: Repository, from: string, to: string, without: readonly string[]): Promise<Uint8Array> {
  const file = join(gitFolder, `radsteps-${randomBytes(6).toString('hex')}.patch`);
  try {
    const excluded = without.map((path) => `:(top,exclude,literal)${path}`);
    const prefixes = ['--src-prefix=a/', '--dst-prefix=b/', '--full-index', '--unified=3'];
    await git(['diff', ...plain, ...prefixes, `--output=${file}`, from, to, '--', ':(top)', ...excluded]);
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
  }
}

async function binaryOmitted({ git }: Repository, parent: string | null, paths: readonly string[]): Promise<readonly Omitted[]> {
  if (paths.length === 0) return [];
  const listed = parent === null ? '' : await git(['ls-tree', '-r', '--name-only', '-z', parent, '--', ...paths]);
  const known = new Set(listed.split('\0'));
  const added = paths.filter((path) => !known.has(path)).length;
  const named = paths.filter((path) => known.has(path)).map((path) => ({ path, reason: 'binary' }));
  return added === 0 ? named : [...named, { path: '.', reason: `${added} newly staged binary ${added === 1 ? 'file' : 'files'}` }];
}

/**
 * The difference between the parent commit (null: nothing yet) and a snapshot's tree, for `git apply` at the repository's top. Binary files
 * stay out, and of more than `limit` bytes (10 MB) the files with the most changed lines; each is named with its reason, but new binary
 * files (films, perhaps with a patient's name) are only counted.
 */
export async function changesPatch(repository: Repository, parent: string | null, tree: string, limit = largest): Promise<ChangesPatch> {
  const from = parent ?? emptyTree;
  const changes = await changesOf(repository, from, tree);
  if (changes.length === 0) return { bytes: new Uint8Array(), omitted: [] };
  const binary = changes.filter(({ lines }) => lines === null).map(({ path }) => path);
  const without = [...binary];
  const omitted: Omitted[] = [...(await binaryOmitted(repository, parent, binary))];
  const byLines = changes.filter(({ lines }) => lines !== null).sort((a, b) => (b.lines ?? 0) - (a.lines ?? 0));
  for (let dropped = 1; ; dropped *= 2) {
    const bytes = await diffBytes(repository, from, tree, without);
    if (bytes.length <= limit) return { bytes, omitted };
    const large = byLines.splice(0, dropped);
    if (large.length === 0) return { bytes: new Uint8Array(), omitted };
    without.push(...large.map(({ path }) => path));
    omitted.push(...large.map(({ path }) => ({ path, reason: 'the patch would be too large with it' })));
  }
}
