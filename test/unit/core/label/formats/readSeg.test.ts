import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DicomError } from '../../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../../src/core/dicom/readDicom';
import { readString } from '../../../../../src/core/dicom/value';
import { readSeg, segmentationClasses } from '../../../../../src/core/label/formats/readSeg';
import { readSr } from '../../../../../src/core/label/formats/readSr';
import { formatRuns } from '../../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../../src/core/statistics/random';
import { nodeCodecs } from '../../../../../src/node/images/nodeCodecs';
import { mutate, seedOf } from '../../../../fixtures/mutateDicom';
import { sharedFiles } from '../../../../fixtures/sharedData';
import { bitmapOf, readByPython, sharedFile } from '../../../node/label/medicalProject';

const hash = (bitmap: Uint8Array): string => createHash('sha256').update(bitmap).digest('hex');

describe('segmentations of others', function () {
  this.timeout(120_000);
  before(function () {
    if (sharedFiles('dicom').length === 0) this.skip();
  });

  it('are read as pydicom reads them from every segmentation of highdicom and dcmqi, or say why they are none', async function () {
    const all = sharedFiles('dicom').filter((file) => /\/(highdicom|wg04)\/.*\.(dcm|seg)$/.test(file));
    const segmentations: string[] = [];
    for (const file of all) {
      const dicom = readDicom(new Uint8Array(readFileSync(file)));
      if (segmentationClasses.includes(readString(dicom.dataset, 'SOPClassUID'))) segmentations.push(file);
    }
    assert.ok(segmentations.length >= 16, String(segmentations.length));
    const found = readByPython(
      'seg',
      segmentations.filter((file) => !file.includes('tiled_full')),
    );
    if (found === null) this.skip();
    let at = 0;
    for (const file of segmentations) {
      const seg = await readSeg(readDicom(new Uint8Array(readFileSync(file))), nodeCodecs);
      if (file.includes('tiled_full')) {
        assert.match(String(seg), /in tiles that do not say which frames/);
        continue;
      }
      assert.ok(typeof seg !== 'string', `${basename(file)}: ${seg}`);
      const frames = seg.frames.map(({ segment, mask }) => [segment.number, hash(bitmapOf(formatRuns(mask), seg))]);
      assert.deepEqual(frames, found[at].frames, basename(file));
      at += 1;
    }
  });

  it('of fractions are whole from one half on, and say so', async () => {
    const file = sharedFile('highdicom/seg_image_ct_true_fractional.dcm') ?? '';
    const seg = await readSeg(readDicom(new Uint8Array(readFileSync(file))), nodeCodecs);
    assert.deepEqual(typeof seg === 'string' ? seg : seg.notes, ['its fractions became whole pixels, from one half on']);
  });

  it('that are damaged throw nothing but what says so', async () => {
    const files = ['23x38x3/seg/label.seg', 'highdicom/seg_image_sm_control_labelmap.dcm', 'highdicom/sr_document.dcm'].map(
      (end) => sharedFile(end) ?? '',
    );
    const seeds = files.map((file) => seedOf(new Uint8Array(readFileSync(file))));
    const random = mulberry32(20260101);
    let refused = 0;
    for (let round = 0; round < 300; round += 1) {
      const seed = seeds[round % seeds.length];
      assert.ok(seed);
      try {
        const dicom = readDicom(mutate(seed, seeds, random));
        readSr(dicom.dataset);
        await readSeg(dicom, nodeCodecs);
      } catch (error) {
        assert.ok(error instanceof DicomError, `round ${round}: ${error}`);
        refused += 1;
      }
    }
    assert.ok(refused > 0 && refused < 300);
  });
});
