import assert from 'node:assert/strict';
import { pairedCallWords } from '../../../../src/core/experiment/pairedCalls';
import { patientsOf } from '../statistics/near';

/** So many images where the first, and the other, is right. */
const rows = (count: number, first: boolean, other: boolean, positive: boolean) =>
  Array.from({ length: count }, () => ({ first: first === positive, other: other === positive, positive }));

const callsOf = (all: ReturnType<typeof rows>) => ({
  first: all.map(({ first }) => first),
  other: all.map(({ other }) => other),
  positives: all.map(({ positive }) => positive),
  patients: patientsOf(all.length),
});

describe('pairedCallWords', () => {
  const calls = callsOf([
    ...rows(40, true, true, true),
    ...rows(1, true, false, true),
    ...rows(9, false, true, true),
    ...rows(100, true, true, false),
    ...rows(86, true, false, false),
    ...rows(150, false, true, false),
  ]);

  it("tells positive and negative images apart, with McNemar's golden p values", () => {
    assert.equal(
      pairedCallWords(calls),
      "At the runs' own operating points: of 50 positive images only the first run is right on 1, only this one on 9 (exact McNemar test, p = 0.021); " +
        'of 336 negative images only the first run is right on 86, only this one on 150 (McNemar test, p < 0.001).',
    );
  });

  it('says nothing of no images, or where a patient has several', () => {
    assert.equal(pairedCallWords(callsOf([])), '');
    assert.equal(pairedCallWords({ ...calls, patients: calls.patients.map(() => 'p') }), '');
  });
});
