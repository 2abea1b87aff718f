import assert from 'node:assert/strict';
import { type Calls, diagnosticValues, npvAt, ppvAt } from '../../../../src/core/statistics/diagnosticValues';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, patientsOf, reasonOf } from './near';

function callsOf({ tp, fn, tn, fp }: Readonly<Record<'tp' | 'fn' | 'tn' | 'fp', number>>): Calls {
  const rows = (count: number, call: boolean, positive: boolean) => Array.from({ length: count }, () => ({ call, positive }));
  const all = [...rows(tp, true, true), ...rows(fn, false, true), ...rows(tn, false, false), ...rows(fp, true, false)];
  return { calls: all.map(({ call }) => call), positives: all.map(({ positive }) => positive), patients: patientsOf(all.length) };
}

describe('diagnosticValues', () => {
  const calls = callsOf(golden.confusion.in);
  const { out } = golden.confusion;

  it('have the golden likelihood ratios and predictive values', () => {
    const found = diagnosticValues(calls, 0.05);
    near(estimateOf(found.positiveRatio).value, out['lr+']);
    near(estimateOf(found.negativeRatio).value, out['lr-']);
    near(estimateOf(found.ppv).value, out.ppv_at_5pct);
    near(estimateOf(found.npv).value, out.npv_at_5pct);
    near(ppvAt(out.sens, out.spec, 0.05), out.ppv_at_5pct);
    near(npvAt(out.sens, out.spec, 0.05), out.npv_at_5pct);
  });

  it("give the images' own predictive values at the images' own prevalence", () => {
    const found = diagnosticValues(calls, 100 / 300);
    near(estimateOf(found.ppv).value, out.ppv_sample);
    near(estimateOf(found.npv).value, out.npv_sample);
  });

  it('have the interval of the logarithm of the ratio, which the predictive value shares', () => {
    const found = diagnosticValues(calls, 0.05);
    // sqrt(1/90 - 1/100 + 1/40 - 1/200) = 0.145297...
    const half = 1.959963984540054 * Math.sqrt(1 / 90 - 1 / 100 + 1 / 40 - 1 / 200);
    const bounds = [4.5 * Math.exp(-half), 4.5 * Math.exp(half)];
    nearInterval(estimateOf(found.positiveRatio).interval, bounds);
    nearInterval(
      estimateOf(found.ppv).interval,
      bounds.map((ratio) => ratio / (ratio + 19)),
    );
    const [low = 0, high = 0] = estimateOf(found.npv).interval ?? [];
    assert.ok(low < out.npv_at_5pct && high > out.npv_at_5pct);
  });

  it('say why there is none, and resample patients who come more than once', () => {
    assert.match(reasonOf(diagnosticValues(callsOf({ tp: 5, fn: 5, tn: 9, fp: 0 }), 0.1).ppv), /infinite/);
    assert.match(reasonOf(diagnosticValues(callsOf({ tp: 0, fn: 5, tn: 9, fp: 0 }), 0.1).ppv), /called positive/);
    assert.match(reasonOf(diagnosticValues(callsOf({ tp: 0, fn: 0, tn: 9, fp: 2 }), 0.1).ppv), /no positive/);
    const perfect = estimateOf(diagnosticValues(callsOf({ tp: 5, fn: 0, tn: 9, fp: 2 }), 0.1).npv);
    assert.equal(perfect.value, 1);
    assert.equal(perfect.interval, null);
    const twice = { ...calls, patients: calls.patients.map((_, image) => `p${image >> 1}`) };
    const found = estimateOf(diagnosticValues(twice, 0.05).ppv);
    assert.match(found.method, /bootstrap over patients/);
    near(found.value, out.ppv_at_5pct);
  });
});
