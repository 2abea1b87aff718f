import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changesPatch } from '../../../../src/node/git/changesPatch';
import { findRepository, isRepository, type Repository } from '../../../../src/node/git/repository';
import { takeSnapshot } from '../../../../src/node/git/snapshot';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';

async function open(folder: string): Promise<Repository> {
  const found = await findRepository(folder);
  assert.ok(isRepository(found), JSON.stringify(found));
  return found;
}

async function record(place: TemporaryRepository, project = '') {
  const repository = await open(join(place.root, project));
  const snapshot = await takeSnapshot(repository, 'r1', { env: {} });
  const patch = await changesPatch(repository, snapshot.head.commit, snapshot.tree);
  return { snapshot, patch, text: Buffer.from(patch.bytes).toString('utf8') };
}

/** Applies a patch to a fresh clone of the parent commit and returns the tree it makes. */
function applied(place: TemporaryRepository, bytes: Uint8Array): string {
  const clone = `${place.root} clone`;
  execFileSync('git', ['clone', '-q', place.root, clone]);
  writeFileSync(join(clone, 'changes.patch'), bytes);
  execFileSync('git', ['apply', '--index', 'changes.patch'], { cwd: clone });
  return execFileSync('git', ['write-tree'], { cwd: clone, encoding: 'utf8' }).trim();
}

const fingerprint = ({ git, root }: TemporaryRepository): string =>
  [
    readFileSync(join(root, '.git/index'), 'base64'),
    git('--no-optional-locks', 'status', '--porcelain'),
    readFileSync(join(root, '.git/HEAD'), 'utf8'),
  ].join('--\n');

function withFirstCommit(place: TemporaryRepository): void {
  place.write('radsteps.yaml', 'name: x\n');
  place.write('3-data/images.csv', 'image\na\n');
  place.write('shared/code.py', 'x = 1\n');
  place.write('gone.txt', 'soon\n');
  place.write('latin1.txt', new Uint8Array([0xe4, 0x0a]));
  place.git('add', '.');
  place.git('commit', '-q', '-m', 'first');
}

