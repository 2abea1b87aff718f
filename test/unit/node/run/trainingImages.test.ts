import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { formatFoldTable } from '../../../../src/core/experiment/foldTable';
import { formatPredictions } from '../../../../src/core/experiment/predictionTable';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { readTrainingImages } from '../../../../src/node/run/trainingImages';
import { isolatedGit } from '../../../fixtures/temporaryRepository';
import { discProject } from './discProject';

const never = new AbortController().signal;
const run = '20260101-000000-quick-0001';
const group = '20260101-000000-quick-folds-0002';

const recordWith = (more: Partial<RunRecord>): RunRecord =>
  ({
    run,
    settings: { ...experimentDefaults, data: { target: 'size', reader: 'me', inputs: [] } },
    hashes: { images: '', split: '', labels: '', experiment: '' },
    ...more,
  }) as RunRecord;

const row = (image: string) => ({ image, patient: 'P-1', label: 1, prediction: 1, probabilities: [], problem: '' });

describe('the images that a run was trained on', () => {
  const folder = isolatedGit();

  it("are those of the split's training part, with hash, state and label in words; a changed split is told", async () => {
    const { root } = await discProject(folder());
    const { images, wordsOf, notes } = await readTrainingImages(root, recordWith({}), () => {}, never);
    // Twelve patients of two images.
    assert.equal(images.length, 24);
    assert.ok(images.every(({ sha256, state, patient }) => sha256.length === 64 && state !== undefined && Number(patient.slice(2)) < 12));
    assert.match(wordsOf('img-3'), /^\d+\.\d+ months$/);
    assert.equal(wordsOf('none'), '');
    assert.match(notes.join(), /The split has changed since run/);
  });

  it('are, of the run of a fold, all but those that it tuned with or did not see', async () => {
    const place = await discProject(folder());
    const record = recordWith({ fold: { group, index: 1, of: 2 } });
    await assert.rejects(
      readTrainingImages(place.root, record, () => {}, never),
      /is a fold of .*, which has not ended yet/,
    );
    place.write(`5-network/runs/${run}/predictions.csv`, formatPredictions([row('img-0'), row('img-26')], []));
    const held = ['img-1', 'img-2'].map((image) => ({ ...row(image), fold: 1, run }));
    const ofAnother = { ...row('img-5'), fold: 2, run: '20260101-000000-quick-0009' };
    place.write(`5-network/runs/${group}/predictions.csv`, formatFoldTable([...held, ofAnother], []));
    const names = (await readTrainingImages(place.root, record, () => {}, never)).images.map(({ image }) => image);
    // Of the 30 images of train and tuning.
    assert.equal(names.length, 26);
    for (const image of ['img-0', 'img-1', 'img-2', 'img-26']) assert.ok(!names.includes(image), image);
    for (const image of ['img-3', 'img-5', 'img-24']) assert.ok(names.includes(image), image);
  });
});
