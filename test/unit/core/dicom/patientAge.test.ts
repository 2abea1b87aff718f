import assert from 'node:assert/strict';
import { type AgeFields, patientAge } from '../../../../src/core/dicom/patientAge';

const age = (fields: Partial<AgeFields>) => patientAge({ age: '', birthDate: '', studyDate: '', acquisitionDate: '', ...fields });
const unknown = { ageYears: null, ageFrom: '' };

describe('patientAge', () => {
  it('takes PatientAge first, in all its units', () => {
    const dates = { birthDate: '20000101', studyDate: '20200101' };
    assert.deepEqual(age({ age: '011Y', ...dates }), { ageYears: 11, ageFrom: 'PatientAge' });
    assert.deepEqual(age({ age: '132M' }), { ageYears: 11, ageFrom: 'PatientAge' });
    assert.ok(Math.abs((age({ age: '0520W' }).ageYears ?? 0) - 9.966) < 1e-3);
    assert.ok(Math.abs((age({ age: '100D' }).ageYears ?? 0) - 0.2738) < 1e-4);
  });

  it('computes it from the dates where it is missing or no age', () => {
    const dates = { birthDate: '20100229', studyDate: '20200301' };
    assert.deepEqual(age({ ...dates }), unknown, '2010 had no 29 February');
    // Python: (date(2020, 3, 1) - date(2010, 2, 28)).days / 365.2425
    const known = { birthDate: '20100228', studyDate: '20200301' };
    assert.ok(Math.abs((age(known).ageYears ?? 0) - 3654 / 365.2425) < 1e-12);
    assert.deepEqual(age({ age: '11', ...known }).ageFrom, 'PatientBirthDate');
    assert.equal(age({ birthDate: '2010.02.28', acquisitionDate: '20200301' }).ageYears, age(known).ageYears);
    assert.equal(age({ ...known, acquisitionDate: '20300101' }).ageYears, age(known).ageYears, "the study's day goes first");
    assert.deepEqual(age({ birthDate: '20200301', studyDate: '20200301' }), { ageYears: 0, ageFrom: 'PatientBirthDate' });
    assert.ok((age({ birthDate: '00990101', studyDate: '01000101' }).ageYears ?? 0) < 1.01, 'years before 100 are themselves');
  });

  it('knows no age without both dates, and none that can not be', () => {
    for (const fields of [
      { birthDate: '20100101' },
      { studyDate: '20100101' },
      { birthDate: '201001', studyDate: '20200101' },
      { birthDate: '20101301', studyDate: '20200101' },
    ])
      assert.deepEqual(age(fields), unknown);
    const impossible = { ageYears: null, ageFrom: 'impossible' };
    assert.deepEqual(age({ birthDate: '20200302', studyDate: '20200301' }), impossible);
    assert.deepEqual(age({ birthDate: '18990101', studyDate: '20200301' }), impossible);
    assert.deepEqual(age({ age: '999Y' }), impossible);
    assert.deepEqual(age({ age: '121Y', birthDate: '20100101', studyDate: '20200101' }), impossible);
  });
});
