import assert from 'node:assert/strict';
import { compressedFile, encode } from '../fixtures/encodedFrames';
import { type OpenedViewer, openViewer, settled } from './harness/openViewer';

const [rows, columns] = [24, 40];
const ramp = Uint8Array.from({ length: rows * columns }, (_, i) => (i * 5) % 256);

describe('the codecs under the pages’ policy', () => {
  let opened: OpenedViewer | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  for (const [name, syntax] of [
    ['charls', '4.80'],
    ['openjpeg', '4.90'],
    ['openjph', '4.201'],
  ] as const) {
    it(`${name} shows every value as it was`, async () => {
      const frame = await encode(name, ramp, { rows, columns, bits: 8 });
      const file = compressedFile(syntax, [frame], { rows, columns, allocated: 8 });
      opened = await openViewer([{ name: 'picture.dcm', bytes: file, frames: 1 }], {});
      await opened.page.keyboard.press('1');
      await settled(opened);
      assert.deepEqual(opened.problems, []);
      const shown = await opened.readPicture({ rows, columns });
      // Without a window of the file's own the viewer chooses one, which keeps the order of the values.
      const levels = new Map<number, number>();
      for (const [i, [grey]] of shown.entries()) levels.set(ramp[i] ?? 0, grey);
      const sorted = [...levels].sort(([a], [b]) => a - b).map(([, grey]) => grey);
      assert.ok(sorted.length === 256 && sorted.every((grey, i) => i === 0 || grey >= (sorted[i - 1] ?? 0)));
      assert.ok(shown.every(([grey], i) => grey === levels.get(ramp[i] ?? 0)));
    });
  }
});
