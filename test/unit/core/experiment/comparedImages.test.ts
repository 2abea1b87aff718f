import assert from 'node:assert/strict';
import { comparedImages, countImages, type ImageView } from '../../../../src/core/experiment/comparedImages';
import type { ImageComparison, RunVerdict } from '../../../../src/core/experiment/compareRuns';
import { labelWords, predictionWords } from '../../../../src/core/experiment/predictionWords';
import { verdictWords } from '../../../../src/core/experiment/verdictWords';

const entry = (image: string, errors: readonly number[], calls: readonly string[]): ImageComparison => ({
  ...{ image, patient: 'p', label: 'yes', calls, details: calls.map(() => null), errors, change: 0 },
});
const cases = [
  entry('img-a', [0.5, 0.1, 0.9], ['no', 'yes', 'no']),
  entry('img-b', [0.2, 0.2, 0.1], ['yes', 'yes', 'yes']),
  entry('img-c', [0.1, 0.7, 0.1], ['yes', 'no', 'yes']),
];
const view: ImageView = { other: 1, filter: 'all', search: '', order: { by: 'change', down: true } };
const names = (change: Partial<ImageView>): string =>
  comparedImages(cases, { ...view, ...change })
    .map(({ image }) => image.slice(-1))
    .join('');

describe('comparedImages', () => {
  it('filters by what became of an image, from the first run to the chosen one', () => {
    assert.deepEqual(countImages(cases, 1), { all: 3, better: 1, worse: 1, changed: 2 });
    assert.deepEqual(countImages(cases, 2), { all: 3, better: 1, worse: 1, changed: 0 });
    assert.deepEqual([names({ filter: 'better' }), names({ filter: 'worse' }), names({ filter: 'changed' })], ['a', 'c', 'ca']);
    assert.deepEqual([names({ search: 'IMG-B' }), names({ search: 'x' })], ['b', '']);
  });

  it("sorts by change, a run's error or name, either way", () => {
    assert.deepEqual([names({}), names({ order: { by: 'change', down: false } })], ['cba', 'abc']);
    assert.deepEqual([names({ order: { by: 2, down: true } }), names({ order: { by: 'image', down: true } })], ['abc', 'cba']);
    assert.equal(names({ order: { by: 'label', down: true } }), 'abc');
  });
});

describe('the words of a comparison', () => {
  const difference = { value: -2.34, interval: [-3.4, -1.2] as const, method: 'M', n: 60, patients: 30, unit: 'months' };
  const words = (verdict: RunVerdict['verdict'], change: object = {}) =>
    Object.values(verdictWords({ run: 'b', verdict, words: '', difference: { ...difference, ...change } }, 'mae')).join(' | ');

  it('say how much better, with the interval turned the same way', () => {
    const place = 'tuning part, n = 60 images of 30 patients; M';
    assert.equal(words('better'), `is better than | by 2.34 months of MAE, 95 % interval 1.20 to 3.40 | ${place}`);
    assert.equal(
      words('not distinguishable', { interval: [-3, 1] }),
      `is not distinguishable from | on 30 patients: difference in MAE -2.34 months, 95 % interval -3.00 to 1.00 | ${place}`,
    );
    assert.match(
      words('another seed'),
      /^is the same experiment with another seed as \| neither is better: difference in MAE -2\.34 months/,
    );
    const none = verdictWords({ run: 'b', verdict: 'not distinguishable', words: '', difference: { undefined: 'Why.' } }, 'mae');
    assert.deepEqual(Object.values(none), ['can not be held against', 'Why.', '']);
  });

  it('say what runs and readers say of an image', () => {
    assert.deepEqual(
      [
        predictionWords('regression', 123.44, null),
        predictionWords('classification', 'yes', 0.934),
        predictionWords('detection', 2, 1),
        predictionWords('detection', 0, 0),
        predictionWords('segmentation', 0.1, 0.8333),
        predictionWords('segmentation', 0, null),
        labelWords('detection', 1),
        labelWords('segmentation', 0.0123),
        labelWords('classification', 'no'),
      ],
      ['123.4', 'yes 0.93', '2 boxes, 1 hit', 'no box', 'Dice 0.833', 'nothing', '1 box', '1.23 % marked', 'no'],
    );
  });
});
