import assert from 'node:assert/strict';
import { clopperPearson, proportionEstimate, wilson } from '../../../../src/core/statistics/proportion';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, nearInterval, patientsOf, reasonOf } from './near';

describe('proportion', () => {
  for (const [fraction, expected] of Object.entries(golden.proportion_ci.out)) {
    it(`gives Newcombe's intervals of ${fraction}`, () => {
      const [hits = 0, n = 0] = fraction.split('/').map(Number);
      nearInterval(wilson(hits, n), expected.wilson);
      nearInterval(clopperPearson(hits, n), expected.clopper_pearson);
    });
  }

  it('is mirrored when hits and misses are', () => {
    const [lower, upper] = clopperPearson(20, 20);
    nearInterval([1 - upper, 1 - lower], clopperPearson(0, 20));
    nearInterval([1 - wilson(20, 20)[1], 1 - wilson(20, 20)[0]], wilson(0, 20));
  });

  it('estimates with Wilson when every patient has one image', () => {
    const estimate = estimateOf(proportionEstimate([false, ...new Array(28).fill(false), true].slice(1), patientsOf(29)));
    nearInterval(estimate.interval, golden.proportion_ci.out['1/29'].wilson);
    assert.equal(estimate.method, 'Wilson');
  });

  it('widens when a patient has several alike images', () => {
    const once = patientsOf(20);
    const hits = once.map((_, index) => index % 4 !== 0);
    const twice = estimateOf(proportionEstimate([...hits, ...hits], [...once, ...once]));
    const independent = wilson(30, 40);
    assert.ok(twice.interval);
    assert.ok(twice.interval[0] < independent[0] && twice.interval[1] > independent[1]);
    assert.equal(twice.patients, 20);
    assert.match(twice.method, /design effect/);
  });

  it('counts patients when all images of clustered patients are hits', () => {
    const patients = patientsOf(10).flatMap((patient) => [patient, patient]);
    nearInterval(
      estimateOf(
        proportionEstimate(
          patients.map(() => true),
          patients,
        ),
      ).interval,
      wilson(10, 10),
    );
  });

  it('gives no interval for several images of one patient, and nothing for no images', () => {
    assert.equal(estimateOf(proportionEstimate([true, false], ['a', 'a'])).interval, null);
    assert.match(reasonOf(proportionEstimate([], [])), /no images/);
  });
});
