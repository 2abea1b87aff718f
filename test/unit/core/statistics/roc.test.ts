import assert from 'node:assert/strict';
import { rocCurve, rocProblem } from '../../../../src/core/statistics/roc';
import golden from '../../../fixtures/statistics/golden.json';
import { hanleyMcneil } from './hanleyMcneil';
import { near } from './near';

describe('rocCurve', () => {
  it("gives Hanley and McNeil's points", () => {
    const { scores, positives } = hanleyMcneil();
    const curve = rocCurve(scores, positives);
    assert.equal(curve.length, 6);
    for (const [threshold, expected] of Object.entries(golden.operating_point_hm.out)) {
      const point = curve.find((candidate) => candidate.threshold === Number(threshold));
      near(point?.sensitivity, expected.sens);
      near(point?.specificity, expected.spec);
    }
  });

  it('begins where nothing is positive and ends where everything is', () => {
    const curve = rocCurve([0.5, 0.5, 0.1], [true, false, false]);
    assert.deepEqual(curve[0], { threshold: Number.POSITIVE_INFINITY, sensitivity: 0, specificity: 1 });
    assert.deepEqual(curve.at(-1), { threshold: 0.1, sensitivity: 1, specificity: 0 });
    assert.equal(curve.length, 3);
  });

  it('names what is missing', () => {
    assert.match(rocProblem([], []) ?? '', /no images/);
    assert.match(rocProblem([1, 2], [true, true]) ?? '', /no negative/);
    assert.match(rocProblem([1, 2], [false, false]) ?? '', /no positive/);
    assert.match(rocProblem([Number.NaN, 2], [true, false]) ?? '', /1 of 2 scores/);
    assert.equal(rocProblem([1, 2], [true, false]), null);
    assert.throws(() => rocProblem([1], [true, false]), RangeError);
  });
});
