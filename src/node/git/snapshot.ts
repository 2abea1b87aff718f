import type { Identity } from './identity';
import { type Head, type Repository, readHead } from './repository';
import { withTemporaryIndex } from './temporaryIndex';
import { type Omitted, untrackedText } from './untrackedText';

/** The state of the code and data files at one moment, as a commit that no branch holds. */
export type Snapshot = {
  readonly head: Head;
  readonly commit: string;
  readonly tree: string;
  /** What was not taken along. */
  readonly omitted: readonly Omitted[];
};

/** The local ref that keeps a run's snapshot from being collected. */
export const snapshotRef = (run: string): string => `refs/radsteps/runs/${run}`;

/**
 * Records tracked changes (staged or not, conflicts with their markers) and untracked text of the step folders as a commit under
 * `refs/radsteps/runs/<run>`; the user's index and files are only read. Rejects with git's words when git can't.
 */
export async function takeSnapshot(repository: Repository, run: string, { env }: Pick<Identity, 'env'>): Promise<Snapshot> {
  const [head, untracked] = await Promise.all([readHead(repository), untrackedText(repository)]);
  const unread: Omitted[] = [];
  const tree = await withTemporaryIndex(repository, 'copy', async ({ git }) => {
    await git(['add', '--update', '--ignore-errors', '--', '.']).catch(() => {
      unread.push({ path: '.', reason: 'some tracked changes could not be read' });
    });
    const input = untracked.paths.map((path) => `${path}\0`).join('');
    if (input !== '') await git(['update-index', '--verbose', '--add', '--remove', '-z', '--stdin'], { input });
    return (await git(['write-tree'])).trim();
  });
  const parent = head.commit === null ? [] : ['-p', head.commit];
  const message = `RadSteps snapshot before run ${run}`;
  const commit = (await repository.git(['commit-tree', tree, ...parent, '-m', message], { env })).trim();
  await repository.git(['update-ref', '-m', message, snapshotRef(run), commit]);
  return { head, commit, tree, omitted: [...untracked.omitted, ...unread] };
}
