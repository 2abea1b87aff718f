import assert from 'node:assert/strict';
import {
  brierScore,
  brierScoreOfClasses,
  calibrationBins,
  calibrationByChance,
  expectedCalibrationError,
} from '../../../../src/core/statistics/calibration';
import { mulberry32 } from '../../../../src/core/statistics/random';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, patientsOf, reasonOf } from './near';

const { p, y } = golden.ece_brier.in;
const hits = y.map((value) => value === 1);

describe('calibration', () => {
  it('gives the golden errors and the golden Brier score', () => {
    near(expectedCalibrationError(p, hits, 10), golden.ece_brier.out.ece10);
    near(expectedCalibrationError(p, hits, 5), golden.ece_brier.out.ece5);
    near(estimateOf(brierScore(p, hits, patientsOf(10))).value, golden.ece_brier.out.brier);
  });

  it('has bins that are closed below, the last one on both sides, and leaves empty ones out', () => {
    const bins = calibrationBins([0, 0.1, 0.5, 1], [false, true, true, true], patientsOf(4));
    assert.deepEqual(
      bins.map(({ from, observed: { n } }) => [from, n]),
      [
        [0, 1],
        [0.1, 1],
        [0.5, 1],
        [0.9, 1],
      ],
    );
    const tenth = calibrationBins(p, hits, patientsOf(10)).find(({ from }) => from === 0.9);
    assert.deepEqual([tenth?.observed.value, tenth?.observed.n], [1, 2]);
    near(tenth?.mean, 0.95);
  });

  it('counts patients, whose images belong together', () => {
    const [bin] = calibrationBins([0.5, 0.5, 0.5], [true, true, false], ['a', 'a', 'b'], 1);
    assert.deepEqual([bin?.observed.n, bin?.observed.patients], [3, 2]);
  });

  it('expects more of a perfectly calibrated model the fewer its images are, and about what such a model has', () => {
    const random = mulberry32(3);
    const scores = Array.from({ length: 2000 }, random);
    const outcomes = scores.map((score) => random() < score);
    const [many, few] = [calibrationByChance(scores), calibrationByChance(scores.slice(0, 50))];
    assert.ok(few.mean > 3 * many.mean, `${few.mean} ${many.mean}`);
    assert.ok(expectedCalibrationError(scores, outcomes) < 2 * many.upper);
    assert.ok(many.mean < many.upper);
    assert.deepEqual(calibrationByChance(scores), many, 'the same every time');
  });

  it('sums the squares of several classes', () => {
    const outputs = [
      [0.7, 0.2, 0.1],
      [0, 0, 1],
    ];
    near(estimateOf(brierScoreOfClasses(outputs, [0, 2], patientsOf(2))).value, (0.09 + 0.04 + 0.01) / 2);
  });

  it('has no score without images, and no interval where all images are alike', () => {
    assert.match(reasonOf(brierScore([], [], [])), /no images/);
    const same = estimateOf(brierScore([0.3, 0.3, 0.3], [true, true, true], patientsOf(3)));
    near(same.value, 0.49);
    assert.deepEqual([same.interval, same.method], [null, 'no interval: the resamples do not differ']);
  });
});
