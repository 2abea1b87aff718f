import assert from 'node:assert/strict';
import { type Fractions, largestRemainder, makeSplit, parts } from '../../../../src/core/dataset/makeSplit';
import type { Part } from '../../../../src/core/dataset/split';

const names = (count: number, prefix = 'P') =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(3, '0')}`);
const inOne = (patients: readonly string[]) => patients.map((patient) => ({ patient, stratum: 'all' }));
const of = (split: ReadonlyMap<string, Part>, part: Part) => [...split].filter(([, of]) => of === part).map(([patient]) => patient);
const fractions: Fractions = [0.7, 0.15, 0.15];

describe('makeSplit', () => {
  it('is the golden split of reference/methods_vectors.json', () => {
    const split = makeSplit(inOne(names(10)), { seed: 20260105, fractions: [0.6, 0.2, 0.2] });
    assert.deepEqual(of(split, 'train'), ['P003', 'P006', 'P009', 'P001', 'P005', 'P010']);
    assert.deepEqual(of(split, 'tuning'), ['P007', 'P002']);
    assert.deepEqual(of(split, 'test'), ['P004', 'P008']);
  });

  it('does not depend on the order of patients, nor on one named twice', () => {
    const members = names(50).map((patient, index) => ({ patient, stratum: `s${index % 3}` }));
    const first = makeSplit(members, { seed: 1, fractions });
    const second = makeSplit([...members].reverse().concat(members), { seed: 1, fractions });
    assert.deepEqual(new Map([...second].sort()), new Map([...first].sort()));
    assert.notDeepEqual(makeSplit(members, { seed: 2, fractions }), first);
  });

  it('keeps the shares within one patient overall, though every stratum is small', () => {
    const members = names(301).map((patient, index) => ({ patient, stratum: `s${index % 60}` }));
    const split = makeSplit(members, { seed: 3, fractions });
    for (const [index, part] of parts.entries()) {
      assert.ok(Math.abs(of(split, part).length - 301 * (fractions[index] ?? 0)) < 1, part);
    }
  });

  it('never moves a patient, and fills the parts that lack when patients come', () => {
    const old = makeSplit(inOne(names(40)), { seed: 1, fractions });
    const members = inOne([...names(40), ...names(60, 'N')]);
    const split = makeSplit(members, { seed: 1, fractions, kept: old });
    for (const [patient, part] of old) assert.equal(split.get(patient), part);
    assert.deepEqual(
      parts.map((part) => of(split, part).length),
      [70, 15, 15],
    );
  });

  it('takes 5,000 patients', () => {
    const members = names(5000).map((patient, index) => ({ patient, stratum: `s${index % 37}` }));
    const split = makeSplit(members, { seed: 1, fractions });
    assert.deepEqual(
      parts.map((part) => of(split, part).length),
      [3500, 750, 750],
    );
  });

  it('makes no test part where its share is 0', () => {
    const split = makeSplit(inOne(names(10)), { seed: 1, fractions: [0.8, 0.2, 0] });
    assert.deepEqual(
      parts.map((part) => of(split, part).length),
      [8, 2, 0],
    );
  });
});

describe('largestRemainder', () => {
  it('rounds so that the sum is right, the first of equals first', () => {
    assert.deepEqual(largestRemainder([3.5, 0.75, 0.75], 5), [3, 1, 1]);
    assert.deepEqual(largestRemainder([0.5, 0.5, 0], 1), [1, 0, 0]);
    assert.deepEqual(largestRemainder([-0.9, -0.9, 2.8], 1), [0, 0, 1]);
  });
});
