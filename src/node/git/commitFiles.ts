import { setTimeout as sleep } from 'node:timers/promises';
import { gitWords } from './git';
import { type Identity, readIdentity } from './identity';
import { withIndexLock } from './indexLock';
import { type Head, interruptedWork, isIgnored, type Repository, readHead } from './repository';
import { withTemporaryIndex } from './temporaryIndex';

/** What became of a commit: `pending` can be tried again, `none` can't; the reason is a sentence, without its full stop. */
export type CommitOutcome =
  | { readonly state: 'committed'; readonly commit: string; readonly branch: string | null }
  | { readonly state: 'pending'; readonly reason: string }
  | { readonly state: 'none'; readonly reason: string };

/** What to commit, and how long to wait (milliseconds) for a lock that another program holds. */
export type CommitRequest = {
  /** Relative to the repository's top, with forward slashes; a file that is gone is removed. */
  readonly paths: readonly string[];
  readonly message: string;
  /** Where HEAD must stand; left out, any place will do. */
  readonly expected?: Pick<Head, 'branch' | 'commit'>;
  readonly waitMs?: number;
  /** What is committed, for the sentences; "the record" where nothing is said. */
  readonly what?: string;
};

const noCommit = '0'.repeat(40);
// simple-git waits 50 ms longer for a command that says nothing.
const talking = ['--verbose'];
const pathsAtOnce = 200;
const nulls = (lines: readonly string[]): string => lines.map((line) => `${line}\0`).join('');

async function isBehind({ git }: Repository, older: string, newer: string): Promise<boolean> {
  return (await git(['rev-list', '--max-count=1', older, `^${newer}`])).trim() === '';
}

async function whyMoved(repository: Repository, head: Head, expected: CommitRequest['expected']): Promise<string | null> {
  if (expected === undefined) return null;
  if (head.branch !== expected.branch) {
    const name = (branch: string | null) => (branch === null ? 'a detached HEAD' : `branch ${branch}`);
    return `The run began on ${name(expected.branch)} and ended on ${name(head.branch)}, so its record is not committed yet`;
  }
  const left = head.branch === null && expected.commit !== null && head.commit !== null && expected.commit !== head.commit;
  if (left && expected.commit !== null && head.commit !== null && !(await isBehind(repository, expected.commit, head.commit)))
    return 'Another commit was checked out during the run, so its record is not committed yet';
  return null;
}

async function treeWith(repository: Repository, head: Head, paths: readonly string[]): Promise<string> {
  return withTemporaryIndex(repository, 'empty', async ({ git }) => {
    await git(['read-tree', head.commit ?? '--empty']);
    await git(['update-index', ...talking, '--add', '--remove', '-z', '--stdin'], { input: nulls(paths) });
    return (await git(['write-tree'])).trim();
  });
}

async function isSigned({ git }: Repository): Promise<boolean> {
  return (await git(['config', '--local', '--type=bool', '--default=false', '--get', 'commit.gpgSign'])).trim() === 'true';
}

type Parts = {
  readonly tree: string;
  readonly before: string | null;
  readonly identity: Identity;
  readonly signed: boolean;
  /** The first of the paths if git ignores it, else ''. */
  readonly ignored: string;
};

async function readParts(repository: Repository, head: Head, paths: readonly string[]): Promise<Parts> {
  const first = paths[0] ?? '';
  const [tree, before, identity, signed, isFirstIgnored] = await Promise.all([
    treeWith(repository, head, paths),
    head.commit === null ? null : repository.git(['rev-parse', `${head.commit}^{tree}`]).then((text) => text.trim()),
    readIdentity(repository),
    isSigned(repository),
    isIgnored(repository, first),
  ]);
  return { tree, before, identity, signed, ignored: isFirstIgnored ? first : '' };
}

async function writeCommit(
  repository: Repository,
  head: Head,
  { tree, identity: { env }, signed }: Parts,
  message: string,
): Promise<string> {
  const parent = head.commit === null ? [] : ['-p', head.commit];
  const sign = signed ? ['-S'] : [];
  return (await repository.git(['commit-tree', tree, ...parent, ...sign, '-F', '-'], { env, input: `${message}\n` })).trim();
}

