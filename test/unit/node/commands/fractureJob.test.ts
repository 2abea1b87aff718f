import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { parseLabel } from '../../../../src/core/label/labelFile';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};

type Row = Readonly<Record<string, string>>;

describe('fractures from drawn films to cases, in one go', function () {
  this.timeout(600_000);
  let folder = '';
  const small = ['image.size=[112, 88]', 'train.learningRate=0.008', 'network.depth=3'];

  const said = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const radsteps = async (...words: readonly string[]) => {
    const { code, out, err } = await said(...words);
    assert.equal(code, 0, out + err);
    return out;
  };
  const inProject = (...words: readonly string[]) => radsteps('-C', 'p', ...words);
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', join(folder, 'p'), ...words], { encoding: 'utf8' }).trim();
  const table = (text: string): readonly Row[] => Papa.parse<Row>(text.trim(), { header: true }).data;

  /** Trains an experiment and reads what git holds of the run. */
  async function trained(experiment: string, ...sets: readonly string[]) {
    const { out } = await said('-C', 'p', 'train', experiment, ...sets.flatMap((set) => ['--set', set]), '--json');
    const { record } = JSON.parse(out) as { record: RunRecord };
    if (record.state !== 'finished') {
      const log = await readFile(join(folder, 'p/.radsteps/runs', record.run, 'trainer.log'), 'utf8');
      assert.fail(`The run ended as ${record.state}. Its log ends: ${log.slice(-3000)}`);
    }
    const home = `5-network/runs/${record.run}`;
    const committed: RunRecord = JSON.parse(git('show', `HEAD:${home}/record.json`));
    assert.ok(committed.state === 'finished', committed.state);
    return { run: record.run, metrics: committed.result.metrics, predictions: table(git('show', `HEAD:${home}/predictions.csv`)) };
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-fractures-'));
    await radsteps('films', 'wrists', '--template', 'fractures', '--region', 'wrist', '--count', '150', '--seed', '3');
    await radsteps('films', 'ankles', '--template', 'fractures', '--region', 'ankle', '--count', '4', '--seed', '4');
    await radsteps('new', 'fractures', 'p', '--region', 'wrist', '--reader', 'anna');
    // Another key would be another split, and now and then one that is hard to learn.
    await writeFile(join(folder, 'p/.radsteps/key'), `${'5a'.repeat(32)}\n`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('takes films of its region with categories, boxes and outlines, and no others', async () => {
    const ankles = await inProject('import', 'ankles');
    assert.match(ankles, /^0 images of 0 patients/);
    assert.match(ankles, /4 images are of other regions \(ANKLE 4\) and were left out, because the project is for the wrist/);
    assert.match(await inProject('import', 'wrists', '--labels', 'wrists/labels.csv'), /^150 images .*: 150 added/);
    await inProject('labels', 'import', 'wrists/fractures.json');
    assert.match(await inProject('split', '--fractions', '60/35/5'), /train: \d+ images/);
    const labels = await Promise.all(
      git('ls-files', '--others', '3-data/labels/import')
        .split('\n')
        .map(async (file) => parseLabel(await readFile(join(folder, 'p', file), 'utf8'), file)),
    );
    assert.equal(labels.length, 150);
    for (const { status, categories, marks } of labels) {
      assert.equal(status, 'final');
      assert.deepEqual(Object.keys(categories).sort(), ['cast', 'fracture', 'hardware']);
      const count = (name: string): number => marks.filter((mark) => mark.name === name).length;
      assert.equal(count('fracture_box'), count('fracture_outline'));
      assert.equal(count('fracture_box') > 0, categories.fracture === 'yes');
    }
  });

  it('finds no error in its own films', async () => {
    const { findings } = JSON.parse((await said('-C', 'p', 'check', '--json')).out) as {
      findings: readonly { severity: string; code: string }[];
    };
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    );
    // The test part of so few films is too small for what the template asks; that it says so shows that it has looked.
    assert.ok(findings.some(({ code }) => code === 'too-few-patients'));
    git('add', '--all');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message', 'Images, labels and split');
  });

  it('learns boxes that lie where the breaks are', async () => {
    const sets = [...small, 'network.trunk=unet', 'network.width=0.25', 'train.epochs=20'];
    const { run, metrics, predictions } = await trained('boxes', ...sets);
    const found = metrics.sensitivity_at_1_fp?.best.value ?? 0;
    const precision = metrics.average_precision?.best.value ?? 0;
    // Boxes at random places reach an average precision of some 0.001.
    assert.ok(found > 0.1 && precision > 0.01, `${found} ${precision}`);
    assert.equal(new Set(predictions.map(({ patient }) => patient)).size, metrics.average_precision?.best.patients);
    assert.match(await inProject('cases', run), /\S/);
  });

  it('learns outlines', async () => {
    const { metrics } = await trained('outlines', ...small, 'train.epochs=14');
    // Breaks cover a hundredth of a film: an outline at a random place has a Dice of some 0.01.
    assert.ok((metrics.dice?.best.value ?? 0) > 0.12, `${metrics.dice?.best.value}`);
  });

  it('trains the alert, and answers films of a folder with it', async () => {
    const { run, metrics, predictions } = await trained('quick', 'image.size=[112, 88]', 'train.epochs=6', 'network.filters=[12, 24, 48]');
    // From a hundred films nobody learns an alert; that breaks can be found on them is what the boxes say.
    const { value = Number.NaN, n, interval } = metrics.auc?.best ?? {};
    assert.ok(value >= 0 && value <= 1 && n === predictions.length && interval !== null);
    await radsteps('-C', 'p', 'predict', run, 'wrists', '--out', 'alerts.csv');
    const rows = table(await readFile(join(folder, 'alerts.csv'), 'utf8')).filter(({ image = '' }) => image.endsWith('.dcm'));
    assert.equal(rows.length, 150);
    const [same] = predictions;
    const again = rows.filter(({ probability_yes: share }) => Math.abs(Number(share) - Number(same?.probability_yes)) < 1e-5);
    assert.ok(again.length > 0, 'the same film gets the same number');
    assert.match(await inProject('cases', run), /\S/);
  });

  it('trains the experiments for graphics cards, too', async () => {
    for (const experiment of ['strong', 'boxes-strong']) {
      const { predictions } = await trained(experiment, 'image.size=[64, 48]', 'network.width=0.125', 'train.epochs=1');
      assert.ok(predictions.length > 30, experiment);
    }
  });

  it('fills the region into the files, and refuses one that it does not know or that does not fit', async () => {
    assert.match(await readFile(join(folder, 'p/radsteps.yaml'), 'utf8'), /^region: "wrist"$/m);
    for (const file of [
      '1-problem/intended-use.md',
      '1-problem/problem.yaml',
      '3-data/protocol.md',
      '3-data/sources.yaml',
      '7-governance/risk.csv',
    ]) {
      const text = await readFile(join(folder, 'p', file), 'utf8');
      assert.match(text, /wrist|scaphoid/i, file);
      assert.doesNotMatch(text, /\{\{/, file);
    }
    assert.match((await said('new', 'fractures', 'q', '--region', 'wirst')).err, /no region "wirst"; did you mean "wrist"\?/);
    assert.match((await said('new', 'bone-age', 'q', '--region', 'wrist')).err, /leave --region out/);
  });
});
