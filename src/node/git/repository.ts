import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Git, gitAt, gitWords } from './git';

/** The git repository that a project lies in; the project may be a folder deep inside it. */
export type Repository = {
  /** Absolute path of the working tree's top. */
  readonly root: string;
  /** The project's folder relative to `root` with forward slashes and one at the end; '' when it is the top. */
  readonly prefix: string;
  /** Absolute path of the git folder (of this worktree, where there are several). */
  readonly gitFolder: string;
  /** Absolute path of the user's index; need not exist. */
  readonly index: string;
  /** Git at `root`: paths on its command lines are relative to the top. */
  readonly git: Git;
};

/** Why there is nothing to commit to, as a sentence without its full stop. */
export type NoRepository = { readonly reason: string };

/** Where HEAD stands. */
export type Head = {
  /** Short branch name; null when HEAD is detached. */
  readonly branch: string | null;
  /** The ref that a commit moves: `refs/heads/...`, or HEAD itself when detached. */
  readonly ref: string;
  /** null before the first commit. */
  readonly commit: string | null;
};

/** True for a repository, false for the reason why there is none. */
export const isRepository = (found: Repository | NoRepository): found is Repository => 'git' in found;

async function whyNone(git: Git): Promise<string> {
  try {
    const bare = (await git(['rev-parse', '--is-bare-repository'])).trim() === 'true';
    return bare ? 'The project lies in a bare git repository, which has no working tree' : "The project lies in git's own folder";
  } catch (error) {
    const words = gitWords(error);
    if (/ENOENT/.test(words)) return 'Git is not installed or not on the PATH';
    if (/dubious ownership/.test(words)) return `Git refuses the repository: ${words}`;
    return 'The project is not in a git repository (`git init` makes one)';
  }
}

/** Finds the repository of a project's folder; the reason as a sentence when there is none to commit to. */
export async function findRepository(project: string): Promise<Repository | NoRepository> {
  const here = gitAt(project);
  try {
    const words = await here(['rev-parse', '--show-toplevel', '--show-prefix', '--absolute-git-dir']);
    const [root = '', prefix = '', gitFolder = ''] = words.split('\n');
    if (root === '' || gitFolder === '') return { reason: await whyNone(here) };
    return { root: resolve(root), prefix, gitFolder: resolve(gitFolder), index: resolve(gitFolder, 'index'), git: gitAt(root) };
  } catch {
    return { reason: await whyNone(here) };
  }
}

/** HEAD of a repository; works before the first commit and when detached. */
export async function readHead({ git }: Repository): Promise<Head> {
  const [symbolic, commit] = await Promise.all([
    git(['symbolic-ref', '-q', 'HEAD']).then((text) => text.trim()),
    git(['rev-parse', '-q', '--verify', 'HEAD^{commit}']).then((text) => text.trim()),
  ]);
  const branch = symbolic === '' ? null : symbolic.replace(/^refs\/heads\//, '');
  return { branch, ref: symbolic === '' ? 'HEAD' : symbolic, commit: commit === '' ? null : commit };
}

/** What the user is in the middle of and a commit would disturb, in words; null otherwise. A merge is not disturbed. */
export function interruptedWork({ gitFolder }: Repository): string | null {
  const has = (name: string) => existsSync(join(gitFolder, name));
  if (has('rebase-merge') || has('rebase-apply')) return 'A rebase is in progress';
  if (has('BISECT_LOG')) return 'A bisect is in progress';
  return null;
}

/** True where git ignores this path (relative to the top). */
export async function isIgnored({ git }: Repository, path: string): Promise<boolean> {
  return (await git(['check-ignore', '-z', '--stdin'], { input: `${path}\0` })) !== '';
}
