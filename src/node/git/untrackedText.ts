import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from './repository';

/** Something that a snapshot or patch does not hold, and why; `path` is relative to the repository's top. */
export type Omitted = { readonly path: string; readonly reason: string };

/** The untracked files that a snapshot takes along, relative to the repository's top, and those that it leaves. */
export type UntrackedText = { readonly paths: readonly string[]; readonly omitted: readonly Omitted[] };

const stepFolders = /^([1-7]-[a-z]+)\//;
const largest = 1_000_000;
// A foreign table (file names, patients) often lies beside the project's own ones; only those of design.md are known to be safe.
const ownTables =
  /^(2-team\/approvals|3-data\/(images|split|import-problems|series\/[^/]+)|7-governance\/(risk|incidents|changes|made-from|not-needed|accepted))\.csv$/;

type Verdict = 'take' | 'skip' | 'not text' | string;

const isText = (bytes: Uint8Array): boolean => {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

async function judge(root: string, path: string, inProject: string): Promise<Verdict> {
  if (inProject.startsWith('5-network/runs/')) return 'skip';
  if (inProject !== 'radsteps.yaml' && !stepFolders.test(inProject)) return 'skip';
  const file = join(root, path);
  const known = await lstat(file).catch(() => null);
  if (known === null) return 'skip';
  if (!known.isFile()) return 'not a plain file';
  if (/\.(csv|tsv)$/i.test(path) && !ownTables.test(inProject))
    return 'an untracked table may name patients; add it to git if the run depends on it';
  if (known.size >= largest) return /\.(json|ya?ml|csv|md|m?[jt]s|py)$/i.test(path) ? 'untracked and not under 1 MB' : 'not text';
  return isText(await readFile(file)) ? 'take' : 'not text';
}

/**
 * Sorts a project's untracked, not ignored files: text under 1 MB in the step folders is taken, run records and files elsewhere are passed
 * over. Files that are no text (films, perhaps with a patient's name) are counted per step, never named.
 */
export async function untrackedText({ root, prefix, git }: Repository): Promise<UntrackedText> {
  const listed = await git(['ls-files', '--others', '--exclude-standard', '-z', '--', ...(prefix === '' ? [] : [`:(literal)${prefix}`])]);
  const paths: string[] = [];
  const omitted: Omitted[] = [];
  const foreign = new Map<string, number>();
  for (const path of listed.split('\0').filter((name) => name !== '' && !name.endsWith('/'))) {
    const inProject = path.slice(prefix.length);
    const verdict = await judge(root, path, inProject);
    if (verdict === 'take') paths.push(path);
    else if (verdict === 'not text') {
      const step = `${prefix}${stepFolders.exec(inProject)?.[1] ?? ''}`;
      foreign.set(step, (foreign.get(step) ?? 0) + 1);
    } else if (verdict !== 'skip') omitted.push({ path, reason: verdict });
  }
  for (const [path, count] of foreign)
    omitted.push({ path, reason: `${count} untracked ${count === 1 ? 'file' : 'files'} that are no small text` });
  return { paths, omitted };
}
