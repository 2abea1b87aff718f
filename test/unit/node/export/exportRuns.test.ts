import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { formatMetrics } from '../../../../src/core/experiment/metricsTable';
import { formatPredictions } from '../../../../src/core/experiment/predictionTable';
import type { ExportOutcome } from '../../../../src/node/export/exportRuns';
import { writeRecord } from '../../../../src/node/run/writeRecord';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { exportedRun } from '../../core/export/exportedFixture';
import { saidBy } from '../commands/saidBy';
import { asProject, fakeTrainer } from '../run/runFixture';

const [first, second, elsewhere] = ['20261123-213303-quick-0001', '20261123-213304-quick-0002', '20261123-213305-quick-0003'] as const;
const group = '20261123-213300-quick-0009-folds';
const fixtures = join(__dirname, '../../../fixtures');

describe('radsteps export', () => {
  const folder = isolatedGit();
  let place: TemporaryRepository;
  let out: string;

  const said = (...words: readonly string[]) =>
    saidBy([...words, '-C', place.root], { cwd: out, templatesFolder: '', trainer: fakeTrainer('finish') });
  const outcome = async (...words: readonly string[]): Promise<ExportOutcome> => {
    const { code, out: text } = await said('export', ...words, '--json');
    assert.equal(code, 0, text);
    return JSON.parse(text);
  };
  const rows = (file: string) =>
    Papa.parse<Readonly<Record<string, string>>>(readFileSync(file, 'utf8'), { header: true, skipEmptyLines: true }).data;

  async function writeRun(run: string, change: object = {}): Promise<void> {
    await writeRecord(place.root, { ...exportedRun.record, run, ...change });
    place.write(`5-network/runs/${run}/metrics.csv`, formatMetrics(exportedRun.epochs));
    place.write(`5-network/runs/${run}/predictions.csv`, formatPredictions(exportedRun.predictions, []));
  }

  before(async () => {
    place = asProject(temporaryRepository(folder()));
    place.write('radsteps.yaml', 'name: Hand ages\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n');
    place.git('commit', '-q', '-a', '-m', 'project');
    place.git('checkout', '-q', '-b', 'side');
    await writeRun(elsewhere);
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'side');
    place.git('checkout', '-q', 'main');
    await writeRun(first, { notes: ['Image img-secret1 of /data/DOE^JOHN/x/1.dcm could not be read.'], fold: { group, index: 1, of: 2 } });
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'main');
    await writeRun(second, { settings: { ...exportedRun.record.settings, train: { ...exportedRun.record.settings.train, seed: 9 } } });
  });

  beforeEach(() => {
    out = join(folder(), `out-${Math.random().toString(36).slice(2)}`);
    mkdirSync(out);
  });

  it('writes two tables of all runs of all branches, with the commits of their records', async () => {
    const { runs, files, problems } = await outcome('--all', '--out', 'runs.csv');
    assert.deepEqual([runs, problems], [[elsewhere, second, first], []]);
    assert.deepEqual(files, [join(out, 'runs.csv'), join(out, 'runs-epochs.csv')]);
    const found = rows(files[0] ?? '');
    const commitOf = (branch: string) => place.git('rev-parse', branch).trim();
    assert.deepEqual(
      found.map(({ commit, on }) => [commit, on]),
      [
        [commitOf('side'), 'side'],
        ['', ''],
        [commitOf('main'), ''],
      ],
    );
    assert.deepEqual([found[1]?.['train.seed'], found[0]?.mae], ['9', '12']);
    assert.equal(rows(files[1] ?? '').length, 3 * 2 * 5, 'epochs of the other branch too');
    for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), /img-secret|DOE|P-1|\/data/);
  });

  it('takes names (also of a cross-validation), filters, and runs of other branches by name', async () => {
    assert.deepEqual((await outcome(elsewhere, '--out', 'a.csv')).runs, [elsewhere]);
    assert.deepEqual((await outcome(group, '--out', 'a.csv')).runs, [first]);
    assert.deepEqual((await outcome('--filter', 'seed = 9', '--out', 'a.csv')).runs, [second]);
  });

  it('writes a report without patients, images and paths, and names images only when asked', async () => {
    const { files } = await outcome(first, second, '--format', 'html', '--out', 'report.html');
    const html = readFileSync(files[0] ?? '', 'utf8');
    assert.deepEqual(readdirSync(out), ['report.html']);
    assert.doesNotMatch(html, /img-secret|DOE|P-1|https?:/);
    assert.ok(!html.includes(place.root) && !html.includes(folder()));
    assert.match(html, /Image &lt;image&gt; of &lt;path&gt; could not be read\./);
    assert.equal(html.match(/<svg/g)?.length, 6);
    const named = await outcome(first, '--format', 'html', '--images', '--out', 'named.html');
    assert.match(readFileSync(named.files[0] ?? '', 'utf8'), /img-secret3/);
    assert.doesNotMatch(readFileSync(named.files[0] ?? '', 'utf8'), /P-1|Image img-secret1 of/);
  });

  it("writes what MLflow's rules and an independent reader of event files read, twice the same", async () => {
    for (const _ of [1, 2]) {
      const { files } = await outcome('--all', '--format', 'mlflow', '--out', '.');
      assert.deepEqual(files, [join(out, 'mlruns')]);
      const [experiment] = JSON.parse(
        execFileSync('python3', [join(fixtures, 'readMlflow.py'), join(out, 'mlruns')], { encoding: 'utf8' }),
      );
      assert.deepEqual([experiment.name, experiment.runs.length], ['Hand ages: quick', 3]);
    }
    for (const entry of readdirSync(join(out, 'mlruns'), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) assert.doesNotMatch(readFileSync(join(entry.parentPath, entry.name), 'utf8'), /img-secret|DOE|P-1/, entry.name);
    const { files } = await outcome(first, '--format', 'tensorboard', '--out', 'board');
    const [name = ''] = readdirSync(join(files[0] ?? '', first));
    assert.match(name, /^events\.out\.tfevents\.\d{10}\.radsteps$/);
    const events = JSON.parse(
      execFileSync('python3', [join(fixtures, 'readTfEvents.py'), join(out, 'board', first, name)], { encoding: 'utf8' }),
    );
    assert.equal(events.length, 5);
  });

  it('leaves damaged runs out and says so', async () => {
    place.write('5-network/runs/20261125-000000-quick-dddd/record.json', '{ "version": 1');
    place.write(`5-network/runs/${second}/metrics.csv`, 'nonsense\n');
    const { runs, problems } = await outcome('--all', '--out', 'runs.csv');
    assert.equal(runs.length, 3);
    assert.match(
      problems.join('\n'),
      /20261125-000000-quick-dddd is left out: Its record\.json is damaged.*\n.*0002: metrics\.csv has no column/,
    );
    const { code, out: text } = await said('export', '20261125-000000-quick-dddd', '--out', 'x.csv', '--json');
    assert.deepEqual([code, /No record of the chosen runs can be read: Its record\.json is damaged/.test(text)], [1, true]);
  });

  it('refuses bad words and bad places, and writes nothing then', async () => {
    const codes = async (...words: readonly string[]) => (await said('export', ...words)).code;
    assert.equal(await codes(), 2);
    assert.equal(await codes(first), 2);
    assert.equal(await codes(first, '--out', 'x', '--format', 'excel'), 2);
    assert.equal(await codes('20261123-213303-quick-ffff', '--out', 'x.csv'), 1);
    assert.equal(await codes(first, '--out', 'no/such/x.csv'), 1);
    assert.equal(await codes('--filter', 'seed = 12345', '--out', 'x.csv'), 1);
    mkdirSync(join(out, 'folder'));
    writeFileSync(join(out, 'file'), '');
    assert.match((await said('export', first, '--out', 'folder')).err, /is a folder, but csv is written to a file/);
    assert.match((await said('export', first, '--format', 'mlflow', '--out', 'file')).err, /is a file, but mlflow needs a folder/);
    assert.ok(!existsSync(join(out, 'x.csv')));
    assert.deepEqual(readdirSync(join(out, 'folder')), []);
  });
});
