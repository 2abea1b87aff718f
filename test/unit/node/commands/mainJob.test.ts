import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { installTensorFlow } from '../../../fixtures/tensorFlowPackage';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};

describe('the main job on the command line', function () {
  this.timeout(120_000);
  let folder = '';
  let run = '';

  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', join(folder, 'p'), ...words], { encoding: 'utf8' }).trim();
  const predicted = (text: string) => Papa.parse<Record<string, string>>(text.trim(), { header: true }).data;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-main-'));
    assert.equal((await radsteps('films', 'films', '--count', '16')).code, 0);
    assert.equal((await radsteps('new', 'bone-age', 'p', '--reader', 'anna')).code, 0);
    assert.equal((await radsteps('-C', 'p', 'import', 'films', '--labels', 'films/bone-age.csv')).code, 0);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '60/20/20')).code, 0);
    const small = ['train.epochs=2', 'image.size=[24, 20]', 'network.filters=[4, 8]'].flatMap((word) => ['--set', word]);
    const trained = await radsteps('-C', 'p', 'train', ...small);
    assert.equal(trained.code, 0, trained.out);
    assert.match(
      trained.out,
      /MAE [\d.]+ months \((95 % interval [\d.]+ to [\d.]+|no 95 % interval); tuning part, n = \d+ images of \d+ patients\)/,
    );
    await copyFile(join(folder, 'films/film-0001.dcm'), join(folder, 'films/cut.dcm'));
    await writeFile(join(folder, 'films/cut.dcm'), (await readFile(join(folder, 'films/film-0001.dcm'))).subarray(0, 40_000));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('ends in a commit that holds the run and nothing else', async () => {
    const runs: readonly RunListing[] = JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out);
    assert.deepEqual([runs.length, runs[0]?.state, runs[0]?.pending], [1, 'finished', false]);
    run = runs[0]?.run ?? '';
    const files = git('show', '--name-only', '--format=', 'HEAD').split('\n');
    assert.ok(files.includes(`5-network/runs/${run}/record.json`));
    assert.ok(files.every((file) => file.startsWith(`5-network/runs/${run}/`)));
    assert.equal(git('diff', '--cached', '--name-only'), '');
  });

  it('refuses before there is a record what the labels or the images do not allow', async () => {
    for (const [setting, words] of [
      ['network.name=unet', /learns masks/],
      ['train.loss=cross-entropy', /does not fit a regression/],
      ['network.name=own', /model\.mjs/],
      ['engine.name=tensorflow', /neither .* is installed; run npm install @tensorflow\/tfjs-node /],
    ] as const) {
      const { code, out, err } = await radsteps('-C', 'p', 'train', '--set', setting);
      assert.deepEqual([code, out], [1, ''], setting);
      assert.match(err, words);
    }
    assert.deepEqual(await readdir(join(folder, 'p/5-network/runs')), [run]);
  });

  it('predicts a folder: one row an image, an unreadable one with its reason', async () => {
    const { code, out } = await radsteps('-C', 'p', 'predict', run, 'films');
    assert.equal(code, 0);
    const rows = predicted(out);
    assert.equal(rows.length, 17);
    const [cut] = rows.filter(({ problem }) => problem !== '');
    assert.match(cut?.image ?? '', /cut\.dcm$/);
    assert.ok(rows.filter(({ problem }) => problem === '').every(({ prediction }) => Number.isFinite(Number.parseFloat(prediction ?? ''))));
  });

  it('says the same of the tuning images as the record does', async () => {
    const recorded = predicted(await readFile(join(folder, 'p/5-network/runs', run, 'predictions.csv'), 'utf8'));
    await radsteps('-C', 'p', 'predict', run, 'films', '--out', 'p/predicted.csv');
    const now = new Map(predicted(await readFile(join(folder, 'p/predicted.csv'), 'utf8')).map((row) => [row.image, row]));
    assert.ok(recorded.length > 0);
    for (const { image, prediction } of recorded)
      assert.ok(Math.abs(Number(now.get(image)?.prediction) - Number(prediction)) < 0.01, `${image} ${prediction}`);
  });

  it('writes no file name into a table that lies in the project', async () => {
    const text = await readFile(join(folder, 'p/predicted.csv'), 'utf8');
    assert.doesNotMatch(text, /film-|cut/);
    await symlink(join(folder, 'p'), join(folder, 'link'));
    await radsteps('-C', 'p', 'predict', run, 'films/cut.dcm', '--out', 'link/linked.csv');
    await rm(join(folder, 'link'));
    assert.doesNotMatch(await readFile(join(folder, 'p/linked.csv'), 'utf8'), /cut/);
    await radsteps('-C', 'p', 'predict', run, 'films/film-0001.dcm', '--out', 'outside.csv');
    assert.match(await readFile(join(folder, 'outside.csv'), 'utf8'), /film-0001\.dcm/);
  });

  it("trains with the project's own TensorFlow.js, and the record says so", async () => {
    await installTensorFlow(join(folder, 'p'));
    const settings = ['engine.name=tensorflow', 'train.epochs=1', 'image.size=[12, 10]', 'network.filters=[2]'];
    const { code, out } = await radsteps('-C', 'p', 'train', ...settings.flatMap((setting) => ['--set', setting]));
    assert.equal(code, 0, out);
    const [name = ''] = (await readdir(join(folder, 'p/5-network/runs'))).filter((other) => other !== run);
    const text = await readFile(join(folder, 'p/5-network/runs', name, 'record.json'), 'utf8');
    const record: RunRecord = JSON.parse(text);
    assert.deepEqual([record.state, record.engine.name, record.engine.backend], ['finished', 'tensorflow', 'javascript']);
    assert.equal(record.versions['@tensorflow/tfjs-node'], '4.22.0');
    assert.ok(!text.includes(folder));
    assert.doesNotMatch(git('status', '--porcelain', '--ignored=no'), /node_modules/);
  });

  it('says what is missing: weights, files, a folder for the table', async () => {
    const weights = join(folder, 'p/.radsteps/weights');
    await rename(weights, `${weights}-away`);
    const lost = await radsteps('-C', 'p', 'predict', run, 'films');
    await rename(`${weights}-away`, weights);
    assert.deepEqual([lost.code, lost.out], [1, '']);
    assert.match(lost.err, /weights of run .* are not in \.radsteps\/weights/);
    assert.match((await radsteps('-C', 'p', 'predict', run, 'nowhere.png')).err, /nowhere\.png does not exist/);
    assert.match((await radsteps('-C', 'p', 'predict', run, 'films', '--out', 'no/table.csv')).err, /is no folder/);
    assert.deepEqual((await readdir(folder)).sort(), ['films', 'outside.csv', 'p', 'p-data']);
  });
});
