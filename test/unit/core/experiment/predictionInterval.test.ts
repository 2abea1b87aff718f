import assert from 'node:assert/strict';
import { calibrate, intervalAt } from '../../../../src/core/experiment/predictionInterval';
import { mulberry32, normal } from '../../../../src/core/statistics/random';

type One = { readonly label: number; readonly prediction: number; readonly patient: string };

/** Predictions whose error grows with age, drawn evenly over 18 years. */
function draw(count: number, seed: number, noise: (label: number) => number = (label) => 2 + label / 12): readonly One[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, index) => {
    const label = 2 + random() * 214;
    return { label, prediction: label + noise(label) * normal(random), patient: `p${index}` };
  });
}

const rangesOf = (cases: readonly One[], unit = 'months') =>
  calibrate(cases, unit).bands.map(({ from, to, patients }) => [from, to, patients >= 40]);

describe('calibrate', () => {
  it('divides ages into bands of forty patients or more, with limits at whole years', () => {
    assert.deepEqual(rangesOf(draw(400, 1)), [
      [Number.NEGATIVE_INFINITY, 60, true],
      [60, 120, true],
      [120, 180, true],
      [180, Number.POSITIVE_INFINITY, true],
    ]);
  });

  it('joins bands of few patients with a neighbour, and keeps every case', () => {
    const few = draw(100, 2);
    const { bands } = calibrate(few, 'months');
    assert.ok(bands.length < 4 && bands.every(({ patients }) => patients >= 40));
    assert.equal(
      bands.reduce((sum, { images }) => sum + images, 0),
      100,
    );
    assert.deepEqual(rangesOf(draw(30, 3)), [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false]]);
    assert.deepEqual(rangesOf(draw(400, 1), 'mm'), [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, true]]);
  });

  it('is wider where errors are larger', () => {
    const widths = calibrate(draw(800, 4), 'months').bands.map(({ halfWidth }) => halfWidth ?? 0);
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => a - b),
    );
    assert.ok((widths[3] ?? 0) > 2 * (widths[0] ?? 0));
  });

  it('holds 95 of 100 new values, over all and in each band', () => {
    const bands = ['0', '60', '120', '180'];
    const counts = new Map(bands.map((band) => [band, { inside: 0, all: 0 }]));
    for (let round = 0; round < 150; round++) {
      const calibration = calibrate(draw(320, 1000 + round), 'months');
      for (const { label, prediction } of draw(60, 5000 + round)) {
        const found = intervalAt(calibration, prediction);
        assert.ok('interval' in found);
        const band = counts.get(String(Math.max(0, Math.min(180, 60 * Math.floor(prediction / 60)))));
        assert.ok(band !== undefined);
        band.all += 1;
        if (label >= found.interval[0] && label <= found.interval[1]) band.inside += 1;
      }
    }
    for (const [band, { inside, all }] of counts) {
      assert.ok(all > 1200, `${band}: ${all}`);
      assert.ok(inside / all > 0.938 && inside / all < 0.975, `${band}: ${inside / all}`);
    }
  });
});

describe('intervalAt', () => {
  it('never goes below zero where no value does', () => {
    const found = intervalAt(calibrate(draw(400, 1), 'months'), 1);
    assert.ok('interval' in found && found.interval[0] === 0 && found.interval[1] > 1);
  });

  it('says how many patients there should be where they are too few', () => {
    const found = intervalAt(calibrate(draw(18, 1), 'months'), 100);
    assert.deepEqual(found, { undefined: 'An interval needs 19 patients with label and prediction; there are 18.' });
    assert.ok('undefined' in intervalAt(calibrate([], 'months'), 100));
  });

  it('tells of how many cases an interval is', () => {
    const cases = draw(400, 1);
    const found = intervalAt(calibrate(cases, 'months'), 100);
    assert.ok('band' in found);
    assert.equal(found.band.images, cases.filter(({ prediction }) => prediction >= 60 && prediction < 120).length);
  });
});
