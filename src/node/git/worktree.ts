import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gitAt } from './git';
import type { Repository } from './repository';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** What a worktree holds: a commit's files (null: none) with a patch against them. */
export type WorktreeContent = { readonly commit: string | null; readonly patch: Uint8Array };

/** True where git has this commit here; a shallow clone, or one that never fetched its branch, may lack it. */
export async function hasCommit({ git }: Repository, commit: string): Promise<boolean> {
  return (await git(['rev-parse', '-q', '--verify', `${commit}^{commit}`]).catch(() => '')) !== '';
}

/**
 * Checks a commit with a patch out into a new folder, as a worktree of the repository on no branch; the patch is applied between git's own
 * objects, so that settings for line endings don't matter. Rejects with git's words where the patch does not fit.
 */
export async function addWorktree({ git, gitFolder }: Repository, folder: string, { commit, patch }: WorktreeContent): Promise<void> {
  const start = commit ?? (await git(['commit-tree', emptyTree, '-m', 'Nothing yet'], { env: nobody })).trim();
  await git(['worktree', 'add', '--no-checkout', '--detach', folder, start]);
  const inside = gitAt(folder);
  await inside(['read-tree', start]);
  if (patch.length > 0) {
    const file = join(gitFolder, `radsteps-${randomBytes(6).toString('hex')}.patch`);
    try {
      await writeFile(file, patch);
      await inside(['apply', '--cached', '--whitespace=nowarn', file]);
    } finally {
      await rm(file, { force: true });
    }
  }
  await inside(['checkout-index', '--all', '--force']);
}

const nobody = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'RadSteps'],
    [`GIT_${who}_EMAIL`, 'radsteps@localhost'],
  ]),
);

/** Removes a worktree with all that lies in it, also one whose making or removing was cut off; other worktrees are not touched. */
export async function removeWorktree({ git }: Repository, folder: string): Promise<void> {
  const note = await readFile(join(folder, '.git'), 'utf8').catch(() => '');
  await git(['worktree', 'remove', '--force', folder]).catch(() => '');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const [, about] = /^gitdir: (.+)$/m.exec(note) ?? [];
  // Git's note of a worktree that it could not remove itself.
  if (about !== undefined && /[\\/]worktrees$/.test(dirname(about))) await rm(about, { recursive: true, force: true });
}
