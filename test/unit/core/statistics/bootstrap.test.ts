import assert from 'node:assert/strict';
import { bootstrapByPatient, bootstrapImages } from '../../../../src/core/statistics/bootstrap';
import golden from '../../../fixtures/statistics/golden.json';
import { near, nearInterval, patientsOf } from './near';

const errors = golden.bootstrap_mae.in.abs_err;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrapByPatient', () => {
  it('gives the golden interval', () => {
    const { interval, method } = bootstrapByPatient(errors, patientsOf(10), mean, { seed: 42, resamples: 2000 });
    nearInterval(interval, golden.bootstrap_mae.out.ci);
    assert.match(method, /over patients, B = 2000/);
  });

  it('gives the golden first resamples', () => {
    const means = bootstrapImages(patientsOf(10), (images) => mean(images.map((image) => errors[image] ?? 0)), { resamples: 3 });
    for (const [index, expected] of golden.bootstrap_mae.out.first3_means.entries()) near(means[index], expected);
  });

  it('does not depend on the order of rows', () => {
    const patients = patientsOf(10);
    const backwards = bootstrapByPatient([...errors].reverse(), [...patients].reverse(), mean);
    assert.deepEqual(backwards, bootstrapByPatient(errors, patients, mean));
  });

  it('draws all images of a patient together', () => {
    const values = [0, 0, 0, 0, 10, 10, 10, 10];
    const patients = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'];
    nearInterval(bootstrapByPatient(values, patients, mean).interval, [0, 10]);
  });

  it('counts images without a patient as patients of their own', () => {
    const { interval } = bootstrapByPatient(
      errors,
      errors.map(() => ''),
      mean,
    );
    nearInterval(interval, golden.bootstrap_mae.out.ci);
  });

  it('gives no interval, with the reason, for one patient, for no variation and for a statistic that is mostly missing', () => {
    assert.deepEqual(bootstrapByPatient([1, 2], ['a', 'a'], mean).interval, null);
    assert.match(bootstrapByPatient([1, 2], ['a', 'a'], mean).method, /two patients/);
    assert.match(bootstrapByPatient([1, 1], ['a', 'b'], mean).method, /do not differ/);
    const onlyBoth = (values: readonly number[]): number => (new Set(values).size === 2 ? mean(values) : Number.NaN);
    assert.match(bootstrapByPatient([1, 2], ['a', 'b'], onlyBoth).method, /exists in only \d+ of 2000/);
  });
});
