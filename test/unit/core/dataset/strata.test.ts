import assert from 'node:assert/strict';
import { ageBand, quantileBands, stratify } from '../../../../src/core/dataset/strata';

const group = (count: number, outcome: string, sex: string, start = 0) =>
  Array.from({ length: count }, (_, index) => ({
    patient: `${outcome}${sex}${start + index}`,
    factors: [
      { name: 'fracture', value: outcome },
      { name: 'sex', value: sex },
    ],
  }));
const sizes = (patients: Parameters<typeof stratify>[0]) => {
  const counts: Record<string, number> = {};
  for (const { stratum } of stratify(patients)) counts[stratum] = (counts[stratum] ?? 0) + 1;
  return counts;
};

describe('stratify', () => {
  it('divides by outcome, then by what keeps ten patients', () => {
    assert.deepEqual(sizes([...group(20, 'no', 'F'), ...group(12, 'no', 'M'), ...group(15, 'yes', 'F'), ...group(9, 'yes', 'M')]), {
      'fracture=no, sex=F': 20,
      'fracture=no, sex=M': 12,
      'fracture=yes': 24,
    });
  });

  it('merges values that few share, and keeps a rare outcome apart', () => {
    assert.deepEqual(sizes([...group(30, 'no', 'F'), ...group(6, 'no', 'M'), ...group(5, 'no', ''), ...group(3, 'yes', 'F')]), {
      'fracture=no, sex=F': 30,
      'fracture=no, sex=M|unknown': 11,
      'fracture=yes': 3,
    });
  });

  it('has one stratum where nothing is known', () => {
    assert.deepEqual(sizes([{ patient: 'a', factors: [] }]), { all: 1 });
    assert.deepEqual(sizes([]), {});
  });
});

describe('quantileBands', () => {
  it('makes bands of at least ten, the same for equal numbers', () => {
    const bands = quantileBands([...Array.from({ length: 30 }, (_, index) => index), null]);
    assert.deepEqual(
      ['band 1 of 3', 'band 2 of 3', 'band 3 of 3', ''].map((name) => bands.filter((band) => band === name).length),
      [10, 10, 10, 1],
    );
    assert.equal(new Set(quantileBands(Array(40).fill(7))).size, 1);
    assert.deepEqual(quantileBands([5, 1]), ['band 1 of 1', 'band 1 of 1']);
  });
});

describe('ageBand', () => {
  it('names the band', () => {
    assert.deepEqual([null, 0.5, 2, 17.9, 40, 90].map(ageBand), [
      '',
      'under 2',
      '2 to under 6',
      '12 to under 18',
      '40 to under 65',
      '65 and over',
    ]);
  });
});
