import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import { formatImageTable, parseImageTable } from '../../../../src/core/dataset/imageTable';
import { formatSplitLock, formatSplitTable, splitMethod } from '../../../../src/core/dataset/splitTable';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { labelFile, layout } from '../../../../src/core/project/layout';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { writeLocalPaths } from '../../../../src/node/dataset/localPaths';
import { writeLocal } from '../../../../src/node/project/local';
import { makeProject, put } from '../project/projectFixture';

const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Grey values of a picture of soft spots, other ones for each seed. */
export function softPicture(seed: number, side = 64): Uint8Array {
  const random = mulberry32(seed);
  const spots = Array.from({ length: 8 }, () => [side * random(), side * random(), side * (0.05 + 0.2 * random()), random()] as const);
  return Uint8Array.from({ length: side * side }, (_, at) => {
    const [y, x] = [Math.floor(at / side), at % side];
    const value = spots.reduce(
      (sum, [row, column, width, height]) => sum + height * Math.exp(-((y - row) ** 2 + (x - column) ** 2) / width ** 2),
      0,
    );
    return Math.min(255, Math.round(110 * value));
  });
}

export const png = (pixels: Uint8Array, level = 6, side = 64): Promise<Buffer> =>
  sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: level })
    .toBuffer();

const patients = ['P-A', 'P-B', 'P-C', 'P-D', 'P-E', 'P-F'];
const part = (patient: string) => (patient === 'P-F' || patient === 'P-E' ? 'test' : patient === 'P-D' ? 'tuning' : 'train');

/** A bone-age project with twelve images of six patients, labelled, split, and with criteria that fit: nothing is wrong with it. Returns its root. */
export async function cleanProject(folder: string): Promise<string> {
  const { root } = await makeProject(folder, { reader: 'ada', ownRepository: true });
  const films = `${folder}-films`;
  const rows: ImageRow[] = [];
  for (let number = 0; number < 12; number += 1) {
    const patient = patients[Math.floor(number / 2)] ?? '';
    const image = `img-000000000${number.toString(16)}`;
    const bytes = await png(softPicture(100 + number));
    await put(films, `${number}.png`, bytes.toString('latin1'));
    await writeFile(join(films, `${number}.png`), bytes);
    rows.push(imageRow(image, patient, hash(bytes), number));
    const label = { version: 1, image, reader: 'ada', status: 'final', categories: { bone_age: 120 + number }, marks: [] } as const;
    await put(root, labelFile('ada', image), formatLabel(label));
  }
  await put(root, layout.images, formatImageTable({ rows, extraColumns: [] }));
  await putSplit(root, new Map(patients.map((patient) => [patient, part(patient)])));
  await writeLocal(root, { dataRoot: films, roots: { films }, reader: 'ada' });
  await writeLocalPaths(
    root,
    rows.map(({ image }, number) => ({ image, instance: '', root: 'films', path: `${number}.png`, bytes: 1, modified: 1 })),
  );
  const acceptance = readFileSync(join(root, '6-validation/acceptance.yaml'), 'utf8');
  await put(
    root,
    '6-validation/acceptance.yaml',
    acceptance.replaceAll(/n_min: \d+/g, 'n_min: 2').replace(/- metric: icc[\s\S]*?- metric: bias/, '- metric: bias'),
  );
  return root;
}

export const imageRow = (image: string, patient: string, sha256: string, number: number): ImageRow => ({
  ...{ image, patient, study: `S-${number}`, series: `R-${number}`, sha256, modality: 'CR', bodyPart: 'HAND', view: 'PA', laterality: 'L' },
  ...{ rows: 64, columns: 64, frames: 1, spacingMm: [0.15, 0.15], spacingFrom: 'PixelSpacing', sex: 'F', ageYears: 10, site: 'A' },
  ...{ manufacturer: 'Maker', model: 'M1', extra: {} },
});

/** Writes a split with the lock that fits it. */
export async function putSplit(root: string, split: ReadonlyMap<string, 'train' | 'tuning' | 'test'>): Promise<void> {
  const table = formatSplitTable(split);
  const fractions = { train: 0.7, tuning: 0.15, test: 0.15 };
  const common = { version: 1, method: splitMethod, seed: 1, fractions, outcome: 'bone_age', reader: 'ada', strata: [] } as const;
  await put(root, layout.split, table);
  await put(root, layout.splitLock, formatSplitLock({ ...common, split: hash(table), images: hash('') }));
}

/** Changes the row of an image in `images.csv`. */
export async function changeRow(root: string, image: string, change: Partial<ImageRow>): Promise<void> {
  const table = parseImageTable(readFileSync(join(root, layout.images), 'utf8'));
  const rows = table.rows.map((row) => (row.image === image ? { ...row, ...change } : row));
  await put(root, layout.images, formatImageTable({ ...table, rows }));
}

/** Changes a project file's text. */
export async function changeText(root: string, file: string, change: (text: string) => string): Promise<void> {
  await put(root, file, change(readFileSync(join(root, file), 'utf8')));
}
