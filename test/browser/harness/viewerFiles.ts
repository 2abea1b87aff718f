import { bytes, element, number, part10, picture } from '../../fixtures/dicomBytes';
import type { TestFile } from './openViewer';

const explicit = '1.2.840.10008.1.2.1';
const ds = (tag: number, text: string) => element(tag, 'DS', text);
const item = (...elements: readonly Uint8Array[]): Uint8Array => {
  const content = bytes(...elements);
  return bytes('feff00e0', number(content.length, 4), content);
};

/** A CT slice of 64 x 64 at `z` mm: water around a bright square that gets brighter with z; stored values are HU + 1024. */
export function slice(z: number): TestFile {
  const pixels = new Uint16Array(64 * 64).fill(1024);
  for (let row = 16; row < 48; row++) pixels.fill(1024 + 10 * z, 64 * row + 16, 64 * row + 48);
  const head = [
    element(0x00080060, 'CS', 'CT'),
    element(0x00082218, 'SQ', item(element(0x00080100, 'SH', '51185008'), element(0x00080104, 'LO', 'Chest'))),
    element(0x00100010, 'PN', 'Doe^Jane'),
    element(0x00100020, 'LO', '4711'),
    ds(0x00200032, `-32\\-32\\${z}`),
    ds(0x00200037, '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', '1.2.3'),
  ];
  const more = [
    ds(0x00280030, '1\\1'),
    ds(0x00281050, '40'),
    ds(0x00281051, '400'),
    ds(0x00281052, '-1024'),
    ds(0x00281053, '1'),
    element(0x00281054, 'LO', 'HU'),
  ];
  const content = picture(new Uint8Array(pixels.buffer), { rows: 64, columns: 64, stored: 12, more });
  return { name: `Doe_${z}.dcm`, bytes: part10(explicit, ...head, content) };
}

/** Twelve of them, 1 mm apart. */
export const slices = Array.from({ length: 12 }, (_, at) => slice(at));
/** A film of the left side with the detector's spacing. */
export const film: TestFile = {
  name: 'film.dcm',
  bytes: part10(
    explicit,
    element(0x00080060, 'CS', 'DX'),
    ds(0x00181164, '0.2\\0.2'),
    element(0x00200020, 'CS', 'L\\F'),
    element(0x00200062, 'CS', 'L'),
    picture(new Uint8Array(64 * 32).fill(77), { rows: 64, columns: 32, allocated: 8, pixelVr: 'OB' }),
  ),
};
