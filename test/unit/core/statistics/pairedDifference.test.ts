import assert from 'node:assert/strict';
import { delongCovariance } from '../../../../src/core/statistics/delong';
import { aucDifference, pairedDifference } from '../../../../src/core/statistics/pairedDifference';
import { mulberry32, normal } from '../../../../src/core/statistics/random';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, patientsOf, reasonOf } from './near';

const { in: small, out } = golden.delong_paired_small;
const positives = small.y.map((value) => value === 1);

describe('aucDifference', () => {
  it("is DeLong's, as the golden example", () => {
    const { difference, standardError } = delongCovariance(small.a, small.b, positives);
    near(difference, out.diff);
    near(standardError, out.se);
    near(difference / standardError, out.z);
    const estimate = estimateOf(aucDifference(small.a, small.b, positives, patientsOf(10)));
    near(estimate.value, out.diff);
    near(estimate.interval?.[0] ?? Number.NaN, out.diff - 1.959963984540054 * out.se);
    assert.match(estimate.method, /DeLong, paired/);
  });

  it('turns round with its sides, whatever the order of the images', () => {
    const forth = estimateOf(aucDifference(small.a, small.b, positives, patientsOf(10)));
    const back = estimateOf(aucDifference(small.b, small.a, positives, patientsOf(10)));
    near(back.value, -forth.value);
    near(back.interval?.[0] ?? Number.NaN, -(forth.interval?.[1] ?? Number.NaN));
    const order = [3, 9, 0, 5, 1, 7, 2, 8, 4, 6];
    const shuffled = <T>(values: readonly T[]) => order.map((index) => values[index] as T);
    const mixed = estimateOf(aucDifference(shuffled(small.a), shuffled(small.b), shuffled(positives), patientsOf(10)));
    near(mixed.interval?.[0] ?? Number.NaN, forth.interval?.[0] ?? Number.NaN);
  });

  it('resamples patients where one has several images, and gives no interval without a difference', () => {
    const patients = ['a', 'a', 'b', 'c', 'd', 'e', 'f', 'f', 'g', 'h'];
    assert.match(estimateOf(aucDifference(small.a, small.b, positives, patients)).method, /paired bootstrap over patients/);
    assert.equal(estimateOf(aucDifference(small.a, small.a, positives, patientsOf(10))).interval, null);
    assert.match(
      reasonOf(
        aucDifference(
          small.a,
          small.b,
          positives.map(() => true),
          patientsOf(10),
        ),
      ),
      /no negative/,
    );
  });
});

describe('pairedDifference', () => {
  const meanOf = (values: readonly number[]) => (images: readonly number[]) =>
    images.reduce((sum, image) => sum + (values[image] ?? 0), 0) / images.length;

  it('needs three patients', () => {
    const few = estimateOf(pairedDifference(meanOf([1, 2, 3]), meanOf([2, 2, 2]), ['a', 'a', 'b'], 'months'));
    assert.equal(few.interval, null);
    assert.match(few.method, /three patients/);
  });

  it('finds a difference that is there', () => {
    const random = mulberry32(3);
    const one = Array.from({ length: 60 }, () => 4 + normal(random));
    const other = one.map((value) => value + 1 + 0.5 * normal(random));
    const { value, interval, unit } = estimateOf(pairedDifference(meanOf(one), meanOf(other), patientsOf(60), 'months'));
    near(value, meanOf(one)(patientsOf(60).map((_, index) => index)) - meanOf(other)(patientsOf(60).map((_, index) => index)));
    assert.ok(interval !== null && interval[1] < 0 && value < -0.7 && unit === 'months');
  });

  it('calls two equally good networks different in at most 5 % of draws, with few patients and several images of a patient', () => {
    for (const patientCount of [8, 20, 60]) {
      let different = 0;
      const draws = 400;
      for (let draw = 0; draw < draws; draw++) {
        const random = mulberry32(draw * 1000 + patientCount);
        const patients = Array.from({ length: patientCount * 2 }, (_, index) => `p${index >> 1}`);
        // Absolute errors: a part that both share (a hard film), a part of each patient, a part of each network.
        const hard = patients.map(() => Math.abs(normal(random)));
        const own = () => {
          const ofPatient = Array.from({ length: patientCount }, () => 0.5 * normal(random));
          return patients.map((_, index) => Math.abs((hard[index] ?? 0) + (ofPatient[index >> 1] ?? 0) + 0.5 * normal(random)));
        };
        const { interval } = estimateOf(pairedDifference(meanOf(own()), meanOf(own()), patients, 'months', { resamples: 400, seed: draw }));
        if (interval !== null && (interval[0] > 0 || interval[1] < 0)) different++;
      }
      // Three standard errors of a share of 5 % in 400 draws are 3.3 %: a plain percentile interval fails here with 8 patients.
      assert.ok(different / draws <= 0.05 + 0.015, `${patientCount} patients: ${(100 * different) / draws} %`);
    }
  }).timeout(60_000);
});
