import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../../core/experiment/runName';
import { layout } from '../../core/project/layout';
import { readGit } from '../git/gitOutput';
import type { Repository } from '../git/repository';

/** The runs in the working tree, and for those whose record git holds just as it lies there, the object's name. */
export type TreeRuns = {
  /** Newest first. */
  readonly names: readonly string[];
  readonly objects: ReadonlyMap<string, string>;
  /** Runs that git does not hold as they lie on the disk. */
  readonly pending: ReadonlySet<string>;
};

const newestFirst = (names: Iterable<string>): readonly string[] => [...names].sort((a, b) => (a < b ? 1 : -1));

/** The names of the runs in the working tree; none where there is no such folder. */
export async function runNames(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, layout.runs), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return newestFirst(entries.filter((entry) => entry.isDirectory() && isRunName(entry.name)).map(({ name }) => name));
}

const runsFolder = ({ prefix }: Repository): string => `${prefix}${layout.runs}/`;

/** Looks which runs of the working tree git holds unchanged: those are read from git, many at once. */
export async function treeRuns(root: string, repository: Repository): Promise<TreeRuns> {
  const folder = runsFolder(repository);
  const status = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', `:(literal)${folder}`];
  const list = ['ls-files', '--stage', '-z', '--', `:(glob)${folder.replace(/[*?[\]\\]/g, '\\$&')}*/record.json`];
  const [names, changed, staged] = await Promise.all([
    runNames(root),
    readGit(repository.root, ['--no-optional-locks', ...status]).catch(() => ''),
    readGit(repository.root, list).catch(() => ''),
  ]);
  const paths = changed.split('\0').map((line) => line.slice(3));
  const pending = new Set(paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length).split('/')[0] ?? ''));
  const objects = new Map<string, string>();
  for (const line of staged.split('\0')) {
    const [, object = '', path = ''] = /^\d+ ([0-9a-f]+) 0\t(.*)$/s.exec(line) ?? [];
    const run = path.slice(folder.length, -'/record.json'.length);
    if (object !== '' && isRunName(run) && !pending.has(run)) objects.set(run, object);
  }
  return { names, objects, pending };
}

/** A run of some branch or tag: the object of its folder, and the refs that have it. */
export type RefRun = { readonly run: string; readonly folder: string; readonly refs: readonly string[] };

/** Branches (of remotes too) and tags with the commits they stand on, the last moved first; `short` is what people call them. */
async function refsOf({ root }: Repository): Promise<readonly { readonly short: string; readonly object: string }[]> {
  const format = '--format=%(objectname) %(refname)';
  const listed = await readGit(root, ['for-each-ref', '--sort=-creatordate', format, 'refs/heads', 'refs/remotes', 'refs/tags']);
  return listed
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith('/HEAD'))
    .map((line) => {
      const [object = '', name = ''] = line.split(' ');
      return { short: name.replace(/^refs\/(heads|remotes|tags)\//, ''), object };
    });
}

/** The runs of all branches and tags, newest first; of a run that differs between them the version of the ref that moved last. */
export async function refRuns(repository: Repository): Promise<readonly RefRun[]> {
  const refs = await refsOf(repository);
  const folder = runsFolder(repository).slice(0, -1);
  const asked = refs.map(({ object }) => `${object}^{commit}:${folder}\n`).join('');
  const trees = (await readGit(repository.root, ['cat-file', '--batch-check=%(objectname) %(objecttype)', '--buffer'], asked)).split('\n');
  const runsOf = new Map<string, Promise<readonly (readonly [run: string, folder: string])[]>>();
  const found = new Map<string, { readonly folder: string; readonly refs: string[] }>();
  for (const [index, { short }] of refs.entries()) {
    const [, tree] = /^([0-9a-f]{40,64}) tree$/.exec(trees[index] ?? '') ?? [];
    if (tree === undefined) continue;
    const known = runsOf.get(tree) ?? listTree(repository, tree);
    runsOf.set(tree, known);
    for (const [run, object] of await known) {
      const entry = found.get(run);
      if (entry === undefined) found.set(run, { folder: object, refs: [short] });
      else entry.refs.push(short);
    }
  }
  return newestFirst(found.keys()).flatMap((run) => {
    const entry = found.get(run);
    return entry === undefined ? [] : [{ run, ...entry }];
  });
}

async function listTree({ root }: Repository, tree: string): Promise<readonly (readonly [run: string, folder: string])[]> {
  const listed = await readGit(root, ['ls-tree', '-z', tree]);
  return listed.split('\0').flatMap((line) => {
    const [, object = '', name = ''] = /^\d+ tree ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    return isRunName(name) ? [[name, object] as const] : [];
  });
}
