import assert from 'node:assert/strict';
import { decisionCurve, netBenefit } from '../../../../src/core/statistics/netBenefit';
import golden from '../../../fixtures/statistics/golden.json';
import { near } from './near';

describe('netBenefit', () => {
  const { n, events, tp, fp, pt } = golden.net_benefit.in;
  const rates = { sensitivity: tp / events, specificity: 1 - fp / (n - events) };
  const everybody = { sensitivity: 1, specificity: 0 };

  it('has the golden values, of the model and of acting on everybody', () => {
    const { out } = golden.net_benefit;
    near(netBenefit(rates, events / n, pt), out.model);
    near(netBenefit(everybody, events / n, pt), out.treat_all);
    near(netBenefit(rates, events / n, 0.2), out['at_pt_.20_same_counts']);
    near(netBenefit(everybody, events / n, 0.2), out['treat_all_.20']);
  });

  it('follows the counts of the images at their own prevalence', () => {
    const probabilities = [0.9, 0.8, 0.3, 0.2, 0.6, 0.1, 0.05, 0.5];
    const positives = [true, true, true, false, false, false, false, false];
    for (const { threshold, model, all } of decisionCurve(probabilities, positives, 3 / 8, [0.01, 0.25, 0.5, 0.95])) {
      const called = probabilities.map((value) => value >= threshold);
      const hits = called.filter((call, image) => call && positives[image]).length;
      const alarms = called.filter((call, image) => call && !positives[image]).length;
      near(model, hits / 8 - ((alarms / 8) * threshold) / (1 - threshold));
      near(all, 3 / 8 - ((5 / 8) * threshold) / (1 - threshold));
    }
  });

  it('is nothing where nobody is called', () => assert.equal(decisionCurve([0.1, 0.2], [true, false], 0.5, [0.9])[0]?.model, 0));
});
