import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { listExperiments } from '../../../../src/node/project/readExperiment';
import { listRuns } from '../../../../src/node/run/listRuns';
import { readRecord } from '../../../../src/node/run/readRecord';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};

describe('the experiments of the bone-age template', function () {
  this.timeout(300_000);
  let folder = '';
  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const root = (): string => join(folder, 'p');

  /** An epoch on six films at the experiment's own size. */
  async function trained(name: string, ...sets: readonly string[]): Promise<RunRecord> {
    const words = ['train.epochs=1', 'train.batch=4', 'engine.backend=cpu', ...sets].flatMap((set) => ['--set', set]);
    const { code, out, err } = await radsteps('-C', 'p', 'train', name, '--no-commit', ...words);
    assert.equal(code, 0, out + err);
    const { run } = (await listRuns(root())).find(({ experiment }) => experiment === name) ?? { run: '' };
    return readRecord(root(), run);
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-bone-age-'));
    assert.equal((await radsteps('films', 'films', '--count', '12', '--seed', '3')).code, 0);
    assert.equal((await radsteps('new', 'bone-age', 'p', '--reader', 'anna')).code, 0);
    await writeFile(join(root(), '.radsteps/key'), `${'5a'.repeat(32)}\n`);
    assert.equal((await radsteps('-C', 'p', 'import', 'films', '--labels', 'films/bone-age.csv')).code, 0);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '50/30/20')).code, 0);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are a quick, a good and a strong one', async () => {
    assert.deepEqual((await listExperiments(root())).toSorted(), ['good', 'quick', 'strong']);
  });

  const expected = { quick: ['compact-cnn', 96, 80], good: ['resnet-18', 256, 224], strong: ['resnet-34', 512, 448] } as const;
  for (const name of ['quick', 'good', 'strong'] as const)
    it(`train: ${name}, without weights to start from`, async () => {
      const record = await trained(name);
      const { network, image, data } = record.settings;
      assert.deepEqual([network.name, ...image.size], expected[name]);
      assert.deepEqual([data.target, data.inputs, network.weights], ['bone_age', ['sex'], '']);
      assert.ok(record.state === 'finished' && record.result.weights !== null);
      const { mae, within_12_months: within } = record.result.metrics;
      assert.ok(mae !== undefined && Number.isFinite(mae.best.value) && within !== undefined);
    });

  it('says at once where weights to start from are not there', async () => {
    const { code, err } = await radsteps(
      '-C',
      'p',
      'train',
      'good',
      '--no-commit',
      '--set',
      'network.weights=/nowhere/resnet18.safetensors',
    );
    assert.notEqual(code, 0);
    assert.match(err, /resnet18\.safetensors/);
  });
});
