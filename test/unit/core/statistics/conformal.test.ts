import assert from 'node:assert/strict';
import { conformalBound, fewestPatients } from '../../../../src/core/statistics/conformal';
import { mulberry32, normal } from '../../../../src/core/statistics/random';
import { patientsOf } from './near';

describe('conformalBound', () => {
  it('is the ceil((n + 1) level)-th smallest score of single images, whatever their order', () => {
    const scores = Array.from({ length: 99 }, (_, index) => ((index * 37) % 99) + 1);
    assert.equal(conformalBound(scores, patientsOf(99), 0.95), 95);
    assert.equal(conformalBound(scores, patientsOf(99), 0.9), 90);
    const nineteen = Array.from({ length: 19 }, (_, index) => index + 1);
    assert.equal(conformalBound(nineteen, patientsOf(19), 0.95), 19);
  });

  it('is infinite with fewer patients than the level needs', () => {
    assert.equal(fewestPatients(0.95), 19);
    assert.equal(fewestPatients(0.9), 9);
    assert.equal(
      conformalBound(
        Array.from({ length: 18 }, () => 1),
        patientsOf(18),
        0.95,
      ),
      Number.POSITIVE_INFINITY,
    );
    assert.equal(conformalBound([], [], 0.95), Number.POSITIVE_INFINITY);
    // Many images of few patients are still few.
    const two = Array.from({ length: 200 }, (_, index) => `p${index % 2}`);
    assert.equal(
      conformalBound(
        two.map(() => 1),
        two,
        0.95,
      ),
      Number.POSITIVE_INFINITY,
    );
  });

  it('weighs patients alike, however many images they have', () => {
    // One patient with a hundred bad images among 39 with a good one each.
    const patients = [...Array.from({ length: 100 }, () => 'bad'), ...Array.from({ length: 39 }, (_, index) => `p${index}`)];
    const scores = patients.map((patient) => (patient === 'bad' ? 50 : 1));
    assert.equal(conformalBound(scores, patients, 0.95), 1);
    assert.equal(conformalBound(scores, patients, 0.98), Number.POSITIVE_INFINITY);
    assert.throws(() => conformalBound([1], [], 0.9), RangeError);
  });

  it('covers new patients as promised in simulation, also where images of a patient err alike', () => {
    for (const images of [1, 3]) {
      const random = mulberry32(11 + images);
      const draw = (): readonly number[] => {
        const own = 5 * normal(random);
        return Array.from({ length: 1 + Math.floor(random() * images) }, () => Math.abs(own + 4 * normal(random)));
      };
      let [inside, width] = [0, 0];
      const rounds = 4000;
      for (let round = 0; round < rounds; round++) {
        const calibration = Array.from({ length: 50 }, draw);
        const patients = calibration.flatMap((scores, patient) => scores.map(() => `p${patient}`));
        const bound = conformalBound(calibration.flat(), patients, 0.9);
        const [score = 0] = draw();
        if (score <= bound) inside += 1;
        width += bound / rounds;
      }
      const coverage = inside / rounds;
      // Three standard errors of 4,000 rounds, and at most one patient's weight too wide.
      const slack = 3 * Math.sqrt((0.9 * 0.1) / rounds);
      assert.ok(coverage > 0.9 - slack && coverage < 0.9 + 1 / 51 + slack, `${images}: ${coverage}`);
      assert.ok(width > 8 && width < 14, `${width}`);
    }
  });
});
