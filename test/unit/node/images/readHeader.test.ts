import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { ImageError } from '../../../../src/node/images/imageError';
import { readImageHeader } from '../../../../src/node/images/readHeader';
import { bytes, element, part10, picture, words } from '../../../fixtures/dicomBytes';

const explicitUid = '1.2.840.10008.1.2.1\0';
const pixels = words([1, 2, 3, 4]);
const described = [
  element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.1\0'),
  element(0x00080018, 'UI', '1.2.3.4\0'),
  element(0x00080060, 'CS', 'DX'),
  element(0x00080070, 'LO', 'ACME'),
  element(0x00080080, 'LO', 'General Hospital'),
  element(0x00081090, 'LO', 'X 100'),
  element(0x00100020, 'LO', 'A-1'),
  element(0x00100021, 'LO', 'GH'),
  element(0x00100040, 'CS', 'F'),
  element(0x00101010, 'AS', '126M'),
  element(0x00180015, 'CS', 'HAND'),
  element(0x00181164, 'DS', '0.15\\0.15'),
  element(0x00185101, 'CS', 'PA'),
  element(0x0020000d, 'UI', '1.2.3'),
  element(0x0020000e, 'UI', '1.2.4'),
  element(0x00200013, 'IS', '7'),
  element(0x00200032, 'DS', '-1\\2.5\\3'),
  element(0x00200060, 'CS', 'R'),
  element(0x00200062, 'CS', 'L'),
];

