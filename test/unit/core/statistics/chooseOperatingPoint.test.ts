import assert from 'node:assert/strict';
import { chooseOperatingPoint, operatingRuleWords } from '../../../../src/core/statistics/chooseOperatingPoint';
import { wilson } from '../../../../src/core/statistics/proportion';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { rocCurve } from '../../../../src/core/statistics/roc';
import golden from '../../../fixtures/statistics/golden.json';
import { hanleyMcneil } from './hanleyMcneil';
import { near, reasonOf } from './near';

const { scores, positives } = hanleyMcneil();
const out: Readonly<Record<string, { readonly sens: number; readonly spec: number }>> = golden.operating_point_hm.out;

describe('chooseOperatingPoint', () => {
  const chosen = (rule: Parameters<typeof chooseOperatingPoint>[2]) => {
    const point = chooseOperatingPoint(scores, positives, rule);
    if ('undefined' in point) assert.fail(point.undefined);
    return point;
  };

  it("chooses Youden's golden point", () => {
    const point = chosen({ rule: 'youden' });
    assert.equal(point.threshold, 4);
    near(point.sensitivity, out['4']?.sens);
    near(point.specificity, out['4']?.spec);
  });

  it('takes the highest specificity whose sensitivity reaches the target, by its value or by the lower end of its interval', () => {
    // 44, 46 and 48 of 51: 0.863, 0.902, 0.941; Wilson's lower ends are 0.743, 0.790 and 0.841.
    assert.equal(chosen({ rule: 'sensitivity', sensitivity: 0.86, bound: 'value' }).threshold, 4);
    assert.equal(chosen({ rule: 'sensitivity', sensitivity: 0.9, bound: 'value' }).threshold, 3);
    assert.ok(wilson(46, 51)[0] > 0.78 && wilson(44, 51)[0] < 0.78);
    assert.equal(chosen({ rule: 'sensitivity', sensitivity: 0.78, bound: 'lower95' }).threshold, 3);
    assert.equal(chosen({ rule: 'sensitivity', sensitivity: 0.84, bound: 'lower95' }).threshold, 2);
  });

  it('calls every positive where the target is out of reach, and says so', () => {
    const point = chosen({ rule: 'sensitivity', sensitivity: 0.95, bound: 'lower95' });
    assert.deepEqual([point.isReached, point.sensitivity], [false, 1]);
    assert.equal(chosen({ rule: 'sensitivity', sensitivity: 0.9, bound: 'lower95' }).isReached, true);
  });

  it('agrees with the least expected cost over all thresholds', () => {
    const random = mulberry32(5);
    const truth = Array.from({ length: 300 }, () => random() < 0.4);
    const values = truth.map((positive) => Math.round(20 * (random() + (positive ? 0.4 : 0))) / 20);
    const rule = { rule: 'cost', prevalence: 0.1, missCost: 5 } as const;
    const point = chooseOperatingPoint(values, truth, rule);
    if ('undefined' in point) assert.fail(point.undefined);
    const cost = (one: { readonly sensitivity: number; readonly specificity: number }): number =>
      0.1 * 5 * (1 - one.sensitivity) + 0.9 * (1 - one.specificity);
    near(cost(point), Math.min(...rocCurve(values, truth).slice(1).map(cost)));
    // With equal costs and prevalence it is Youden's.
    const even = chooseOperatingPoint(values, truth, { rule: 'cost', prevalence: 0.5, missCost: 1 });
    assert.deepEqual(even, chooseOperatingPoint(values, truth, { rule: 'youden' }));
  });

  it('moves to more alarms as a miss costs more', () => {
    const cheap = chosen({ rule: 'cost', prevalence: 0.05, missCost: 1 });
    const dear = chosen({ rule: 'cost', prevalence: 0.05, missCost: 500 });
    assert.ok(dear.sensitivity > cheap.sensitivity && dear.specificity < cheap.specificity);
  });

  it('has no point without both classes or with an impossible prevalence', () => {
    assert.match(reasonOf(chooseOperatingPoint([1], [true], { rule: 'sensitivity', sensitivity: 0.9, bound: 'value' })), /no negative/);
    assert.match(reasonOf(chooseOperatingPoint(scores, positives, { rule: 'cost', prevalence: 0, missCost: 1 })), /prevalence/);
  });

  it('is said in words', () => {
    assert.equal(
      operatingRuleWords({ rule: 'sensitivity', sensitivity: 0.9, bound: 'lower95' }),
      'highest specificity with a lower bound (95 %) of the sensitivity of at least 0.9',
    );
    assert.match(operatingRuleWords({ rule: 'cost', prevalence: 0.1, missCost: 10 }), /0\.1 where a missed case costs as much as 10/);
  });
});
