import { join } from 'node:path';
import { type CompareOptions, compareLabels, type LabelChange } from '../../core/label/compareLabels';
import type { Label } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { spacingOf } from '../../core/label/spacingOf';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readIfThere } from '../dataset/readIfThere';
import { gitWords } from '../git/git';
import { readBlobs } from '../git/readBlobs';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { readProtocol } from '../project/readProtocol';

/** What to compare: a commit with another (the files as they are now, unless named); or what a branch changed since it left HEAD. */
export type ChangeRange = { readonly from?: string; readonly to?: string; readonly branch?: string };

/** What changed in one label file; `was` is its path before, where that differed. */
export type ChangedLabel = { readonly file: string; readonly was?: string } & (ComparedLabel | { readonly problem: string });

/** A label's changes; with the two labels themselves where they were asked for. */
export type ComparedLabel = {
  readonly image: string;
  readonly reader: string;
  readonly changes: readonly LabelChange[];
  readonly before?: Label | null;
  readonly after?: Label | null;
};

/** Which label files, by their path from the project (all otherwise), and whether the labels themselves are wanted. */
export type ChangesWanted = { readonly file?: string; readonly whole?: boolean };

/** The labels that changed in a range, sorted by path, each with what changed in words; throws UserError where there is no repository or no such commit. */
export async function labelChanges(
  root: string,
  range: ChangeRange,
  { file: only, whole = false }: ChangesWanted = {},
): Promise<readonly ChangedLabel[]> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) throw new UserError(`Label changes are not known: ${repository.reason}.`);
  const { from, to } = await resolved(repository, range);
  const protocol = await readProtocol(root);
  const rows = new Map((await readImageTable(root)).rows.map((row) => [row.image, row]));
  const optionsFor = (image: string): CompareOptions => {
    const row = rows.get(image);
    return { protocol, spacing: row === undefined ? null : spacingOf(row) };
  };
  const inProject = (path: string): string => path.slice(repository.prefix.length);
  const pairs = (await changedFiles(repository, from, to)).filter(
    ({ before, after }) => only === undefined || [before, after].some((path) => path !== null && inProject(path) === only),
  );
  const changed: ChangedLabel[] = [];
  for (let at = 0; at < pairs.length; at += atOnce) {
    for (const { before, after, old, fresh } of await readPairs(repository, pairs.slice(at, at + atOnce), { from, to })) {
      const file = inProject(after ?? before ?? '');
      const was = before === null || after === null || before === after ? {} : { was: inProject(before) };
      changed.push({ file, ...was, ...compareTexts({ old, fresh, file, whole }, optionsFor) });
    }
  }
  return changed.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/** Label files whose texts are held at once. */
const atOnce = 200;

type Range = { readonly from: string; readonly to: string | null };

async function resolved({ git }: Repository, { from = 'HEAD', to, branch }: ChangeRange): Promise<Range> {
  const commit = async (word: string): Promise<string> => {
    const found = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${word}^{commit}`]).catch(() => '');
    if (found.trim() === '') throw new UserError(`There is no commit, branch or tag "${word}" in this repository.`);
    return found.trim();
  };
  if (branch === undefined) return { from: await commit(from), to: to === undefined ? null : await commit(to) };
  const end = await commit(branch);
  const base = await git(['merge-base', 'HEAD', end]).catch((error: unknown) => {
    throw new UserError(`The branch "${branch}" has nothing in common with this one (${gitWords(error)}).`);
  });
  return { from: base.trim(), to: end };
}

type Pair = { readonly before: string | null; readonly after: string | null };

/** Label files that differ, as paths from the repository's top, with their renames; files that git does not know yet count as new. */
async function changedFiles({ git, prefix }: Repository, from: string, to: string | null): Promise<readonly Pair[]> {
  const below = `:(top,literal)${prefix}${layout.labels}`;
  const words = (await git(['diff', '--name-status', '-z', '-M', '--no-ext-diff', from, ...(to === null ? [] : [to]), '--', below])).split(
    '\0',
  );
  const pairs: Pair[] = [];
  for (let at = 0; at + 1 < words.length; ) {
    const [status = '', first = '', second = ''] = words.slice(at, at + 3);
    const isMoved = /^[RC]/.test(status);
    at += isMoved ? 3 : 2;
    if (isMoved) pairs.push({ before: first, after: second });
    else pairs.push({ before: status === 'A' ? null : first, after: status === 'D' ? null : first });
  }
  const fresh =
    to === null ? (await git(['ls-files', '--others', '--exclude-standard', '-z', '--full-name', '--', below])).split('\0') : [];
  const all = [...pairs, ...fresh.filter(Boolean).map((after) => ({ before: null, after }))];
  return all.filter(({ before, after }) => (after ?? before ?? '').endsWith('.json'));
}

type Texts = { readonly old: string | null; readonly fresh: string | null };

async function readPairs(repository: Repository, pairs: readonly Pair[], { from, to }: Range): Promise<readonly (Pair & Texts)[]> {
  const [oldName, newName] = [(path: string) => `${from}:${path}`, (path: string) => `${to}:${path}`];
  const names = pairs.flatMap(({ before, after }) => [
    ...(before === null ? [] : [oldName(before)]),
    ...(after === null || to === null ? [] : [newName(after)]),
  ]);
  const texts = await readBlobs(repository, names);
  const textOf = (name: string): string | null => texts.get(name) ?? null;
  return Promise.all(
    pairs.map(async ({ before, after }) => {
      const old = before === null ? null : textOf(oldName(before));
      const fresh = after === null ? null : to === null ? await readIfThere(join(repository.root, after)) : textOf(newName(after));
      return { before, after, old, fresh };
    }),
  );
}

type Comparison = Texts & { readonly file: string; readonly whole: boolean };

function compareTexts(
  { old, fresh, file, whole }: Comparison,
  optionsFor: (image: string) => CompareOptions,
): ComparedLabel | { readonly problem: string } {
  try {
    const [before = null, after = null] = [old, fresh].map((text): Label | null => (text === null ? null : parseLabel(text, file)));
    const { image, reader } = after ?? before ?? { image: '', reader: '' };
    const changes = compareLabels(before, after, optionsFor(image));
    return { image, reader, changes, ...(whole ? { before, after } : {}) };
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message };
    throw error;
  }
}