describe('readImageHeader', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-headers-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const read = async (...content: readonly Uint8Array[]) => {
    const path = join(folder, 'secret-name');
    await writeFile(path, bytes(...content));
    return readImageHeader(path);
  };
  const dicom = (...elements: readonly Uint8Array[]) => read(part10(explicitUid, ...elements, picture(pixels)));
  const refuses = (content: Uint8Array, reason: RegExp) =>
    assert.rejects(
      read(content),
      (error) => error instanceof ImageError && reason.test(error.message) && !error.message.includes('secret'),
    );

  it('reads all that the index needs from DICOM', async () => {
    assert.deepEqual(await dicom(...described), {
      kind: 'dicom',
      rows: 2,
      columns: 2,
      frames: 1,
      bits: 16,
      compression: '',
      transferSyntax: '1.2.840.10008.1.2.1',
      patientId: 'A-1',
      issuerOfPatientId: 'GH',
      studyUid: '1.2.3',
      seriesUid: '1.2.4',
      instanceUid: '1.2.3.4',
      sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1',
      modality: 'DX',
      bodyPart: 'HAND',
      view: 'PA',
      laterality: 'L',
      spacingMm: [0.15, 0.15],
      spacingFrom: 'ImagerPixelSpacing',
      sex: 'F',
      ageYears: 10.5,
      ageFrom: 'PatientAge',
      accession: '',
      studyDate: '',
      institution: 'General Hospital',
      manufacturer: 'ACME',
      model: 'X 100',
      positionMm: [-1, 2.5, 3],
      instanceNumber: 7,
    });
  });

  it('is empty where the file says nothing or nonsense', async () => {
    const header = await dicom(
      element(0x00100040, 'CS', 'X'),
      element(0x00101010, 'AS', 'OLD'),
      element(0x00181164, 'DS', '0\\0'),
      element(0x00200032, 'DS', '1\\2'),
      element(0x00200060, 'CS', 'U'),
    );
    assert.deepEqual([header.patientId, header.sex, header.ageYears, header.laterality], ['', '', null, '']);
    assert.deepEqual([header.spacingMm, header.spacingFrom, header.positionMm, header.instanceNumber], [null, '', null, null]);
  });

  it('prefers the spacing in the patient, rows first', async () => {
    const header = await read(
      part10(explicitUid, element(0x00181164, 'DS', '0.2\\0.2'), picture(pixels, { more: [element(0x00280030, 'DS', '0.14\\0.15')] })),
    ); // prettier-ignore
    assert.deepEqual([header.spacingMm, header.spacingFrom], [[0.14, 0.15], 'PixelSpacing']);
  });

  it('finds spacing in shared functional groups', async () => {
    const item = (content: Uint8Array) => element(0xfffee000, '', content);
    const measures = element(0x00289110, 'SQ', item(element(0x00280030, 'DS', '0.5\\0.6')));
    const header = await read(part10(explicitUid, picture(pixels, { more: [element(0x52009229, 'SQ', item(measures))] })));
    assert.deepEqual(header.spacingMm, [0.5, 0.6]);
  });

  it('names the compression, and passes pixels without decoding them', async () => {
    const fragments = bytes('feff 00e0 00000000 feff 00e0 02000000 ffd8 feff dde0 00000000');
    const encapsulated = picture(bytes()).subarray(0, -12);
    const header = await read(part10('1.2.840.10008.1.2.4.50', encapsulated, element(0x7fe00010, 'OB', fragments, { length: 0xffffffff })));
    assert.equal(header.compression, 'JPEG');
  });

  it('reads on where 64 KiB do not reach the pixels', async () => {
    const blob = element(0x00091010, 'OB', new Uint8Array(70_000));
    assert.equal((await dicom(blob)).rows, 2);
    assert.equal((await dicom(element(0x00091010, 'OB', new Uint8Array(1_200_000)), ...described.slice(6))).patientId, 'A-1');
  });

  it('reads a deflated header', async () => {
    const dataset = bytes(...described, picture(pixels));
    assert.equal((await read(part10('1.2.840.10008.1.2.1.99', deflateRawSync(dataset)))).modality, 'DX');
  });

  it('finds missing pixels by the size of the file, small and large', async () => {
    const small = part10(explicitUid, picture(pixels));
    await refuses(small.subarray(0, small.length - 1), /^The pixel data end too early at 0x[0-9A-F]+: expected 8 bytes, found 7\.$/);
    const large = part10(explicitUid, picture(new Uint8Array(200_000), { rows: 250, columns: 400 }));
    assert.equal((await read(large)).rows, 250);
    await refuses(large.subarray(0, 150_000), /^The pixel data end too early/);
    await refuses(part10(explicitUid, picture(words([1, 2, 3]))), /expected 8 bytes, found 6/);
  });

  it('says what an object without a picture is', async () => {
    const object = (sopClass: string) => part10(explicitUid, element(0x00080016, 'UI', sopClass));
    await refuses(object('1.2.840.10008.5.1.4.1.1.481.5\0'), /^This is a radiotherapy plan without a picture\.$/);
    await refuses(object('1.2.840.10008.5.1.4.1.1.88.33\0'), /^This is a structured report without a picture\.$/);
  });

  it('refuses pixels that could not be read later', async () => {
    await refuses(
      part10(explicitUid, picture(pixels, { photometric: 'PALETTE COLOR' })),
      /^The palette of the picture is missing or broken\.$/,
    );
    await refuses(
      part10(explicitUid, picture(pixels, { photometric: 'Jane Doe' })),
      /^Pixels of an unknown photometric interpretation and 1 sample can't be shown\.$/,
    );
  });

  it('refuses what is no image', async () => {
    await refuses(bytes(), /^The file is empty\.$/);
    await refuses(bytes("'a,b\n1,2\n"), /^This is no DICOM, PNG or JPEG file\.$/);
    await assert.rejects(readImageHeader(join(folder, 'none')), ImageError);
    await assert.rejects(readImageHeader(folder), ImageError);
  });

  it('reads on where 64 KiB of a JPEG hold nothing but metadata', async () => {
    const jpeg = await sharp(new Uint8Array(12), { raw: { width: 4, height: 3, channels: 1 } })
      .jpeg()
      .toBuffer();
    const comment = bytes('ff fe ea 60', new Uint8Array(59_998));
    const header = await read(bytes(jpeg.subarray(0, 2), comment, comment, jpeg.subarray(2)));
    assert.deepEqual([header.rows, header.columns], [3, 4]);
  });

  it('reads size and depth of PNG and JPEG', async () => {
    const grey = sharp(new Uint8Array(12), { raw: { width: 4, height: 3, channels: 1 } });
    const jpeg = await read(await grey.jpeg().toBuffer());
    assert.deepEqual([jpeg.kind, jpeg.rows, jpeg.columns, jpeg.bits, jpeg.patientId, jpeg.spacingMm], ['jpeg', 3, 4, 8, '', null]);
    const deep = sharp(new Uint16Array(12), { raw: { width: 4, height: 3, channels: 1 } }).toColourspace('grey16');
    const png = await read(await deep.png().toBuffer());
    assert.deepEqual([png.kind, png.rows, png.columns, png.bits], ['png', 3, 4, 16]);
  });
});
