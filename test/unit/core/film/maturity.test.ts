import assert from 'node:assert/strict';
import { interpolate, maturityAt } from '../../../../src/core/film/maturity';
import { centreNames } from '../../../../src/core/film/ossification';

const carpals = ['capitate', 'hamate', 'triquetrum', 'lunate', 'scaphoid', 'trapezium', 'trapezoid', 'pisiform'] as const;
const months = Array.from({ length: 229 }, (_, month) => month);
const countAt = (age: number, sex: 'F' | 'M'): number => carpals.filter((name) => maturityAt(age, sex).size(name) > 0).length;

describe('maturityAt', () => {
  it('never goes back', () => {
    for (const sex of ['F', 'M'] as const) {
      let last = maturityAt(0, sex);
      for (const month of months) {
        const now = maturityAt(month, sex);
        assert.ok(now.growth >= last.growth);
        for (const name of centreNames) {
          assert.ok(now.size(name) >= last.size(name) && now.size(name) <= 1, `${name} at ${month}`);
          assert.ok(now.fusion(name) >= last.fusion(name) && now.fusion(name) <= 1, `${name} at ${month}`);
        }
        last = now;
      }
      assert.equal(last.growth, 1);
    }
  });

  it('shows the carpal centres of the atlases', () => {
    assert.deepEqual(
      [1, 12, 36, 60, 84, 144].map((age) => countAt(age, 'M')),
      [0, 2, 3, 4, 7, 8],
    );
    assert.deepEqual(
      [1, 12, 36, 60, 84, 144].map((age) => countAt(age, 'F')),
      [0, 2, 4, 7, 7, 8],
    );
  });

  it('has girls ahead of boys', () => {
    for (const month of months) assert.ok(countAt(month, 'F') >= countAt(month, 'M'));
    assert.ok(maturityAt(185, 'F').fusion('proximal3') > maturityAt(185, 'M').fusion('proximal3'));
  });

  it('moves single centres by a delay', () => {
    assert.equal(maturityAt(5, 'M', { capitate: 6 }).size('capitate'), 0);
    assert.equal(maturityAt(9, 'M', { capitate: 6 }).size('hamate'), maturityAt(9, 'M').size('hamate'));
  });
});

describe('interpolate', () => {
  it('is constant outside its knots and straight between them', () => {
    const knots = [
      [0, 1],
      [10, 3],
    ] as const;
    assert.deepEqual(
      [-5, 0, 5, 10, 20].map((at) => interpolate(knots, at)),
      [1, 1, 2, 3, 3],
    );
  });
});
