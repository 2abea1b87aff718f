import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findIdentifiers, identifyingColumnsOf, looksLikeIdentity } from '../../../../src/core/check/identifiers';
import { identifierFindings } from '../../../../src/core/check/textFindings';

const kinds = (text: string, data = false): readonly string[] => findIdentifiers(text, { data }).map(({ what }) => what);

describe('findIdentifiers', () => {
  it('finds what says who somebody is', () => {
    const planted: readonly (readonly [string, string])[] = [
      ['Write to anna.keller@klinik.de please', 'an e-mail address'],
      ['(0010,0010) PN [Keller^Anna Maria]', 'a name as DICOM writes it'],
      ['"Müller^Jürgen"', 'a name as DICOM writes it'],
      ['PatientID: 4471182', "a patient's attribute with its value"],
      ["Patient's Birth Date = 19740312", "a patient's attribute with its value"],
      ['geboren am 12.03.1974', 'a date of birth'],
      ['DOB 1974-03-12', 'a date of birth'],
      ['Keller * 12.3.1974', 'a date of birth'],
      ['MRN 00471182', 'a hospital number'],
      ['Fallnummer: 2024471182', 'a hospital number'],
      ['123-45-6789', 'a social security number'],
      ['756.9217.0769.85', 'a Swiss insurance number'],
      ['NHS no. 943 476 5919', 'an NHS number'],
    ];
    for (const [text, what] of planted) assert.deepEqual(kinds(text), [what], text);
    assert.deepEqual(kinds('Frau Keller called, tel. +41 44 123 45 67', true), ['a telephone number', 'a name with a title']);
  });

  it('says where', () => {
    assert.deepEqual(findIdentifiers('one\nborn 1974-03-12.\n'), [
      { line: 2, column: 1, endColumn: 16, what: 'a date of birth', text: 'born 1974-03-12' },
    ]);
    assert.deepEqual(findIdentifiers('id PatientID=77'), [
      { line: 1, column: 14, endColumn: 16, what: "a patient's attribute with its value", text: '77' },
    ]);
  });

  it('leaves alone what only looks alike', () => {
    for (const text of [
      'PatientName: removed',
      '- PatientID: [removed], PatientBirthDate: ""',
      'patientIdentity: true',
      'ada@example.org and git@github.com:radsteps/radsteps.git',
      'R^2 = 0.98, x^y, 10^6',
      'Doe^John in the examples',
      'reviewed on 2026-03-12, approved 12.03.2026',
      'seed 20260105, run 20260301-101500-quick-0a1b',
      'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      '756.9217.0769.84',
      'NHS number 943 476 5918',
      'spacing 0.139x0.139, 123-456-7890',
      'Patients are born in hospital; 200 films of 2017',
      'born too early (before week 32)',
    ])
      assert.deepEqual(kinds(text, true), [], text);
  });

  it('finds nothing in the templates, nor in the README', () => {
    const root = resolve(dirname(), '../../../..');
    const files = readdirSync(join(root, 'templates'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of [...files, join(root, 'README.md')])
      assert.deepEqual(identifierFindings('3-data/x.md', readFileSync(file, 'utf8')), [], file);
  });

  it('knows names of files and columns', () => {
    for (const name of ['Keller^Anna.txt', 'Keller_Anna_19740312.csv', 'MRN_4471182.json', 'Keller, Anna 1974-03-12'])
      assert.ok(looksLikeIdentity(name), name);
    for (const name of [
      'img-0a1b2c3d4e',
      'IMG0000019',
      '20260301-101500-quick-0a1b',
      'Report_Final_20260101.md',
      'hand-left-2.png',
      'P-7HN23IQ7OXQ3JSVO',
    ])
      assert.ok(!looksLikeIdentity(name), name);
    assert.deepEqual(identifyingColumnsOf(['image', 'patient', 'Patient Name', 'birth_date', 'name', 'view']), [
      'Patient Name',
      'birth_date',
    ]);
  });
});

function dirname(): string {
  return resolve(__filename, '..');
}
