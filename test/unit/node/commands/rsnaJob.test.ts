import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import { writeRsnaFilms } from '../../../fixtures/rsnaFilms';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};

describe("the challenge's bone ages on the command line", function () {
  this.timeout(300_000);
  let folder = '';
  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const table = async (file: string) =>
    Papa.parse<Record<string, string>>((await readFile(join(folder, 'p', file), 'utf8')).trim(), { header: true }).data;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-rsna-'));
    await writeRsnaFilms(join(folder, 'rsna'), { training: 36, validation: 8, test: 6 }, 5);
    assert.equal((await radsteps('new', 'bone-age', 'p', '--reader', 'anna')).code, 0);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are imported, split with the official test held out, and trained on', async () => {
    const imported = await radsteps('-C', 'p', 'import', 'rsna');
    assert.equal(imported.code, 0, imported.err);
    assert.match(imported.out, /50 images of 50 patients in the project: 50 added/);
    assert.match(imported.out, /50 labels written, 0 rows of labels with a problem\./);
    assert.match(imported.out, /the layout of the RSNA bone age challenge/);
    assert.match(imported.out, /36 training, 8 validation, 6 test films/);
    const split = await radsteps('-C', 'p', 'split', '--test', 'official_part=test', '--tuning', 'official_part=validation');
    assert.equal(split.code, 0, split.err);
    assert.match(split.out, /train: 36 images .*\ntuning: 8 images .*\ntest: 6 images/);

    const checked = JSON.parse((await radsteps('-C', 'p', 'check', '--json')).out);
    const found = checked.findings
      .filter(({ file }: { file: string }) => file.startsWith('3-data/'))
      .map(({ code, message }: Record<string, string>) => `${code}: ${message}`);
    assert.deepEqual(
      found.filter((line: string) => !/^(open-question|schema)/.test(line)),
      [],
    );

    const sets = ['image.size=[40, 32]', 'network.filters=[4, 8]', 'train.epochs=2'].flatMap((word) => ['--set', word]);
    const trained = await radsteps('-C', 'p', 'train', 'quick', ...sets);
    assert.equal(trained.code, 0, trained.out + trained.err);
    assert.match(trained.out, /tuning part, n = 8 images of 8 patients/);
    const [run = ''] = await readdir(join(folder, 'p/5-network/runs'));
    const predicted = (await table(`5-network/runs/${run}/predictions.csv`)).map(({ image }) => image);
    const official = new Map((await table('3-data/images.csv')).map(({ image, official_part }) => [image, official_part]));
    assert.deepEqual([...new Set(predicted.map((image) => official.get(image ?? '')))], ['validation']);
  });
});
