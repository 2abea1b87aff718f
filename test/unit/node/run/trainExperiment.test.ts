import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatImageTable } from '../../../../src/core/dataset/imageTable';
import type { Part } from '../../../../src/core/dataset/split';
import { formatSplitLock, formatSplitTable, parseSplitLock } from '../../../../src/core/dataset/splitTable';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { writeLocalPaths } from '../../../../src/node/dataset/localPaths';
import { writeLocal } from '../../../../src/node/project/local';
import { trainExperiment } from '../../../../src/node/run/trainExperiment';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { asProject, fakeTrainer } from './runFixture';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const images = ['img-1', 'img-2', 'img-3', 'img-4'] as const;
const parts: readonly Part[] = ['train', 'train', 'tuning', 'test'];

const rows = images.map((image, index) => ({
  ...{ image, patient: `P-${index + 1}`, study: '', series: '', sha256: '', modality: 'DX', bodyPart: '', view: '', laterality: '' },
  ...{ rows: 1, columns: 1, frames: 1, spacingMm: null, spacingFrom: '' as const, sex: 'F' as const, ageYears: null },
  ...{ site: '', manufacturer: '', model: '', extra: {} },
}));

async function smallProject(folder: string): Promise<TemporaryRepository> {
  const place = asProject(temporaryRepository(folder));
  place.write('radsteps.yaml', 'name: Small\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n');
  place.write(
    '3-data/protocol.md',
    '---\nlabels:\n  - name: bone_age\n    title: Bone age\n    kind: number\n    unit: months\n---\nText\n',
  );
  place.write('3-data/images.csv', formatImageTable({ rows, extraColumns: [] }));
  const split = formatSplitTable(new Map(rows.map(({ patient }, index) => [patient, parts[index] ?? 'train'])));
  place.write('3-data/split.csv', split);
  const lock = {
    method: 'patient-sha256-largest-remainder/v1',
    seed: 1,
    fractions: { train: 0.5, tuning: 0.25, test: 0.25 },
    split: sha256(split),
  };
  place.write('3-data/split.lock', formatSplitLock(parseSplitLock(JSON.stringify(lock))));
  place.write('5-network/experiments/quick.yaml', 'data:\n  target: bone_age\n');
  for (const image of images) {
    place.write(
      `3-data/labels/me/${image}.json`,
      formatLabel({ version: 1, image, reader: 'me', status: 'final', categories: { bone_age: 100 }, marks: [] }),
    );
    place.write(`../films/${image}`, `pixels of ${image}`);
  }
  await writeLocal(place.root, { dataRoot: folder, roots: { films: join(folder, 'films') }, reader: 'me' });
  const path = (image: string) => ({ image, instance: '', root: 'films', path: image, bytes: 1, modified: 1 });
  await writeLocalPaths(place.root, images.map(path));
  place.git('add', '.');
  place.git('commit', '-q', '-m', 'project');
  return place;
}

describe('trainExperiment', () => {
  const folder = isolatedGit();
  const signal = new AbortController().signal;
  const request = (more: object = {}) => ({ experiment: 'quick', sets: {}, trainer: fakeTrainer('finish'), commit: true, ...more });

  it("names the hashes of weights and of the project's own network, and gives the trainer their files", async () => {
    const place = await smallProject(folder());
    const plain = await trainExperiment(place.root, request({ commit: false }), () => {}, signal);
    assert.deepEqual(Object.keys(plain.record.hashes), ['images', 'split', 'labels', 'experiment']);
    const model =
      'export default (layers, { outputs }) => layers.network(layers.dense(layers.globalAveragePool(layers.image), { units: outputs }));';
    place.write('5-network/model.mjs', `${model}\r\n`);
    place.write('.radsteps/weights/w.safetensors', 'numbers');
    const sets = { 'network.name': 'own', 'network.weights': 'w.safetensors' };
    const { record } = await trainExperiment(place.root, request({ sets, commit: false }), () => {}, signal);
    assert.equal(record.hashes.model, sha256(`${model}\n`));
    assert.equal(record.hashes.weights, sha256('numbers'));
    const job = JSON.parse(readFileSync(join(place.root, '.radsteps/runs', record.run, 'job.json'), 'utf8'));
    assert.deepEqual(job.files, {
      model: { file: join(place.root, '5-network/model.mjs'), sha256: record.hashes.model },
      weights: { file: join(place.root, '.radsteps/weights/w.safetensors'), sha256: record.hashes.weights },
    });
    assert.match(readFileSync(join(place.root, '.radsteps/model.d.ts'), 'utf8'), /MakeNetwork/);
    const missing = trainExperiment(place.root, request({ sets: { 'network.weights': 'none' } }), () => {}, signal);
    await assert.rejects(missing, /network\.weights names none/);
  });

  it('hashes, plans, trains and commits; the job holds no image of the test part', async () => {
    const place = await smallProject(folder());
    const { record, commit } = await trainExperiment(
      place.root,
      request({ experiment: 'quick.yaml', sets: { 'train.epochs': '2' } }),
      () => {},
      signal,
    );
    assert.equal(record.state, 'finished', JSON.stringify(record));
    assert.equal(commit.state, 'committed');
    const text = readFileSync(join(place.root, '.radsteps/runs', record.run, 'job.json'), 'utf8');
    assert.doesNotMatch(text, /img-4|P-4/);
    const job = JSON.parse(text);
    assert.deepEqual(
      job.train.map(({ image }: { image: string }) => image),
      ['img-1', 'img-2'],
    );
    assert.equal(job.train[0].sha256, sha256('pixels of img-1'));
    assert.equal(job.tuning[0].target, 100);
    assert.deepEqual(
      [record.experiment, record.template, record.settings.train.epochs, record.settings.data.reader],
      ['quick', 'bone-age', 2, 'me'],
    );
    assert.deepEqual(job.hashes, record.hashes);
    assert.deepEqual(record.changed, { 'train.epochs': 2 });
    assert.deepEqual(record.data, { train: { images: 2, patients: 2 }, tuning: { images: 1, patients: 1 } });
    const read = (path: string) => readFileSync(join(place.root, path), 'utf8');
    assert.equal(record.hashes.images, sha256(read('3-data/images.csv')));
    assert.equal(record.hashes.split, sha256(read('3-data/split.csv')));
    const labels = images.slice(0, 3).map((image) => `${image} ${sha256(read(`3-data/labels/me/${image}.json`))}\n`);
    assert.equal(record.hashes.labels, sha256(labels.join('')));
    assert.equal(place.git('status', '--porcelain'), ' M 3-data/images.csv\n', 'the hashes are the only other change');
  });

  it('says what is missing and starts nothing', async () => {
    const place = await smallProject(folder());
    const fails = (message: RegExp, more: object = {}) =>
      assert.rejects(
        trainExperiment(place.root, request(more), () => {}, signal),
        { name: 'UserError', message },
      );
    await fails(/no experiment "slow"/, { experiment: 'slow' });
    await fails(/epochz/, { sets: { 'train.epochz': '2' } });
    await fails(/"age".*defines bone_age/, { sets: { 'data.target': 'age' } });
    await fails(/data\.reader names you.*labels of me/, { sets: { 'data.reader': 'you' } });
    place.write(
      '3-data/labels/you/img-1.json',
      readFileSync(join(place.root, '3-data/labels/me/img-1.json'), 'utf8').replace('"me"', '"you"'),
    );
    await fails(/2 readers.*me, you/);
    assert.equal(place.git('status', '--porcelain', '--', '5-network'), '');
    assert.equal(place.git('for-each-ref', 'refs/radsteps'), '');
  });
});
