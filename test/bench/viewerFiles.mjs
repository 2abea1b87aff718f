import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const us = (tag, value) => ({ tag, vr: 'US', value: [value] });

/** Writes a radiograph of 2,500 rows and 2,000 columns in 16 bits, of which 12 are used, and resolves to its path. */
export async function makeFilm(file) {
  const [rows, columns] = [2500, 2000];
  const pixels = drawn(rows, columns, (row, column, noise) => 2000 + 1500 * Math.sin(row / 300) * Math.cos(column / 200) + 300 * noise);
  await write(file, { sop: '1.2.840.10008.5.1.4.1.1.1.1', modality: 'DX', uid: '1.1', rows, columns, bits: 12, pixels });
  return file;
}

/** Writes a series of CT slices of 512 x 512 and resolves to the path of the first. */
export async function makeSlices(folder, count) {
  mkdirSync(folder);
  const [rows, columns] = [512, 512];
  const files = [];
  for (let number = 0; number < count; number += 1) {
    const inside = (row, column) => Math.hypot(row - 256, column - 256) < 180 + 20 * Math.sin(number / 20);
    const pixels = drawn(rows, columns, (row, column, noise) => (inside(row, column) ? 1064 : 24) + 60 * noise);
    files.push(join(folder, `${String(number).padStart(4, '0')}.dcm`));
    const place = [
      { tag: 0x00200013, vr: 'IS', value: String(number + 1) },
      { tag: 0x00200032, vr: 'DS', value: `-180\\-180\\${number * 2}` },
      { tag: 0x00200037, vr: 'DS', value: '1\\0\\0\\0\\1\\0' },
      { tag: 0x00280030, vr: 'DS', value: '0.7\\0.7' },
      { tag: 0x00281052, vr: 'DS', value: '-1024' },
      { tag: 0x00281053, vr: 'DS', value: '1' },
    ];
    await write(files.at(-1), {
      sop: '1.2.840.10008.5.1.4.1.1.2',
      modality: 'CT',
      uid: `2.${number}`,
      rows,
      columns,
      bits: 16,
      pixels,
      place,
    });
  }
  return files[0];
}

function drawn(rows, columns, greyAt) {
  let state = 1;
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const pixels = new Uint16Array(rows * columns);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = Math.max(0, greyAt(Math.floor(at / columns), at % columns, noise()));
  return pixels;
}

async function write(file, { sop, modality, uid, rows, columns, bits, pixels, place = [] }) {
  const { writeDicom } = await loadTypeScript('src/core/dicom/writeDicom.ts');
  const elements = [
    { tag: 0x00080016, vr: 'UI', value: sop },
    { tag: 0x00080018, vr: 'UI', value: `2.25.${uid}` },
    { tag: 0x00080060, vr: 'CS', value: modality },
    { tag: 0x0020000d, vr: 'UI', value: '2.25.7' },
    { tag: 0x0020000e, vr: 'UI', value: `2.25.8.${modality === 'CT' ? 1 : 2}` },
    us(0x00280002, 1),
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    ...[
      us(0x00280010, rows),
      us(0x00280011, columns),
      us(0x00280100, 16),
      us(0x00280101, bits),
      us(0x00280102, bits - 1),
      us(0x00280103, 0),
    ],
    ...place,
    { tag: 0x7fe00010, vr: 'OW', value: pixels },
  ];
  writeFileSync(file, writeDicom(elements.toSorted((a, b) => a.tag - b.tag)));
}
