import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasOneFrame } from '../../../../src/node/series/hasOneFrame';
import { element, part10, picture } from '../../../fixtures/dicomBytes';

describe('a file of one frame', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'radsteps-frames-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is told by its header; one of several frames, or what is no DICOM, is none', async () => {
    const write = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    };
    const explicit = '1.2.840.10008.1.2.1';
    const one = part10(
      explicit,
      element(0x00080060, 'CS', 'DX'),
      picture(new Uint8Array(64), { rows: 8, columns: 8, allocated: 8, pixelVr: 'OB' }),
    );
    const two = part10(
      explicit,
      element(0x00080060, 'CS', 'US'),
      picture(new Uint8Array(128), { rows: 8, columns: 8, allocated: 8, pixelVr: 'OB', more: [element(0x00280008, 'IS', '2')] }),
    );
    assert.equal(await hasOneFrame(write('one', one)), true);
    assert.equal(await hasOneFrame(write('two', two)), false);
    assert.equal(await hasOneFrame(write('text', Buffer.from('no image'))), false);
    assert.equal(await hasOneFrame(join(folder, 'gone')), false);
  });
});
