import assert from 'node:assert/strict';
import { assignPatients, type PatientClaim } from '../../../../src/node/dataset/assignPatients';
import type { FoundImage } from '../../../../src/node/dataset/foundFile';

const key = new Uint8Array(32);

function claim(name: string, { study = '', tableStudy = '', pixelHash = name, tablePatient = '', patient = '' }): PatientClaim {
  const file = { patient, study, pixelHash } as FoundImage['files'][0];
  return { name, image: { source: name, files: [file], isSeries: false, facts: {} as FoundImage['facts'] }, tablePatient, tableStudy };
}

describe('assignPatients', () => {
  const patientsOf = (...claims: readonly PatientClaim[]) => [...assignPatients(claims, [], key).values()];

  it('keeps the images of one study of a table together, as those of one study of their files', () => {
    const [a, b, c, d, e] = patientsOf(
      ...[claim('a', { tableStudy: 's1' }), claim('b', { tableStudy: 's1' }), claim('c', { tableStudy: 's2' })],
      ...[claim('d', { study: 's3' }), claim('e', { study: 's3' })],
    );
    assert.ok(a === b && a !== c && d === e && c !== d);
    assert.match(a ?? '', /^px-/);
  });

  it('believes the table rather than the file about a study, and either about a patient', () => {
    const [a, b, c] = patientsOf(
      claim('a', { study: 's1', tableStudy: 't1' }),
      claim('b', { study: 's1', tableStudy: 't2' }),
      claim('c', { tablePatient: 'P-1', tableStudy: 't1' }),
    );
    assert.ok(a !== b);
    assert.equal(c, 'P-1');
  });
});
