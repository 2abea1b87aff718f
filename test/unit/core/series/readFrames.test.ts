import assert from 'node:assert/strict';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { readFrames } from '../../../../src/core/series/readFrames';
import { splitStacks } from '../../../../src/core/series/splitStacks';
import { bytes, element, number, part10, picture } from '../../../fixtures/dicomBytes';

const explicitUid = '1.2.840.10008.1.2.1';
const item = (...content: readonly Uint8Array[]) => element(0xfffee000, '', bytes(...content));
const sequence = (tag: number, ...items: readonly Uint8Array[]) => element(tag, 'SQ', bytes(...items));
const text = (tag: number, vr: string, value: string) => element(tag, vr, value);
const double = (tag: number, value: number) => element(tag, 'FD', new Uint8Array(Float64Array.of(value).buffer));
const long = (tag: number, value: number) => element(tag, 'UL', number(value, 4));

const frames = (more: readonly Uint8Array[], ...before: readonly Uint8Array[]) =>
  readFrames(readDicom(part10(explicitUid, ...before, picture(new Uint8Array(8), { more }))).dataset, 3);

describe('readFrames', () => {
  it('reads what orders a plain slice', () => {
    const [frame, ...others] = frames(
      [text(0x00280030, 'DS', '0.5\\0.6')],
      text(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\M\\FFE'),
      text(0x00080032, 'TM', '000001.5'),
      text(0x00180081, 'DS', '4.6'),
      text(0x00180086, 'IS', '2'),
      text(0x00181060, 'DS', '22.5'),
      text(0x00200012, 'IS', '7'),
      text(0x00200013, 'IS', '12'),
      text(0x00200032, 'DS', '-1\\2.5\\30'),
      text(0x00200037, 'DS', '1\\0\\0\\0\\0\\-1'),
      text(0x00200100, 'IS', '5'),
    );
    assert.equal(others.length, 0);
    assert.deepEqual(frame, {
      file: 3,
      frame: 0,
      rows: 2,
      columns: 2,
      samples: 1,
      number: 12,
      acquisition: 7,
      echo: 2,
      positionMm: [-1, 2.5, 30],
      orientation: [
        [1, 0, 0],
        [0, 0, -1],
      ],
      spacingMm: [0.5, 0.6],
      imageType: 'M\\FFE',
      stackId: '',
      segment: null,
      echoTimeMs: 4.6,
      bValue: null,
      temporalIndex: 5,
      triggerMs: 22.5,
      timeMs: 1500,
    });
  });

  it('leaves out what is absent or broken', () => {
    const [frame] = frames([], text(0x00200032, 'DS', '1\\x\\3'), text(0x00200037, 'DS', '0\\0\\0\\0\\0\\0'));
    assert.deepEqual([frame?.positionMm, frame?.orientation, frame?.spacingMm, frame?.timeMs], [null, null, null, null]);
  });

  it('finds nothing in a file without a picture, and no more frames than a picture may have', () => {
    const report = part10(explicitUid, text(0x00080060, 'CS', 'SR'), text(0x00200013, 'IS', '1'));
    assert.deepEqual(readFrames(readDicom(report).dataset, 0), []);
    assert.equal(frames([text(0x00280008, 'IS', '999999999999')]).length, 100_000);
    assert.equal(frames([text(0x00280008, 'IS', '-4')]).length, 1);
  });

  it('gives the frames of a cine run no position, and those of a dose grid each its own', () => {
    const place = [text(0x00200032, 'DS', '1\\2\\3'), text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0')];
    const count = text(0x00280008, 'IS', '3');
    assert.deepEqual(
      frames([count], ...place).map(({ frame, positionMm }) => [frame, positionMm]),
      [
        [0, null],
        [1, null],
        [2, null],
      ],
    );
    const dose = bytes(...place, picture(new Uint8Array(8), { more: [count, text(0x3004000c, 'DS', '10\\12\\14')] }));
    assert.deepEqual(
      readFrames(readDicom(part10(explicitUid, dose)).dataset, 0).map(({ positionMm }) => positionMm),
      [
        [1, 2, 3],
        [1, 2, 5],
        [1, 2, 7],
      ],
    );
  });

  it('reads functional groups: each frame its own, else the shared ones, and splits what they tell apart', () => {
    const group = (z: number, time: number, stack: string) =>
      item(
        sequence(0x00189114, item(double(0x00189082, 4.5))),
        sequence(0x00189117, item(double(0x00189087, 700))),
        sequence(0x00189118, item(double(0x00209153, 50 * time))),
        sequence(
          0x00209111,
          item(text(0x00189074, 'DT', `2024022912000${time}.25`), text(0x00209056, 'SH', stack), long(0x00209128, time)),
        ),
        sequence(0x00209113, item(text(0x00200032, 'DS', `0\\0\\${z}`))),
      );
    const shared = item(
      sequence(0x00189226, item(text(0x00089007, 'CS', 'ORIGINAL\\PRIMARY\\DIFFUSION\\NONE'))),
      sequence(0x00209116, item(text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'))),
      sequence(0x00289110, item(text(0x00280030, 'DS', '2\\3'))),
    );
    const groups = [
      group(6, 2, 'A'),
      group(0, 2, 'A'),
      group(3, 2, 'A'),
      group(0, 1, 'A'),
      group(3, 1, 'A'),
      group(6, 1, 'A'),
      group(90, 1, 'B'),
    ];
    const read = frames([text(0x00280008, 'IS', '7'), sequence(0x52009229, shared), sequence(0x52009230, ...groups)]);
    const [first] = read;
    assert.deepEqual(
      [first?.positionMm, first?.spacingMm, first?.imageType, first?.stackId, first?.echoTimeMs, first?.bValue, first?.temporalIndex],
      [[0, 0, 6], [2, 3], 'DIFFUSION\\NONE', 'A', 4.5, 700, 2],
    );
    assert.deepEqual([first?.triggerMs, first?.timeMs], [100, Date.UTC(2024, 1, 29, 12, 0, 2, 250)]);
    const [stack, other] = splitStacks(read);
    assert.deepEqual(
      stack?.frames.map(({ frame }) => frame),
      [3, 4, 5, 1, 2, 0],
    );
    assert.deepEqual([stack?.timesMs, stack?.isVolume, stack?.label], [[50, 100], true, 'stack A, axial, 3 slices, 2 points in time']);
    assert.equal(other?.label, 'stack B, axial, 1 slice');
  });
});
