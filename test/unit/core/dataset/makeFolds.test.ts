import assert from 'node:assert/strict';
import { makeFolds } from '../../../../src/core/dataset/makeFolds';

const names = (count: number) => Array.from({ length: count }, (_, index) => `P${String(index + 1).padStart(3, '0')}`);
const inOne = (patients: readonly string[]) => patients.map((patient) => ({ patient, stratum: 'all' }));

describe('makeFolds', () => {
  it('is what Python makes of the same hashes', () => {
    const folds = makeFolds(inOne(names(10)), 3, 20260105);
    assert.deepEqual(
      folds.map(({ held }) => held),
      [
        ['P005', 'P006', 'P007', 'P008'],
        ['P002', 'P003', 'P009'],
        ['P001', 'P004', 'P010'],
      ],
    );
    assert.deepEqual(
      folds.map(({ tuning }) => tuning),
      [['P003'], ['P006'], ['P007']],
    );
  });

  it('holds every patient out exactly once, and trains, tunes and predicts on different ones', () => {
    for (const [count, patients] of [
      [2, 4],
      [3, 3],
      [5, 5],
      [5, 43],
      [20, 301],
    ] as const) {
      const members = names(patients).map((patient, index) => ({ patient, stratum: `s${index % 7}` }));
      const folds = makeFolds(members, count, 1);
      assert.deepEqual(folds.flatMap(({ held }) => held).sort(), names(patients));
      for (const { train, tuning, held } of folds) {
        assert.deepEqual([...train, ...tuning, ...held].sort(), names(patients));
        assert.ok(train.length > 0 && tuning.length > 0);
        assert.ok(Math.abs(held.length - patients / count) < 1, `${held.length} of ${patients} in ${count}`);
        assert.ok(Math.abs(tuning.length - 0.15 * (patients - held.length)) <= 1);
      }
    }
  });

  it('spreads every stratum over the folds', () => {
    const members = names(60).map((patient, index) => ({ patient, stratum: index < 10 ? 'rare' : 'usual' }));
    const rare = new Set(names(10));
    for (const { held, tuning } of makeFolds(members, 5, 3)) {
      assert.equal(held.filter((patient) => rare.has(patient)).length, 2);
      assert.ok(tuning.some((patient) => rare.has(patient)));
    }
  });

  it('does not depend on the order of patients, but on the seed and the number of folds', () => {
    const members = inOne(names(30));
    assert.deepEqual(makeFolds([...members].reverse().concat(members), 5, 1), makeFolds(members, 5, 1));
    assert.notDeepEqual(makeFolds(members, 5, 2), makeFolds(members, 5, 1));
    assert.notDeepEqual(makeFolds(members, 5, 1)[0]?.tuning, makeFolds(members, 5, 1)[1]?.tuning);
  });

  it('says how many patients it needs', () => {
    assert.throws(() => makeFolds(inOne(names(4)), 5, 1), { name: 'UserError', message: /5 folds needs at least 5 patients.* have 4/ });
    assert.throws(() => makeFolds(inOne(names(3)), 2, 1), { name: 'UserError', message: /at least 4 patients/ });
  });
});
