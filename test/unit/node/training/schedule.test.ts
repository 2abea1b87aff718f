import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { plateaus, rateAt } from '../../../../src/node/training/schedule';

type Settings = Parameters<typeof rateAt>[0];

const base: Settings = { ...experimentDefaults.train, epochs: 10, learningRate: 1 };
/** Rates of every step where an epoch has ten steps. */
const ratesOf = (settings: Settings, tuningLosses: readonly number[] = []): number[] =>
  Array.from({ length: settings.epochs * 10 }, (_, step) => {
    const epoch = Math.floor(step / 10) + 1;
    return rateAt(settings, { step, total: settings.epochs * 10, epoch, tuningLosses: tuningLosses.slice(0, epoch - 1) });
  });
const ofEpochs = (rates: readonly number[]): number[] =>
  rates.filter((_, step) => step % 10 === 9).map((rate) => Number(rate.toPrecision(6)));

describe('the learning rate', () => {
  it('warms up, then falls as a cosine to a hundredth', () => {
    const rates = ratesOf(base);
    assert.ok(Math.abs((rates[0] ?? 0) - 0.2) < 1e-12);
    assert.equal(Math.max(...rates), 1);
    assert.ok(rates.slice(5).every((rate, index, rest) => index === 0 || rate <= (rest[index - 1] ?? 0)));
    assert.ok((rates.at(-1) ?? 1) < 0.02 && (rates.at(-1) ?? 0) >= 0.01);
  });

  it('works for a single step', () => {
    for (const schedule of ['cosine', 'constant', 'step', 'plateau'] as const)
      assert.equal(rateAt({ ...base, schedule, epochs: 1 }, { step: 0, total: 1, epoch: 1, tuningLosses: [] }), 1);
  });

  it('warms up for as long as it is told', () => {
    const rates = ratesOf({ ...base, schedule: 'constant', warmUp: 0.2 });
    assert.deepEqual([rates[0], rates[9], rates[18], rates[19], rates[20], rates.at(-1)], [0.05, 0.5, 0.95, 1, 1, 1]);
    assert.ok(ratesOf({ ...base, schedule: 'constant', warmUp: 0 }).every((rate) => rate === 1));
    assert.equal(ratesOf({ ...base, warmUp: 1 }).at(-1), 1);
  });

  it("falls after the given epochs, as PyTorch's MultiStepLR", () => {
    const steps: Settings = { ...base, schedule: 'step', warmUp: 0, epochs: 7, scheduleSteps: [3, 5] };
    assert.deepEqual(ofEpochs(ratesOf(steps)), [1, 1, 1, 0.1, 0.1, 0.01, 0.01]);
    const usual = { ...steps, epochs: 8, scheduleSteps: [], scheduleFactor: 0.5 };
    assert.deepEqual(ofEpochs(ratesOf(usual)), [1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it('falls when the tuning loss does not any more', () => {
    const settings: Settings = { ...base, schedule: 'plateau', warmUp: 0, epochs: 6, schedulePatience: 1 };
    assert.deepEqual(ofEpochs(ratesOf(settings, [1, 1, 1, 0.5, 0.5])), [1, 1, 1, 0.1, 0.1, 0.1]);
  });

  it("counts plateaus as PyTorch's ReduceLROnPlateau (its numbers)", () => {
    const count = (losses: readonly number[], patience: number) => losses.map((_, index) => plateaus(losses.slice(0, index + 1), patience));
    const losses = [1, 0.9, 0.9, 0.95, 0.91, 0.9, 0.8, 0.79999, 0.81, 0.82, 0.5];
    assert.deepEqual(count(losses, 1), [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3]);
    assert.deepEqual(count([1, 1, 1, 0.5, 0.6], 0), [0, 1, 2, 2, 3]);
  });
});