/** These paths as they are in the commit, in the form that `update-index --index-info` reads; mode 0 removes. */
async function entriesFor({ git }: Repository, commit: string, paths: readonly string[]): Promise<string> {
  const found: string[] = [];
  // In parts, because a command line has a limit: 32,767 characters on Windows.
  for (let first = 0; first < paths.length; first += pathsAtOnce) {
    const some = paths.slice(first, first + pathsAtOnce);
    const listed = await git(['ls-tree', '-r', '-z', commit, '--', ...some]);
    found.push(...listed.split('\0').filter((line) => line !== ''));
  }
  const kept = new Set(found.map((line) => line.slice(line.indexOf('\t') + 1)));
  return nulls([...found, ...paths.filter((path) => !kept.has(path)).map((path) => `0 ${noCommit}\t${path}`)]);
}

/** Moves the branch if it still stands where it was read; null when it moved meanwhile. */
async function moveBranch(repository: Repository, head: Head, commit: string, message: string, deadline: number): Promise<true | null> {
  const deref = head.branch === null ? ['--no-deref'] : [];
  const reflog = message.split('\n')[0] ?? '';
  for (;;) {
    try {
      await repository.git(['update-ref', ...deref, '-m', reflog, head.ref, commit, head.commit ?? noCommit]);
      return true;
    } catch (error) {
      const now = await readHead(repository);
      if (now.ref !== head.ref || now.commit !== head.commit) return null;
      if (Date.now() >= deadline) throw error;
      await sleep(50);
    }
  }
}

type Attempt = { readonly outcome: CommitOutcome } | null;

async function attempt(
  repository: Repository,
  { paths, message, expected, what = 'the record' }: CommitRequest,
  deadline: number,
  install: (finished: string) => Promise<void>,
): Promise<Attempt> {
  const head = await readHead(repository);
  const reason = interruptedWork(repository) ?? (await whyMoved(repository, head, expected));
  if (reason !== null) return { outcome: { state: 'pending', reason } };
  const parts = await readParts(repository, head, paths);
  if (parts.ignored !== '') return { outcome: { state: 'none', reason: `Git ignores ${parts.ignored}, so ${what} is not committed` } };
  if (parts.tree === parts.before && head.commit !== null)
    return { outcome: { state: 'committed', commit: head.commit, branch: head.branch } };
  const commit = await writeCommit(repository, head, parts, message);
  const entries = await entriesFor(repository, commit, paths);
  return withTemporaryIndex(repository, 'copy', async ({ path, git }) => {
    await git(['update-index', ...talking, '--add', '-z', '--index-info'], { input: entries });
    if ((await moveBranch(repository, head, commit, message, deadline)) === null) return null;
    await install(path);
    return { outcome: { state: 'committed', commit, branch: head.branch } };
  });
}

/**
 * Commits the given files and nothing else on the current branch: the commit is built beside the user's index, then only these files are
 * put into it, so that staged, unstaged and conflicted work stays as it was. No hooks; signed only where the repository's own configuration
 * asks. Never throws for what git or the disk refuses: the outcome says why.
 */
export async function commitFiles(repository: Repository, request: CommitRequest): Promise<CommitOutcome> {
  const deadline = Date.now() + (request.waitMs ?? 10_000);
  try {
    if (request.paths.length === 0) return { state: 'none', reason: 'There is no file to commit' };
    const outcome = await withIndexLock(repository.index, deadline, async ({ install }): Promise<CommitOutcome> => {
      for (;;) {
        const tried = await attempt(repository, request, deadline, install);
        if (tried !== null) return tried.outcome;
        if (Date.now() >= deadline)
          return { state: 'pending', reason: `The branch kept moving while ${request.what ?? 'the record'} was being committed` };
      }
    });
    return outcome ?? { state: 'pending', reason: "Git's index stayed locked (index.lock) by another program, or by one that was killed" };
  } catch (error) {
    return { state: 'pending', reason: `Git could not commit ${request.what ?? 'the record'} (${gitWords(error)})` };
  }
}
