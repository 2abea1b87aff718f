import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type DicomFile, readDicom } from '../../../../src/core/dicom/readDicom';
import { scanDicom } from '../../../../src/core/dicom/scanDicom';
import { describeDicom } from '../../../../src/node/images/describeDicom';
import { headerDescriber } from '../../../../src/node/images/headerDescriber';
import { inflateDataset } from '../../../../src/node/images/inflateDataset';
import { sharedFiles } from '../../../fixtures/sharedData';
import { type DicomFields, dicomBytes } from '../dataset/dicomBytes';

const base: DicomFields = { instance: '1.5.1', series: '1.5', study: '1', patientId: 'AB', modality: 'CT', number: 1, position: [0, 0, 1] };

function scanned(bytes: Uint8Array): DicomFile {
  const scan = scanDicom(bytes);
  return 'dataset' in scan ? scan : readDicom(bytes, { inflate: inflateDataset });
}

/** A description, or what was thrown instead. */
function attempt(describe: (file: DicomFile, size: number) => unknown, file: DicomFile, size: number): unknown {
  try {
    return describe(file, size);
  } catch (error) {
    return String(error);
  }
}

describe('headerDescriber', () => {
  it('says of every file what describeDicom says, whatever differs from the file before', () => {
    const changes: readonly Partial<DicomFields>[] = [
      {},
      { instance: '1.5.2', number: 2, position: [0, 0, 2] },
      { instance: '1.5.33', number: 33, position: [-1.5, 0, 2.25] },
      { patientId: 'AC' },
      { patientId: 'ABC' },
      { series: '1.6' },
      { institution: 'Klinik' },
      { age: '012Y' },
      { sex: 'F' },
      { birthDate: '20100101', studyDate: '20200101' },
      { birthDate: '20100101', acquisitionDate: '20200101' },
      { birthDate: '20100101', acquisitionDate: '20210101' },
      { accession: 'A1' },
      { modality: 'MR' },
      { bodyPart: 'HAND' },
      { size: 8 },
      { grey: 7 },
      { transferSyntax: '1.2.840.10008.1.2.4.70' },
    ];
    const describe = headerDescriber();
    const buffer = new Uint8Array(4096);
    for (const change of changes.flatMap((one) => [one, {}, one, one])) {
      const bytes = dicomBytes({ ...base, ...change });
      // As the import does, every file is read to the same place.
      buffer.fill(0xee).set(bytes);
      const file = scanned(buffer.subarray(0, bytes.length));
      assert.deepEqual(describe(file, bytes.length), describeDicom(scanned(bytes), bytes.length), JSON.stringify(change));
    }
  });

  it('finds a file that is cut off after one that is not', () => {
    const describe = headerDescriber();
    const bytes = dicomBytes(base);
    describe(scanned(bytes), bytes.length);
    assert.throws(() => describe(scanned(bytes), bytes.length - 1), /pixel data end too early/);
    assert.equal(describe(scanned(bytes), bytes.length).instanceUid, '1.5.1');
  });

  it('says of the shared data, each file once and then again, what describeDicom says', function () {
    const files = ['ct', 'dicom'].flatMap((name) => sharedFiles(name));
    if (files.length === 0) this.skip();
    this.timeout(60000);
    const describe = headerDescriber();
    for (const file of files.flatMap((path) => [path, path])) {
      const bytes = readFileSync(file);
      let dicom: DicomFile;
      try {
        dicom = scanned(bytes);
      } catch {
        continue;
      }
      assert.deepEqual(attempt(describe, dicom, bytes.length), attempt(describeDicom, dicom, bytes.length), file);
    }
  });
});
