import assert from 'node:assert/strict';
import { calibrationLine } from '../../../../src/core/statistics/calibrationLine';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, patientsOf, reasonOf } from './near';

type Counts = { readonly p: readonly number[]; readonly n: readonly number[]; readonly events: readonly number[] };

function lineOf({ p, n, events }: Counts) {
  const probabilities = p.flatMap((value, group) => new Array<number>(n[group] ?? 0).fill(value));
  const hits = n.flatMap((count, group) => Array.from({ length: count }, (_, image) => image < (events[group] ?? 0)));
  return calibrationLine(probabilities, hits, patientsOf(hits.length));
}

describe('calibrationLine', () => {
  it('has the golden slopes, their error, and the golden intercepts in the large', () => {
    const too = lineOf(golden.calibration_slope.in);
    const slope = estimateOf(too.slope);
    near(slope.value, golden.calibration_slope.out.slope);
    near(((slope.interval?.[1] ?? 0) - slope.value) / 1.959963984540054, golden.calibration_slope.out.slope_se);
    near(estimateOf(too.intercept).value, golden.calibration_slope.out.citl_offset);
    const low = lineOf(golden.calibration_intercept.in);
    near(estimateOf(low.slope).value, golden.calibration_intercept.out.slope);
    near(estimateOf(low.intercept).value, golden.calibration_intercept.out.citl_offset);
  });

  it('has no slope where probabilities separate the outcomes or are all alike, and no line without both outcomes', () => {
    const patients = patientsOf(4);
    assert.match(reasonOf(calibrationLine([0.1, 0.2, 0.8, 0.9], [false, false, true, true], patients).slope), /separate/);
    const alike = calibrationLine([0.3, 0.3, 0.3, 0.3], [false, true, false, true], patients);
    assert.match(reasonOf(alike.slope), /alike/);
    near(estimateOf(alike.intercept).value, -Math.log(0.3 / 0.7));
    assert.match(reasonOf(calibrationLine([0.1, 0.2], [true, true], patientsOf(2)).slope), /no negative/);
  });

  it('bears probabilities of 0 and 1', () => {
    const { slope } = calibrationLine([0, 1, 0, 1, 0.4, 0.6], [false, true, true, true, false, false], patientsOf(6));
    assert.ok(Number.isFinite(estimateOf(slope).value));
  });
});
