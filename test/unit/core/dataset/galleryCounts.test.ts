import assert from 'node:assert/strict';
import { applyQuery, type Chart, histogramSteps } from '../../../../src/core/dataset/galleryCounts';
import { parseQuery } from '../../../../src/core/dataset/galleryQuery';
import { imageRow, tableOf } from './galleryRows';

const rows = [
  imageRow('a', { sex: 'F', ageYears: 0, manufacturer: 'X' }),
  imageRow('b', { sex: 'F', ageYears: 9.9, manufacturer: 'Y' }),
  imageRow('c', { sex: 'M', ageYears: 12, manufacturer: 'X' }),
  imageRow('d', { ageYears: null, manufacturer: 'X' }),
];
const table = tableOf(rows);
const chartOf = (text: string, column: string): Chart => {
  const chart = applyQuery(table, parseQuery(text, table.columns).terms).charts.find((one) => one.column === column);
  assert.ok(chart !== undefined);
  return chart;
};
const counts = ({ bars }: Chart): Readonly<Record<string, number>> => Object.fromEntries(bars.map(({ value, n }) => [value, n]));

describe('the charts of the gallery', () => {
  it('count values and what has none, and all of them', () => {
    const sex = chartOf('', 'sex');
    assert.deepEqual(counts(sex), { F: 2, M: 1 });
    assert.deepEqual([sex.unknown.n, sex.unknown.value, sex.n], [1, 'none', 4]);
  });

  it('count what the filters of the other columns leave', () => {
    assert.deepEqual(counts(chartOf('sex:F', 'sex')), { F: 2, M: 1 });
    assert.deepEqual(counts(chartOf('sex:F', 'manufacturer')), { X: 1, Y: 1 });
    assert.deepEqual(counts(chartOf('sex:F manufacturer:X', 'sex')), { F: 1, M: 1 });
    assert.deepEqual(counts(chartOf('a', 'sex')), { F: 1, M: 0 }, 'plain words filter every chart');
    assert.deepEqual(
      chartOf('sex:F,none', 'sex').bars.map(({ chosen }) => chosen),
      [true, false],
    );
    assert.ok(chartOf('sex:F,none', 'sex').unknown.chosen);
  });

  it('count a number in just the bar that a click on it would find', () => {
    const age = chartOf('', 'age');
    assert.equal(age.bars.reduce((sum, { n }) => sum + n, 0) + age.unknown.n, 4);
    for (const bar of age.bars) {
      const { rows: hits } = applyQuery(table, parseQuery(`age:${bar.value}`, table.columns).terms);
      assert.equal(hits.length, bar.n, bar.value);
    }
  });

  it('have the same bars whatever is filtered, at most eight, the rare ones together', () => {
    const many = Array.from({ length: 30 }, (_, index) => imageRow(`i${index}`, { manufacturer: `M${index % 12}` }));
    const wide = tableOf(many);
    const chart = applyQuery(wide, []).charts.find(({ column }) => column === 'manufacturer');
    assert.equal(chart?.bars.length, 7);
    assert.equal(chart?.others.values, 5);
    assert.equal((chart?.others.n ?? 0) + (chart?.bars ?? []).reduce((sum, { n }) => sum + n, 0), 30);
  });

  it('have round steps that hold every number', () => {
    const random = (seed: number): number => Math.abs(Math.sin(seed * 78.233) * 43758.5453) % 1;
    for (let trial = 0; trial < 200; trial += 1) {
      const scale = 10 ** Math.floor(random(trial) * 8 - 3);
      const values = Array.from({ length: 20 }, (_, index) => (random(trial * 31 + index) - 0.4) * scale);
      const { start, step, count } = histogramSteps(values);
      assert.ok(count >= 1 && count <= 14, String(count));
      for (const value of values) assert.ok(value >= start * step - 1e-9 * scale && value < (start + count) * step + 1e-9 * scale);
      const measured = tableOf(values.map((value, index) => imageRow(`i${index}`, { ageYears: value })));
      const age = applyQuery(measured, []).charts.find(({ column }) => column === 'age');
      assert.equal(
        age?.bars.reduce((sum, { n }) => sum + n, 0),
        20,
      );
    }
    assert.equal(histogramSteps([null]).count, 0);
    assert.equal(histogramSteps([7, 7]).count, 1);
  });
});
