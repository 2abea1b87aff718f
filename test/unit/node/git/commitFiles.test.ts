import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommitRequest, commitFiles } from '../../../../src/node/git/commitFiles';
import { findRepository, isRepository, type Repository } from '../../../../src/node/git/repository';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';

const run = '5-network/runs/r1';
const paths = [`${run}/record.json`, `${run}/metrics.csv`];

async function open(folder: string): Promise<Repository> {
  const found = await findRepository(folder);
  assert.ok(isRepository(found), JSON.stringify(found));
  return found;
}

function writeRun({ write }: TemporaryRepository): void {
  write(paths[0] ?? '', '{}\n');
  write(paths[1] ?? '', 'epoch\n1\n');
}

const commit = async (place: TemporaryRepository, more: Partial<CommitRequest> = {}) =>
  commitFiles(await open(place.root), { paths, message: 'Run r1 finished', ...more });

const filesOf = ({ git }: TemporaryRepository, what: string): readonly string[] =>
  git('show', '--format=', '--name-only', '-z', what)
    .split('\0')
    .filter((name) => name !== '');

/** All that a commit of ours must not touch: the index but for the run, and every file. */
const workOf = ({ git }: TemporaryRepository): string =>
  [
    git('ls-files', '--stage', '--', ':!5-network/runs'),
    git('status', '--porcelain', '--', ':!5-network/runs'),
    git('diff', '--cached', '--', ':!5-network/runs'),
  ].join('--\n');

function withFirstCommit(place: TemporaryRepository): void {
  place.write('a.txt', 'one\n');
  place.write('b.txt', 'one\n');
  place.git('add', '.');
  place.git('commit', '-q', '-m', 'first');
}

