import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoldsRecord } from '../../../../src/core/experiment/foldsRecord';
import { parseFoldTable } from '../../../../src/core/experiment/foldTable';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { validate } from '../../../../src/core/project/validate';
import type { FoldsEvent } from '../../../../src/node/run/conductFolds';
import { readFolds, writeFolds } from '../../../../src/node/run/foldFiles';
import { groupRuns } from '../../../../src/node/run/groupRuns';
import { listGroups } from '../../../../src/node/run/listGroups';
import { listRuns } from '../../../../src/node/run/listRuns';
import { planFolds } from '../../../../src/node/run/planFolds';
import { prepareRun } from '../../../../src/node/run/prepareRun';
import type { RunOptions } from '../../../../src/node/run/runPrepared';
import { markStop } from '../../../../src/node/run/stopMark';
import { resumeFolds, stopFolds, trainFolds } from '../../../../src/node/run/trainFolds';
import { predictFiles } from '../../../../src/node/training/predictFiles';
import { isolatedGit, type TemporaryRepository } from '../../../fixtures/temporaryRepository';
import { discProject } from './discProject';
import { realTrainer } from './realTrainer';
import { fakeTrainer } from './runFixture';

const never = new AbortController().signal;
const quiet = () => {};

describe('trainFolds', function () {
  this.timeout(60_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  let whole: FoldsRecord;

  const train = (trainer: RunOptions['trainer'], report: (event: FoldsEvent) => void = quiet, more: object = {}) =>
    trainFolds(place.root, { experiment: 'quick', sets: {}, folds: 2, trainer, commit: true, ...more }, report, never);
  const resume = (group: string, report: (event: FoldsEvent) => void = quiet, signal = never) =>
    resumeFolds(place.root, group, { trainer: realTrainer(), commit: true }, report, signal);
  const read = (path: string) => readFileSync(join(place.root, path), 'utf8');
  const rowsOf = ({ group, classes }: FoldsRecord) =>
    parseFoldTable('predictions.csv', read(`5-network/runs/${group}/predictions.csv`), classes);
  const jobOf = (run: string | null) => JSON.parse(read(`.radsteps/runs/${run}/job.json`));

  before(async () => {
    place = await discProject(folder());
  });

  it('predicts every image of the train and tuning parts once, by the network that has not seen its patient, in one commit', async () => {
    const places: string[] = [];
    const { folds, commit } = await train(realTrainer(), (event) => {
      if (event.event === 'fold') places.push(`${event.index}/${event.of}`);
    });
    whole = folds;
    assert.deepEqual(places, ['1/2', '2/2']);
    assert.equal(folds.state, 'finished', JSON.stringify(folds));
    assert.deepEqual(await readFolds(place.root, folds.group), folds);
    assert.deepEqual(validate('folds', folds), []);
    const split = new Map(
      read('3-data/split.csv')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',') as [string, string]),
    );
    const index = read('3-data/images.csv').trim().split('\n').slice(1);
    const expected = index.map((line) => line.split(',')).filter(([, patient = '']) => split.get(patient) !== 'test');
    const rows = rowsOf(folds);
    assert.equal(rows.length, 30);
    assert.deepEqual(rows.map(({ image, patient }) => [image, patient]).sort(), expected.map((cells) => cells.slice(0, 2)).sort());
    for (const { index: number, run, held, train: trained, tuning } of folds.folds) {
      const job = jobOf(run);
      const mine = rows.filter(({ fold }) => fold === number);
      const seen = new Set([...job.train, ...job.tuning].map(({ patient }: { patient: string }) => patient));
      assert.ok(mine.every((row) => row.run === run && !seen.has(row.patient) && row.prediction !== null));
      assert.deepEqual([held.images, trained.images, tuning.images], [mine.length, job.train.length, job.tuning.length]);
      assert.equal(mine.length + job.train.length + job.tuning.length, 30);
      const [first] = mine;
      const record = (await groupRuns(place.root, folds.group)).find((other) => other.run === run);
      assert.ok(record?.state === 'finished' && record.result.weights !== null && first !== undefined);
      assert.deepEqual(record.fold, { group: folds.group, index: number, of: 2 });
      assert.deepEqual(validate('record', record), []);
      const weights = join(place.root, '.radsteps/weights', `${record.result.weights.sha256}.onnx`);
      const others = folds.folds.flatMap((fold) => [...jobOf(fold.run).train, ...jobOf(fold.run).tuning]);
      const source = others.find(({ image }) => image === first.image);
      const model = { weights, experiment: record.settings, task: 'regression' as const, classes: [], unit: 'months' };
      const [again] = await predictFiles(model, [{ name: 'x', file: source.file, inputs: [] }], quiet, never);
      assert.ok(Math.abs(Number(again?.prediction) - Number(first.prediction)) < 1e-3);
    }
    const errors = rows.map(({ label, prediction }) => Math.abs(Number(label) - Number(prediction)));
    const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(Math.abs((folds.pooled?.metrics.mae?.value ?? 0) - mae) < 1e-9);
    assert.deepEqual([folds.pooled?.images, folds.pooled?.patients, folds.pooled?.metrics.mae?.patients], [30, 15, 15]);
    assert.ok(folds.pooled?.metrics.mae?.interval !== null && folds.folds.every(({ metrics }) => metrics.mae !== undefined));
    assert.equal(commit.state, 'committed');
    assert.equal(place.git('rev-list', '--count', 'HEAD'), '3\n');
    assert.match(place.git('log', '-1', '--format=%s'), /^Cross-validation .*-folds: finished, MAE [\d.]+ months\n$/);
    assert.equal(place.git('status', '--porcelain'), '');
    const listed = await listRuns(place.root);
    assert.deepEqual(
      listed.map(({ state, fold, pending }) => [state, fold?.index, pending]),
      [2, 1].map((number) => ['finished', number, false]),
    );
    assert.equal((await listGroups(place.root))[0]?.record?.state, 'finished');
    await assert.rejects(resume(folds.group), { name: 'UserError', message: /has finished/ });
  });

  it('goes on after a kill and after a stop to the numbers of an unbroken one', async () => {
    const killed = (await train(realTrainer(2))).folds;
    assert.deepEqual([killed.state, killed.folds.map(({ state }) => state)], ['failed', ['failed', 'open']]);
    assert.match(killed.reason ?? '', /fold 1 failed; the record of run/);
    const stop = new AbortController();
    const { folds: stopped, commit } = await resume(
      killed.group,
      (event) => {
        if (event.event === 'fold' && event.index === 2) stop.abort();
      },
      stop.signal,
    );
    assert.deepEqual([stopped.state, stopped.folds.map(({ state }) => state)], ['stopped', ['finished', 'open']]);
    assert.deepEqual([stopped.pooled, stopped.folds[0]?.run, commit.state], [null, killed.folds[0]?.run, 'committed']);
    const { folds } = await resume(killed.group);
    assert.equal(folds.state, 'finished');
    assert.deepEqual(folds.pooled, whole.pooled);
    const untold = (record: FoldsRecord) => rowsOf(record).map(({ run: _, ...row }) => row);
    assert.deepEqual(untold(folds), untold(whole));
    assert.equal((await groupRuns(place.root, folds.group)).length, 2);
  });

  it('stops the fold that trains and begins no other', async () => {
    const groups = new Set<string>();
    let asked: Promise<string> | undefined;
    const { folds } = await train(fakeTrainer('wait'), (event) => {
      if (event.event === 'record' && event.record.fold !== undefined) groups.add(event.record.fold.group);
      if (event.event === 'progress' && event.phase === 'training') asked ??= stopFolds(place.root, [...groups][0] ?? '');
    });
    assert.equal(await asked, 'asked');
    assert.deepEqual([folds.state, folds.folds.map(({ state }) => state)], ['stopped', ['stopped', 'open']]);
    await assert.rejects(stopFolds(place.root, folds.group), { name: 'UserError', message: /already ended \(stopped\)/ });
    const late = await train(fakeTrainer('wait'), (event) => {
      if (event.event === 'fold') void markStop(place.root, event.group);
    });
    assert.deepEqual(
      late.folds.folds.map(({ state }) => state),
      ['stopped', 'open'],
      'a stop between the look for one and the run is not lost',
    );
    // As a killed command leaves it.
    await writeFolds(place.root, { ...folds, state: 'running', ended: null });
    const note = join(place.root, '.radsteps/runs', folds.group, 'process.json');
    writeFileSync(note, JSON.stringify({ ...JSON.parse(readFileSync(note, 'utf8')), cli: { pid: 2 ** 22 + 1, start: null } }));
    const listed = (await listGroups(place.root)).find(({ group }) => group === folds.group);
    assert.equal(listed?.record?.state, 'stopped');
    assert.match(listed?.reason ?? '', /killed\?.*`radsteps resume /);
    await assert.rejects(stopFolds(place.root, folds.group), { name: 'UserError', message: /does not train on this machine any more/ });
  });

  it('warns of a value that fewer patients than folds have, and refuses one that a fold could not learn', async () => {
    const other = await discProject(folder());
    other.write(
      '3-data/protocol.md',
      '---\nlabels:\n  - name: size\n    title: Size\n    kind: category\n    values: [no, yes]\n---\nText\n',
    );
    const label = (image: string, size: string) =>
      other.write(
        `3-data/labels/me/${image}.json`,
        formatLabel({ version: 1, image, reader: 'me', status: 'final', categories: { size }, marks: [] }),
      );
    for (let index = 0; index < 34; index++) label(`img-${index}`, index === 0 || index === 2 ? 'yes' : 'no');
    const planned = async () => planFolds(other.root, await prepareRun(other.root, 'quick', {}, quiet, never), 3);
    assert.deepEqual((await planned()).notes, ['Only 2 patients have size yes, fewer than the 3 folds, so some folds hold out none.']);
    label('img-0', 'no');
    await assert.rejects(planned(), { name: 'UserError', message: /Fold \d of 3 would train on images of one size only/ });
  });

  it('refuses too many folds and unknown names, and starts nothing', async () => {
    const before = (await listGroups(place.root)).length;
    await assert.rejects(train(realTrainer(), quiet, { folds: 16 }), {
      name: 'UserError',
      message: /16 folds needs at least 16 patients.* have 15/,
    });
    assert.equal((await listGroups(place.root)).length, before);
    await assert.rejects(resume('20250101-000000-x-0000-folds'), { name: 'UserError', message: /There is no cross-validation/ });
    await assert.rejects(resume('../x'), { name: 'UserError', message: /is not the name of a cross-validation/ });
    place.write('5-network/runs/20250101-000000-x-0000-folds/folds.json', '{}');
    assert.match((await listGroups(place.root)).at(-1)?.reason ?? '', /folds\.json is damaged/);
  });
});