describe('takeSnapshot and changesPatch', () => {
  const folder = isolatedGit();
  let place: TemporaryRepository;
  beforeEach(() => {
    place = temporaryRepository(folder());
  });

  it('take staged, unstaged and untracked changes, reproduce them from a clone, and touch nothing', async () => {
    withFirstCommit(place);
    place.write('3-data/images.csv', 'image\na\nb\n');
    place.git('add', '3-data/images.csv');
    place.write('3-data/images.csv', 'image\na\nb\nc\n');
    place.write('shared/code.py', 'x = 2\n');
    place.write('latin1.txt', new Uint8Array([0xe4, 0xf6, 0x0a]));
    rmSync(join(place.root, 'gone.txt'));
    place.write('3-data/labels/me/ä b.json', '{}\n');
    place.write('5-network/model.mjs', 'export default 1;\n');
    place.write('5-network/runs/other/record.json', '{}\n');
    place.write('outside.txt', 'not in a step\n');
    const before = fingerprint(place);
    const { snapshot, patch, text } = await record(place);
    assert.equal(fingerprint(place), before);
    assert.equal(place.git('rev-parse', 'refs/radsteps/runs/r1').trim(), snapshot.commit);
    assert.equal(place.git('rev-parse', `${snapshot.commit}^`).trim(), place.git('rev-parse', 'HEAD').trim());
    assert.deepEqual(
      place
        .git('diff', '--no-renames', '--name-only', '-z', 'HEAD', snapshot.commit)
        .split('\0')
        .filter((name) => name !== ''),
      ['3-data/images.csv', '3-data/labels/me/ä b.json', '5-network/model.mjs', 'gone.txt', 'latin1.txt', 'shared/code.py'],
    );
    assert.match(text, /\+c\n/);
    assert.equal(applied(place, patch.bytes), place.git('rev-parse', `${snapshot.commit}^{tree}`).trim());
    assert.deepEqual([...snapshot.omitted, ...patch.omitted], []);
    assert.deepEqual(
      readdirSync(join(place.root, '.git')).filter((name) => /radsteps/.test(name)),
      [],
    );
  });

  it('make an empty patch of an unchanged tree', async () => {
    withFirstCommit(place);
    const { snapshot, patch } = await record(place);
    assert.equal(patch.bytes.length, 0);
    assert.equal(snapshot.tree, place.git('rev-parse', 'HEAD^{tree}').trim());
  });

  it('leave out films, big files, links and foreign tables, and never write the name of a film', async () => {
    withFirstCommit(place);
    place.write('3-data/DOE^JOHN.dcm', new Uint8Array([0, 1, 2, 0]));
    place.write('3-data/DOE^JANE', new Uint8Array(2_000_000));
    place.write('3-data/big.json', ' '.repeat(1_000_000));
    place.write('3-data/just.json', ' '.repeat(999_999));
    place.write('3-data/patients.csv', 'file,name\nx,DOE\n');
    place.write('3-data/split.csv', 'patient,part\n');
    symlinkSync('/etc/hostname', join(place.root, '3-data/link'));
    place.write('3-data/staged DOE.png', new Uint8Array([137, 80, 0, 0]));
    place.git('add', '3-data/staged DOE.png');
    const { snapshot, patch, text } = await record(place);
    assert.deepEqual(place.git('diff', '--name-only', 'HEAD', snapshot.commit).trim().split('\n'), [
      '3-data/just.json',
      '3-data/split.csv',
      '3-data/staged DOE.png',
    ]);
    const omitted = [...snapshot.omitted, ...patch.omitted];
    assert.deepEqual(omitted.map(({ path }) => path).sort(), ['.', '3-data', '3-data/big.json', '3-data/link', '3-data/patients.csv']);
    assert.match(omitted.find(({ path }) => path === '3-data')?.reason ?? '', /^2 untracked files/);
    assert.doesNotMatch(text + JSON.stringify(omitted), /DOE/);
  });

  it('see a change of the same length made in the same instant as the index', async () => {
    withFirstCommit(place);
    const moment = new Date(Date.now() - 60_000);
    utimesSync(join(place.root, 'shared/code.py'), moment, moment);
    place.git('update-index', '--refresh');
    place.write('shared/code.py', 'x = 2\n');
    utimesSync(join(place.root, 'shared/code.py'), moment, moment);
    utimesSync(join(place.root, '.git/index'), moment, moment);
    place.git('config', 'core.trustctime', 'false');
    const { text } = await record(place);
    assert.match(text, /\+x = 2/);
  });

  it('work before the first commit', async () => {
    place.write('radsteps.yaml', 'name: x\n');
    place.write('1-problem/problem.yaml', 'a: 1\n');
    const { snapshot, text } = await record(place);
    assert.equal(snapshot.head.commit, null);
    assert.match(text, /\+a: 1\n/);
    assert.equal(place.git('ls-tree', '-r', '--name-only', snapshot.commit), '1-problem/problem.yaml\nradsteps.yaml\n');
    assert.equal(place.git('status', '--porcelain'), '?? 1-problem/\n?? radsteps.yaml\n');
  });

  it('take a conflicted merge as it lies on the disk, and keep its stages', async () => {
    withFirstCommit(place);
    place.git('checkout', '-q', '-b', 'other');
    place.write('shared/code.py', 'x = "theirs"\n');
    place.git('rm', '-q', 'gone.txt');
    place.git('commit', '-qam', 'theirs');
    place.git('checkout', '-q', 'main');
    place.write('shared/code.py', 'x = "ours"\n');
    place.write('gone.txt', 'changed\n');
    place.git('commit', '-qam', 'ours');
    assert.throws(() => place.git('merge', 'other'));
    const before = fingerprint(place);
    const { text } = await record(place);
    assert.match(text, /<<<<<<</);
    assert.equal(fingerprint(place), before);
  });

  it('take only the step folders of a project that is a folder of the repository, and all tracked changes', async () => {
    withFirstCommit(place);
    place.write('my project/radsteps.yaml', 'name: y\n');
    place.write('my project/3-data/protocol.md', 'text\n');
    place.write('3-data/elsewhere.md', 'another project\n');
    place.write('shared/code.py', 'x = 2\n');
    const { snapshot } = await record(place, 'my project');
    assert.deepEqual(place.git('diff', '--name-only', 'HEAD', snapshot.commit).trim().split('\n'), [
      'my project/3-data/protocol.md',
      'my project/radsteps.yaml',
      'shared/code.py',
    ]);
  });

  it('keep to the size limit by leaving out the largest changes, named, and tracked binaries, named', async () => {
    place.write('film.bin', new Uint8Array([0, 1]));
    withFirstCommit(place);
    place.write('film.bin', new Uint8Array([0, 2]));
    place.write('3-data/large.json', '0\n'.repeat(5000));
    place.write('3-data/small.json', '0\n');
    const repository = await open(place.root);
    const { head, tree } = await takeSnapshot(repository, 'r1', { env: {} });
    const { bytes, omitted } = await changesPatch(repository, head.commit, tree, 2000);
    assert.deepEqual(
      omitted.map(({ path }) => path),
      ['film.bin', '3-data/large.json'],
    );
    assert.match(Buffer.from(bytes).toString(), /small\.json/);
    assert.doesNotMatch(Buffer.from(bytes).toString(), /large\.json/);
  });
});

describe('findRepository', () => {
  const folder = isolatedGit();

  it("says why a bare repository, no repository and git's own folder are none", async () => {
    const place = temporaryRepository(folder());
    execFileSync('git', ['init', '-q', '--bare', join(folder(), 'bare.git')]);
    const reason = async (path: string) => {
      const found = await findRepository(path);
      return isRepository(found) ? 'a repository' : found.reason;
    };
    assert.match(await reason(join(folder(), 'bare.git')), /bare/);
    assert.match(await reason(folder()), /not in a git repository/);
    assert.match(await reason(join(place.root, '.git')), /own folder/);
  });

  it('says that git is missing', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder();
    try {
      const found = await findRepository(folder());
      assert.ok(!isRepository(found) && /not installed/.test(found.reason));
    } finally {
      process.env.PATH = path;
    }
  });

  it('finds the top and the prefix, also through a link, and is not misled by the environment of a hook', async () => {
    const place = temporaryRepository(folder());
    place.write('a/b c/radsteps.yaml', '');
    symlinkSync(join(place.root, 'a/b c'), join(folder(), 'link'));
    process.env.GIT_DIR = '/nowhere';
    process.env.EDITOR = 'ed';
    try {
      const found = await findRepository(join(folder(), 'link'));
      assert.ok(isRepository(found));
      assert.deepEqual([found.root, found.prefix], [place.root, 'a/b c/']);
      assert.equal(found.index, join(place.root, '.git/index'));
    } finally {
      delete process.env.GIT_DIR;
      delete process.env.EDITOR;
    }
  });
});
