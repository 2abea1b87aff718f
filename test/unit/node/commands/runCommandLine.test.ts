import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { saidBy } from './saidBy';

const templatesFolder = resolve(__dirname, '../../../../templates');

describe('runCommandLine', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'radsteps-'));
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const run = (...words: readonly string[]) =>
    saidBy(words, { cwd, templatesFolder, trainer: { command: process.execPath, args: ['-e', 'process.exit(3)'], env: process.env } });

  it('answers bad usage with one sentence and exit code 2', async () => {
    for (const words of [
      [],
      ['trian'],
      ['new', 'bone-age'],
      ['split', '--sed', '3'],
      ['split', '--seed', 'three'],
      ['train', '--set', 'epochs'],
      ['train', '--folds', '1'],
      ['train', '--folds', '21'],
      ['train', '--folds', 'five'],
      ['import', 'x', '--layout', 'zip'],
    ]) {
      const { code, out, err } = await run(...words);
      assert.equal(code, 2, words.join(' '));
      assert.equal(out, '');
      assert.match(err, /^[A-Z][^\n]+`radsteps --help` lists the commands\.\n$/, words.join(' '));
    }
  });

  it('names the nearest command and option', async () => {
    assert.match((await run('trian')).err, /train/);
    assert.match((await run('split', '--sed', '3')).err, /--seed/);
  });

  it('prints help and version with exit code 0', async () => {
    for (const words of [['--help'], ['train', '--help'], ['help', 'import'], ['--version']]) {
      const { code, out } = await run(...words);
      assert.equal(code, 0, words.join(' '));
      assert.notEqual(out, '');
    }
  });

  it('answers a failure with one sentence and exit code 1, as one document with --json', async () => {
    const plain = await run('runs');
    assert.deepEqual([plain.code, plain.out], [1, '']);
    assert.match(plain.err, /^[^\n]+radsteps\.yaml[^\n]+\n$/);
    const json = await run('runs', '--json');
    assert.equal(json.code, 1);
    assert.deepEqual(Object.keys(JSON.parse(json.out)), ['error']);
    const events = await run('--events', 'runs');
    assert.equal(JSON.parse(events.out).event, 'error');
    assert.equal(JSON.parse((await run('split', '--json', '--sed')).out).error.includes('--seed'), true);
  });

  it('finds the project by -C and from a folder inside it', async () => {
    assert.equal((await run('new', 'bone-age', 'p', '--reader', 'anna', '--json')).code, 0);
    assert.equal((await run('-C', 'p', 'runs')).code, 0);
    assert.equal((await run('runs', '-C', join(cwd, 'p/5-network'))).code, 0);
    assert.deepEqual(JSON.parse((await run('runs', '-C', 'p', '--json')).out), []);
  });

  it('changes nothing when an experiment is invalid: file, line, column and the nearest key', async () => {
    await run('new', 'bone-age', 'p', '--reader', 'anna');
    const experiment = join(cwd, 'p/5-network/experiments/quick.yaml');
    await writeFile(experiment, 'data:\n  target: bone_age\ntrain:\n  epoch: 3\n');
    const before = await readdir(join(cwd, 'p'), { recursive: true });
    const { code, err } = await run('-C', 'p', 'train', 'quick');
    assert.equal(code, 1);
    assert.match(err, /quick\.yaml/);
    assert.match(err, /line 4, column 3|:4:3/);
    assert.match(err, /epochs/);
    assert.deepEqual(await readdir(join(cwd, 'p'), { recursive: true }), before);
    assert.match(await readFile(experiment, 'utf8'), /epoch: 3/);
  });

  it('resumes no run that there is not, and asks for its name', async () => {
    await run('new', 'bone-age', 'p', '--reader', 'anna');
    const { code, err } = await run('-C', 'p', 'resume', '20250101-000000-quick-0000');
    assert.equal(code, 1);
    assert.match(err, /^There is no run 20250101-000000-quick-0000 in this project/);
    assert.equal((await run('-C', 'p', 'resume')).code, 2);
  });

  it('calls a setting that does not exist bad usage', async () => {
    await run('new', 'bone-age', 'p', '--reader', 'anna');
    const { code, err } = await run('-C', 'p', 'train', '--set', 'train.epoch=3');
    assert.equal(code, 2);
    assert.match(err, /train\.epochs/);
  });

  it('refuses a folder that is not empty, and an unknown template with the nearest one', async () => {
    await writeFile(join(cwd, 'taken'), 'x');
    assert.equal((await run('new', 'bone-age', 'taken')).code, 1);
    const unknown = await run('new', 'boneage', 'p');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /bone-age/);
    assert.deepEqual(await readdir(cwd), ['taken']);
  });
});
