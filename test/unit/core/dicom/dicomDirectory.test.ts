import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DicomDirectory, type DirectoryRecord, readDicomDirectory } from '../../../../src/core/dicom/dicomDirectory';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { bytes, element, number, part10 } from '../../../fixtures/dicomBytes';
import { sharedFiles } from '../../../fixtures/sharedData';

type Made = { readonly type: string; readonly next?: number; readonly lower?: number; readonly file?: string; readonly deleted?: boolean };

/** Of equal size, so that the place of each is known: the first item lies at `firstRecord`. */
const firstRecord = 184;
const recordSize = 78;
const placeOf = (at: number | undefined): Uint8Array => number(at === undefined || at < 0 ? 0 : firstRecord + at * recordSize, 4);

function record({ type, next, lower, file = 'A\\B', deleted = false }: Made): Uint8Array {
  const content = bytes(
    element(0x00041400, 'UL', placeOf(next)),
    element(0x00041410, 'US', number(deleted ? 0 : 0xffff, 2)),
    element(0x00041420, 'UL', placeOf(lower)),
    element(0x00041430, 'CS', type.padEnd(8)),
    element(0x00041500, 'CS', file.padEnd(12)),
  );
  return element(0xfffee000, '', content);
}

const directory = (first: number, ...records: readonly Made[]): DicomDirectory =>
  readDicomDirectory(
    readDicom(
      part10('1.2.840.10008.1.2.1\0', element(0x00041200, 'UL', placeOf(first)), element(0x00041220, 'SQ', bytes(...records.map(record)))),
    ),
  );

const shape = (records: readonly DirectoryRecord[]): string =>
  records.map(({ type, children }) => type + (children.length === 0 ? '' : `(${shape(children)})`)).join(' ');

describe('readDicomDirectory', () => {
  it('follows next and lower records, in any order in the file', () => {
    const { records, warnings } = directory(
      3,
      { type: 'IMAGE', file: 'DISC\\IM1' },
      { type: 'SERIES', lower: 0 },
      { type: 'STUDY', lower: 1 },
      { type: 'PATIENT', next: 4, lower: 2 },
      { type: 'PATIENT', deleted: true },
    );
    assert.deepEqual([shape(records), warnings], ['PATIENT(STUDY(SERIES(IMAGE))) PATIENT', []]);
    assert.deepEqual(records[0]?.children[0]?.children[0]?.children[0]?.file, ['DISC', 'IM1']);
    assert.deepEqual(
      records.map(({ isInUse }) => isInUse),
      [true, false],
    );
  });

  it('takes each record once where offsets loop', () => {
    const own = directory(0, { type: 'PATIENT', next: 0, lower: 0 });
    assert.deepEqual([shape(own.records), own.warnings.length], ['PATIENT', 2]);
    const ring = directory(0, { type: 'PATIENT', lower: 1 }, { type: 'STUDY', lower: 2 }, { type: 'SERIES', lower: 0 });
    assert.deepEqual([shape(ring.records), ring.warnings.length], ['PATIENT(STUDY(SERIES))', 1]);
  });

  it('places records that no offset leads to by their type', () => {
    const { records, warnings } = directory(
      -1,
      { type: 'PATIENT' },
      { type: 'STUDY' },
      { type: 'SERIES' },
      { type: 'IMAGE' },
      { type: 'IMAGE' },
      { type: 'STUDY' },
    );
    assert.deepEqual([shape(records), warnings.length], ['PATIENT(STUDY(SERIES(IMAGE IMAGE)) STUDY)', 6]);
  });

  it('says where an offset leads to no record', () => {
    const { records, warnings } = directory(0, { type: 'PATIENT', lower: 77 });
    assert.equal(shape(records), 'PATIENT');
    assert.deepEqual(
      warnings.map(({ offset }) => offset),
      [firstRecord + 77 * recordSize],
    );
  });

  it('takes a chain of any depth', () => {
    const count = 300;
    const chain = Array.from({ length: count }, (_, i): Made => ({ type: 'PRIVATE', lower: i + 1 < count ? i + 1 : -1 }));
    const { records } = directory(0, ...chain);
    const counted = (found: readonly DirectoryRecord[]): number => found.reduce((sum, { children }) => sum + 1 + counted(children), 0);
    assert.equal(counted(records), count);
  });

  it('refuses a file without records', () => {
    assert.throws(
      () => readDicomDirectory(readDicom(part10('1.2.840.10008.1.2.1\0', element(0x00080060, 'CS', 'DX'), element(0x00100020, 'LO', 'A')))),
      (error) => error instanceof DicomError && error.kind === 'malformed',
    );
  });

  it('gives the tree that pydicom gives', function () {
    this.timeout(120_000);
    const files = sharedFiles('dicom').filter((file) => /^DICOMDIR(-bigEnd|-implicit|-reordered|-nooffset)?$/.test(basename(file)));
    const script = [
      'import sys, json, warnings, pydicom',
      'warnings.filterwarnings("ignore")',
      'def tree(records): return [[r.DirectoryRecordType, list(r.get("ReferencedFileID", [])), tree(r.children)] for r in records]',
      'print(json.dumps([tree(pydicom.dcmread(file).patient_records) for file in sys.argv[1:]]))',
    ];
    const { stdout, stderr, status, error } = spawnSync('/usr/bin/python3', ['-c', script.join('\n'), ...files], { encoding: 'utf8' });
    if (files.length === 0 || error !== undefined || stderr.includes('No module named')) this.skip();
    assert.equal(status, 0, stderr);
    const tree = (records: readonly DirectoryRecord[]): readonly unknown[] =>
      records.map(({ type, file, children }) => [type, file, tree(children)]);
    const ours = files.map((file) => tree(readDicomDirectory(readDicom(readFileSync(file), { partial: true })).records));
    assert.deepEqual(ours, JSON.parse(stdout));
    assert.ok(files.length >= 5, `${files.length} directories were compared`);
  });
});
