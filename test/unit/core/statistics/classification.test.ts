import assert from 'node:assert/strict';
import { classificationMetrics, operatingPoint } from '../../../../src/core/statistics/classification';
import golden from '../../../fixtures/statistics/golden.json';
import { hanleyMcneil } from './hanleyMcneil';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

describe('operatingPoint', () => {
  it("takes Hanley and McNeil's ratings from 4 on", () => {
    const { scores, positives } = hanleyMcneil();
    const point = operatingPoint(scores, positives);
    assert.ok('threshold' in point);
    assert.equal(point.threshold, 4);
    near(point.sensitivity, golden.operating_point_hm.out['4'].sens);
    near(point.specificity, golden.operating_point_hm.out['4'].spec);
  });

  it('prefers the more sensitive of equal points', () => {
    const point = operatingPoint([1, 2, 3, 4], [false, true, false, true]);
    assert.deepEqual(point, { threshold: 2, sensitivity: 1, specificity: 0.5 });
  });

  it('says why there is none', () => {
    assert.match(reasonOf(operatingPoint([1], [true])), /no negative/);
  });
});

describe('classificationMetrics', () => {
  const { tp, fn, tn, fp } = golden.confusion.in;
  const fill = (count: number, value: boolean): boolean[] => new Array<boolean>(count).fill(value);
  const calls = [...fill(tp, true), ...fill(fn, false), ...fill(tn, false), ...fill(fp, true)];
  const positives = [...fill(tp + fn, true), ...fill(tn + fp, false)];

  it('gives the golden table', () => {
    const metrics = classificationMetrics(calls, positives, patientsOf(300));
    const sensitivity = estimateOf(metrics.sensitivity);
    near(sensitivity.value, golden.confusion.out.sens);
    nearInterval(sensitivity.interval, golden.confusion.out.sens_wilson);
    assert.equal(sensitivity.n, 100);
    near(estimateOf(metrics.specificity).value, golden.confusion.out.spec);
    nearInterval(estimateOf(metrics.specificity).interval, golden.confusion.out.spec_wilson);
    near(estimateOf(metrics.accuracy).value, 250 / 300);
  });

  it('says which class is missing', () => {
    const metrics = classificationMetrics([true, false], [true, true], ['a', 'b']);
    assert.equal(estimateOf(metrics.sensitivity).value, 0.5);
    assert.match(reasonOf(metrics.specificity), /no negative/);
    assert.equal(estimateOf(metrics.accuracy).n, 2);
    assert.match(reasonOf(classificationMetrics([], [], []).accuracy), /no images/);
  });
});
