import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/experiment/compareRuns';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { PredictedRun } from '../../../../src/core/experiment/predictedRun';
import type { PredictionRow } from '../../../../src/core/experiment/predictionTable';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { settingDifferences } from '../../../../src/core/experiment/settingDifferences';
import { mulberry32, normal } from '../../../../src/core/statistics/random';

const hashes = { images: 'a', split: 'b', labels: 'c', experiment: 'd' };
const record = (run: string, train: object, more: object = {}): RunRecord =>
  ({
    ...{ run, state: 'finished', task: 'regression', target: 'bone_age', unit: 'months', hashes },
    settings: { ...experimentDefaults, train: { ...experimentDefaults.train, ...train } },
    ...more,
  }) as unknown as RunRecord;

const count = 60;
/** Films of which every second one is of the patient before; errors of a standard deviation in months. */
function numbers(run: string, train: object, sd: number, seed: number, more: object = {}): PredictedRun {
  const random = mulberry32(seed);
  const rows = Array.from({ length: count }, (_, index): PredictionRow => {
    const label = 24 + 3 * index;
    return {
      image: `img-${index}`,
      patient: `p${index >> 1}`,
      label,
      prediction: label + sd * normal(random),
      probabilities: [],
      problem: '',
    };
  });
  return { record: record(run, train, more), classes: [], rows };
}

describe('compareRuns', () => {
  it('says that one is better, by how much, on how many patients of which part', () => {
    const { metric, unit, images, patients, verdicts, settings } = compareRuns([
      numbers('a', { learningRate: 0.01 }, 12, 1),
      numbers('b', { learningRate: 0.001 }, 5, 2),
    ]);
    assert.deepEqual([metric, unit, images, patients], ['mae', 'months', 60, 30]);
    assert.equal(verdicts[0]?.verdict, 'better');
    assert.match(
      verdicts[0]?.words ?? '',
      /^Better than the first run: difference in MAE -\d.* months, 95 % interval -.* to -.*, tuning part, n = 60 images of 30 patients; paired bootstrap/,
    );
    assert.deepEqual(settings, [{ key: 'train.learningRate', values: [0.01, 0.001] }]);
  });

  it('calls equally good ones not distinguishable, and never one seed better than another', () => {
    const equal = compareRuns([numbers('a', { batch: 8 }, 6, 1), numbers('b', { batch: 16 }, 6, 2)]);
    assert.match(
      equal.verdicts[0]?.words ?? '',
      /^Not distinguishable from the first run on 30 patients \(difference in MAE .*95 % interval -.* to .*\)\.$/,
    );
    const seeds = compareRuns([numbers('a', { seed: 1 }, 12, 1), numbers('b', { seed: 2 }, 3, 2)]);
    assert.equal(seeds.verdicts[0]?.verdict, 'another seed');
  });

  it('sorts the images by how much worse they became', () => {
    const [first, second] = [numbers('a', {}, 6, 1), numbers('b', { batch: 2 }, 6, 2)];
    const rows = second.rows.map((row, index) => (index === 7 ? { ...row, prediction: Number(row.label) + 90 } : row));
    const { cases } = compareRuns([first, { ...second, rows }]);
    assert.equal(cases[0]?.image, 'img-7');
    assert.equal(cases[0]?.errors[1], 90);
    assert.ok(cases.every(({ change }, index) => change <= (cases[index - 1]?.change ?? Number.POSITIVE_INFINITY)));
  });

  it('keeps to images that all predicted and whose label stayed, and says so', () => {
    const [first, second] = [numbers('a', {}, 6, 1), numbers('b', { batch: 2 }, 6, 2, { hashes: { ...hashes, split: 'z' } })];
    const rows = second.rows.slice(10).map((row, index) => (index === 0 ? { ...row, label: 1 } : row));
    const { images, notes } = compareRuns([first, { ...second, rows }]);
    assert.equal(images, 49);
    assert.match(notes.join('\n'), /split differently[\s\S]*10 of 60 images[\s\S]*1 images are left out because their label/);
    const none = compareRuns([first, { ...second, rows: [] }]);
    assert.match(none.verdicts[0]?.words ?? '', /Not comparable: The runs have no image in common/);
  });

  it('compares two classes by the area under the curve, more by accuracy', () => {
    const classes = ['no', 'yes'];
    const of = (run: string, strength: number, seed: number): PredictedRun => {
      const random = mulberry32(seed);
      const rows = Array.from({ length: 80 }, (_, index): PredictionRow => {
        const yes = index % 2 === 1;
        const score = 1 / (1 + Math.exp(-(strength * (yes ? 1 : -1) + normal(random))));
        return {
          image: `i${index}`,
          patient: `p${index}`,
          label: yes ? 'yes' : 'no',
          prediction: score > 0.5 ? 'yes' : 'no',
          probabilities: [1 - score, score],
          problem: '',
        };
      });
      return { record: record(run, { batch: seed }, { task: 'classification', unit: '' }), classes, rows };
    };
    const { metric, verdicts, cases } = compareRuns([of('a', 0.2, 1), of('b', 1.6, 2)]);
    assert.deepEqual([metric, verdicts[0]?.verdict], ['auc', 'better']);
    assert.match(verdicts[0]?.words ?? '', /DeLong, paired/);
    assert.ok(cases.every(({ errors }) => errors.every((error) => error >= 0 && error <= 1)));
    const three = [of('a', 0.2, 1), of('b', 1.6, 2)].map((run) => ({
      ...run,
      classes: ['no', 'yes', 'other'],
      rows: run.rows.map((row) => ({ ...row, probabilities: [...row.probabilities, 0] })),
    }));
    assert.equal(compareRuns(three).metric, 'accuracy');
  });
});

describe('settingDifferences', () => {
  it('knows settings that only one side has, and takes a list as one value', () => {
    assert.deepEqual(settingDifferences([{ a: { b: [1, 2], c: 1 } }, { a: { b: [1, 3], c: 1 }, d: 'x' }]), [
      {
        key: 'a.b',
        values: [
          [1, 2],
          [1, 3],
        ],
      },
      { key: 'd', values: [null, 'x'] },
    ]);
  });
});