describe('commitFiles', () => {
  const folder = isolatedGit();
  let place: TemporaryRepository;
  beforeEach(() => {
    place = temporaryRepository(folder());
  });

  it('commits more files than a command line can name', async () => {
    withFirstCommit(place);
    const many = Array.from({ length: 450 }, (_, index) => `${run}/predictions/${'long'.repeat(20)}-${index}.json`);
    for (const path of many) place.write(path, '{}\n');
    assert.equal((await commit(place, { paths: many })).state, 'committed');
    assert.deepEqual(filesOf(place, 'HEAD'), many.toSorted());
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it("commits only the run's files and leaves staged, half-staged, unstaged and untracked work alone", async () => {
    withFirstCommit(place);
    place.write('a.txt', 'staged\n');
    place.write('new.txt', 'staged\n');
    place.git('add', 'a.txt', 'new.txt');
    place.write('a.txt', 'staged, then changed\n');
    rmSync(join(place.root, 'b.txt'));
    place.write('loose.txt', 'untracked\n');
    writeRun(place);
    const before = workOf(place);
    const outcome = await commit(place);
    assert.deepEqual(outcome, { state: 'committed', commit: place.git('rev-parse', 'main').trim(), branch: 'main' });
    assert.deepEqual(filesOf(place, 'HEAD'), [...paths].sort());
    assert.equal(workOf(place), before);
    assert.equal(place.git('status', '--porcelain', '--', run), '');
    assert.equal(place.git('log', '-1', '--format=%an <%ae> %s'), 'Ada Reader <ada@example.org> Run r1 finished\n');
    assert.match(place.git('reflog', '-1', 'HEAD'), /Run r1 finished/);
    place.git('fsck', '--strict');
  });

  it('keeps flags and intent-to-add entries of the index', async () => {
    withFirstCommit(place);
    place.write('later.txt', 'x\n');
    place.git('add', '-N', 'later.txt');
    place.git('update-index', '--assume-unchanged', 'a.txt');
    place.git('update-index', '--skip-worktree', 'b.txt');
    writeRun(place);
    const flags = () =>
      place.git('ls-files', '-v', '--', ':!5-network/runs') + place.git('status', '--porcelain', '--', ':!5-network/runs');
    const before = flags();
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(flags(), before);
  });

  it('makes the first commit of a repository, with staged work waiting', async () => {
    place.write('a.txt', 'staged\n');
    place.git('add', 'a.txt');
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.deepEqual(filesOf(place, 'HEAD'), [...paths].sort());
    assert.equal(place.git('status', '--porcelain'), 'A  a.txt\n');
    assert.equal(place.git('rev-list', '--count', 'HEAD'), '1\n');
  });

  it('commits where there is no index at all', async () => {
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('commits on a detached HEAD and moves no branch', async () => {
    withFirstCommit(place);
    place.git('checkout', '-q', '--detach');
    writeRun(place);
    const outcome = await commit(place);
    assert.deepEqual(outcome, { state: 'committed', commit: place.git('rev-parse', 'HEAD').trim(), branch: null });
    assert.equal(place.git('log', '--format=%s', 'main'), 'first\n');
    assert.throws(() => place.git('symbolic-ref', '-q', 'HEAD'));
  });

  it('commits in a conflicted merge and keeps its stages, so that the merge can be finished', async () => {
    withFirstCommit(place);
    place.git('checkout', '-q', '-b', 'other');
    place.write('a.txt', 'theirs\n');
    place.git('commit', '-qam', 'theirs');
    place.git('checkout', '-q', 'main');
    place.write('a.txt', 'ours\n');
    place.git('commit', '-qam', 'ours');
    assert.throws(() => place.git('merge', 'other'));
    writeRun(place);
    const before = workOf(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.deepEqual(filesOf(place, 'HEAD'), [...paths].sort());
    assert.equal(workOf(place), before);
    assert.equal(
      place
        .git('ls-files', '--unmerged')
        .split('\n')
        .filter((line) => line !== '').length,
      3,
    );
    place.write('a.txt', 'both\n');
    place.git('add', 'a.txt');
    place.git('commit', '-q', '-m', 'merged');
    assert.equal(place.git('rev-list', '--parents', '-1', 'HEAD').trim().split(' ').length, 3);
    assert.equal(place.git('ls-tree', '-r', '--name-only', 'HEAD', '--', run).trim().split('\n').length, 2);
  });

  it('leaves the run pending while the index is locked, and changes nothing', async () => {
    withFirstCommit(place);
    writeRun(place);
    writeFileSync(join(place.root, '.git/index.lock'), '');
    const before = place.git('rev-parse', 'HEAD');
    const outcome = await commit(place, { waitMs: 150 });
    assert.ok(outcome.state === 'pending' && /index\.lock/.test(outcome.reason), JSON.stringify(outcome));
    assert.equal(place.git('rev-parse', 'HEAD'), before);
    assert.ok(existsSync(join(place.root, '.git/index.lock')), "another program's lock is not ours to remove");
  });

  it('waits for a lock that goes away', async () => {
    withFirstCommit(place);
    writeRun(place);
    const lock = join(place.root, '.git/index.lock');
    writeFileSync(lock, '');
    setTimeout(() => rmSync(lock), 200);
    assert.equal((await commit(place)).state, 'committed');
  });

  it('leaves the run pending while the branch itself is locked, and the index as it was', async () => {
    withFirstCommit(place);
    writeRun(place);
    writeFileSync(join(place.root, '.git/refs/heads/main.lock'), '');
    const before = workOf(place);
    const outcome = await commit(place, { waitMs: 150 });
    assert.equal(outcome.state, 'pending');
    assert.equal(workOf(place), before);
    assert.equal(place.git('status', '--porcelain'), '?? 5-network/\n');
    assert.deepEqual(
      readdirSync(join(place.root, '.git')).filter((name) => /radsteps|index\.lock/.test(name)),
      [],
    );
  });

  it('two runs that finish at once are two commits in a row', async () => {
    withFirstCommit(place);
    const runs = ['r1', 'r2', 'r3', 'r4'].map((name) => `5-network/runs/${name}/record.json`);
    for (const path of runs) place.write(path, `${path}\n`);
    const outcomes = await Promise.all(runs.map((path) => commit(place, { paths: [path], message: path })));
    assert.deepEqual(
      outcomes.map(({ state }) => state),
      ['committed', 'committed', 'committed', 'committed'],
    );
    assert.equal(place.git('rev-list', '--count', 'HEAD'), '5\n');
    assert.deepEqual(place.git('log', '-4', '--format=', '--name-only').trim().split('\n').sort(), runs);
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('tries again when somebody else commits in between', async () => {
    withFirstCommit(place);
    writeRun(place);
    const repository = await open(place.root);
    let interfered = false;
    const git: Repository['git'] = async (args, options) => {
      if (args[0] === 'update-ref' && !interfered) {
        interfered = true;
        const tree = place.git('rev-parse', 'HEAD^{tree}').trim();
        const theirs = place.git('commit-tree', tree, '-p', 'HEAD', '-m', 'theirs').trim();
        place.git('update-ref', 'refs/heads/main', theirs);
      }
      return repository.git(args, options);
    };
    assert.equal((await commitFiles({ ...repository, git }, { paths, message: 'ours' })).state, 'committed');
    assert.equal(place.git('log', '--format=%s'), 'ours\ntheirs\nfirst\n');
  });

  it('leaves the run pending when the branch changed, and commits when asked again without expecting one', async () => {
    withFirstCommit(place);
    writeRun(place);
    const start = { branch: 'main', commit: place.git('rev-parse', 'HEAD').trim() };
    place.git('checkout', '-q', '-b', 'other');
    const outcome = await commit(place, { expected: start });
    assert.ok(outcome.state === 'pending' && /branch main.*branch other/.test(outcome.reason), JSON.stringify(outcome));
    assert.equal(place.git('rev-list', '--count', '--all'), '1\n');
    const again = await commit(place);
    assert.ok(again.state === 'committed' && again.branch === 'other');
  });

  it('goes on where the same branch or the same detached HEAD has new commits, but not on another commit', async () => {
    withFirstCommit(place);
    writeRun(place);
    const first = place.git('rev-parse', 'HEAD').trim();
    place.git('checkout', '-q', '--detach');
    place.git('commit', '-q', '--allow-empty', '-m', 'second');
    const second = place.git('rev-parse', 'HEAD').trim();
    assert.equal((await commit(place, { expected: { branch: null, commit: first } })).state, 'committed');
    place.git('checkout', '-q', first);
    writeRun(place);
    assert.equal((await commit(place, { expected: { branch: null, commit: second } })).state, 'pending');
  });

  it('does not commit into a rebase', async () => {
    withFirstCommit(place);
    place.git('checkout', '-q', '-b', 'other');
    place.write('a.txt', 'theirs\n');
    place.git('commit', '-qam', 'theirs');
    place.git('checkout', '-q', 'main');
    place.write('a.txt', 'ours\n');
    place.git('commit', '-qam', 'ours');
    assert.throws(() => place.git('rebase', 'other'));
    writeRun(place);
    const outcome = await commit(place);
    assert.ok(outcome.state === 'pending' && /rebase/.test(outcome.reason));
  });

  it('runs no hooks', async () => {
    withFirstCommit(place);
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction', 'post-index-change', 'prepare-commit-msg']) {
      place.write(`.git/hooks/${hook}`, `#!/bin/sh\ntouch "${join(place.root, 'hook-ran')}"\nexit 1\n`);
      chmodSync(join(place.root, '.git/hooks', hook), 0o755);
    }
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.ok(!existsSync(join(place.root, 'hook-ran')));
  });

  it('signs only where the repository itself asks for it', async () => {
    withFirstCommit(place);
    place.write(
      'sign',
      '#!/bin/sh\ncat >/dev/null\nprintf "\\n[GNUPG:] SIG_CREATED \\n" >&2\nprintf -- "-----BEGIN PGP SIGNATURE-----\\nx\\n-----END PGP SIGNATURE-----\\n"\n',
    );
    chmodSync(join(place.root, 'sign'), 0o755);
    place.git('config', '--global', 'gpg.program', join(place.root, 'sign'));
    place.git('config', '--global', 'commit.gpgSign', 'true');
    try {
      writeRun(place);
      assert.equal((await commit(place)).state, 'committed');
      assert.doesNotMatch(place.git('cat-file', '-p', 'HEAD'), /gpgsig/);
      place.git('config', 'commit.gpgSign', 'true');
      place.write(`${run}/record.json`, '{"version":1}\n');
      const outcome = await commit(place);
      assert.equal(outcome.state, 'committed', JSON.stringify(outcome));
      assert.match(place.git('cat-file', '-p', 'HEAD'), /gpgsig/);
      place.git('config', 'gpg.program', '/bin/false');
      place.write(`${run}/record.json`, '{"version":2}\n');
      assert.equal((await commit(place)).state, 'pending');
    } finally {
      place.git('config', '--global', '--unset', 'commit.gpgSign');
      place.git('config', '--global', '--unset', 'gpg.program');
    }
  });

  it('replaces what the user had staged of the run itself, removes what is gone, and says committed when nothing is new', async () => {
    withFirstCommit(place);
    writeRun(place);
    place.git('add', run);
    place.write(`${run}/record.json`, '{"state":"finished"}\n');
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('status', '--porcelain'), '');
    const head = place.git('rev-parse', 'HEAD').trim();
    assert.deepEqual(await commit(place), { state: 'committed', commit: head, branch: 'main' });
    assert.equal(place.git('rev-parse', 'HEAD').trim(), head);
    rmSync(join(place.root, run, 'metrics.csv'));
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('ls-tree', '-r', '--name-only', 'HEAD', '--', run).trim(), paths[0]);
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('does not commit what git ignores, and says so', async () => {
    withFirstCommit(place);
    place.write('.gitignore', '5-network/runs/\n');
    writeRun(place);
    const outcome = await commit(place);
    assert.ok(outcome.state === 'none' && /ignores/.test(outcome.reason));
  });

  it('commits in a linked worktree and with a split index', async () => {
    withFirstCommit(place);
    place.git('config', 'core.splitIndex', 'true');
    place.git('update-index', '--split-index');
    const linked = join(folder(), 'linked tree');
    place.git('worktree', 'add', '-q', '-b', 'side', linked);
    mkdirSync(join(linked, run), { recursive: true });
    for (const path of paths) writeFileSync(join(linked, path), 'x\n');
    const outcome = await commitFiles(await open(linked), { paths, message: 'in the worktree' });
    assert.ok(outcome.state === 'committed' && outcome.branch === 'side', JSON.stringify(outcome));
    assert.equal(place.git('-C', linked, 'status', '--porcelain'), '');
    assert.equal(place.git('log', '--format=%s', 'main'), 'first\n');
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it("keeps the index's own permissions", async () => {
    withFirstCommit(place);
    chmodSync(join(place.root, '.git/index'), 0o660);
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(statSync(join(place.root, '.git/index')).mode & 0o777, 0o660);
  });

  it('follows the line endings that the repository asks for', async () => {
    place.write('.gitattributes', '*.csv text eol=lf\n');
    withFirstCommit(place);
    writeRun(place);
    place.write(`${run}/metrics.csv`, 'epoch\r\n1\r\n');
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('show', `HEAD:${run}/metrics.csv`), 'epoch\n1\n');
    assert.equal(readFileSync(join(place.root, run, 'metrics.csv'), 'utf8'), 'epoch\r\n1\r\n');
    assert.equal(place.git('status', '--porcelain'), '');
  });
});

describe('commitFiles without a git identity', () => {
  const folder = isolatedGit(false);
  it('signs as RadSteps', async () => {
    const place = temporaryRepository(folder());
    writeRun(place);
    assert.equal((await commit(place)).state, 'committed');
    assert.equal(place.git('log', '-1', '--format=%an|%cn|%ae'), 'RadSteps|RadSteps|radsteps@localhost\n');
  });
});
