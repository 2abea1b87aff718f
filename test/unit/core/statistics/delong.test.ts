import assert from 'node:assert/strict';
import { aucDelong, delongArea, hanleyMcneilError, logitInterval } from '../../../../src/core/statistics/delong';
import { mulberry32, normal } from '../../../../src/core/statistics/random';
import golden from '../../../fixtures/statistics/golden.json';
import { hanleyMcneil } from './hanleyMcneil';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

describe('aucDelong', () => {
  it("gives Hanley and McNeil's area with DeLong's interval", () => {
    const { scores, positives, patients } = hanleyMcneil();
    const estimate = estimateOf(aucDelong(scores, positives, patients));
    near(estimate.value, golden.auc_hanley_mcneil.out.auc);
    near(delongArea(scores, positives).standardError, golden.auc_hanley_mcneil.out.se);
    nearInterval(estimate.interval, golden.auc_hanley_mcneil.out.ci);
    assert.equal(estimate.n, 109);
    assert.equal(estimate.patients, 109);
  });

  it("has the golden interval on the logit scale and Hanley and McNeil's error", () => {
    const { auc, se, ci_logit, se_hanley_mcneil } = golden.auc_hanley_mcneil.out;
    nearInterval(logitInterval(auc, se), ci_logit);
    near(hanleyMcneilError(auc, 51, 58), se_hanley_mcneil);
    assert.equal(logitInterval(1, 0), null);
    assert.equal(logitInterval(0, 0.1), null);
  });

  it('gives the small golden areas', () => {
    const { y, a, b } = golden.delong_paired_small.in;
    const positives = y.map((value) => value === 1);
    near(delongArea(a, positives).auc, golden.delong_paired_small.out.aucA);
    near(delongArea(b, positives).auc, golden.delong_paired_small.out.aucB);
  });

  it('depends on ranks only, near ties and infinities included', () => {
    const { positives, patients, scores } = hanleyMcneil();
    const strange = [Number.NEGATIVE_INFINITY, 1, 1 + Number.EPSILON, 1e300, Number.POSITIVE_INFINITY];
    const renamed = scores.map((score) => strange[score - 1] ?? 0);
    assert.deepEqual(aucDelong(renamed, positives, patients), aucDelong(scores, positives, patients));
  });

  it('turns round when scores do', () => {
    const { positives, scores } = hanleyMcneil();
    const backwards = delongArea(
      scores.map((score) => -score),
      positives,
    );
    near(backwards.auc, 1 - golden.auc_hanley_mcneil.out.auc);
    near(backwards.standardError, golden.auc_hanley_mcneil.out.se);
  });

  it('never leaves 0..1', () => {
    const scores = [1, 2, 3, 4, 5, 6, 7, 8, 9, 8.5];
    const positives = scores.map((score) => score > 5 && score !== 9);
    assert.equal(estimateOf(aucDelong(scores, [...positives.slice(0, 8), true, false], patientsOf(10))).interval?.[1], 1);
  });

  it('gives no interval of no width', () => {
    const perfect = estimateOf(aucDelong([1, 2, 3, 4], [false, false, true, true], patientsOf(4)));
    assert.equal(perfect.value, 1);
    assert.equal(perfect.interval, null);
    assert.match(perfect.method, /separate/);
    const constant = estimateOf(aucDelong([1, 1, 1, 1], [false, false, true, true], patientsOf(4)));
    assert.equal(constant.value, 0.5);
    assert.match(constant.method, /do not vary/);
    assert.match(estimateOf(aucDelong([1, 2, 3], [false, false, true], patientsOf(3))).method, /two images of each/);
    const clustered = estimateOf(aucDelong([1, 2, 3, 4], [false, false, true, true], ['a', 'a', 'b', 'b']));
    assert.equal(clustered.interval, null);
  });

  it('resamples patients where some have several images, near DeLong where they are independent', () => {
    const random = mulberry32(5);
    const positives = Array.from({ length: 300 }, (_, index) => index % 3 === 0);
    const scores = positives.map((positive) => normal(random) + (positive ? 1 : 0));
    const patients = patientsOf(300);
    const single = estimateOf(aucDelong(scores, positives, patients));
    const paired = estimateOf(
      aucDelong(
        scores,
        positives,
        patients.map((patient, index) => (index < 2 ? 'twice' : patient)),
      ),
    );
    assert.match(paired.method, /bootstrap over patients/);
    near(paired.value, single.value);
    assert.equal(paired.patients, 299);
    for (const side of [0, 1] as const) {
      assert.ok(Math.abs((paired.interval?.[side] ?? 0) - (single.interval?.[side] ?? 9)) < 0.01);
    }
  });

  it('says why there is none', () => {
    assert.match(reasonOf(aucDelong([1, 2], [true, true], patientsOf(2))), /no negative/);
    assert.match(reasonOf(aucDelong([], [], [])), /no images/);
  });
});
