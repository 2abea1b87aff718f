import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRow } from '../../src/core/dataset/imageRow';
import { formatImageTable } from '../../src/core/dataset/imageTable';
import { formatSplitLock, formatSplitTable, splitMethod } from '../../src/core/dataset/splitTable';
import { layout } from '../../src/core/project/layout';
import { mulberry32 } from '../../src/core/statistics/random';
import { addFingerprints } from '../../src/node/check/fingerprintStore';
import type { Fingerprint } from '../../src/node/check/makeFingerprint';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const protocol = `---
labels:
  - name: bone_age
    title: Bone age
    kind: number
    unit: months
---
`;

/** Makes a project of so many images, two a patient, with split and fingerprints, in which `leaks` images look almost like one of another part. */
export async function writeCheckProject(root: string, images: number, leaks: number): Promise<void> {
  const random = mulberry32(1);
  const rows = Array.from({ length: images }, (_, number) => imageRow(number));
  const patients = [...new Set(rows.map(({ patient }) => patient))];
  const table = formatSplitTable(
    new Map(patients.map((patient, number) => [patient, number % 10 < 7 ? 'train' : number % 10 < 8 ? 'tuning' : 'test'])),
  );
  const fractions = { train: 0.7, tuning: 0.15, test: 0.15 };
  const lock = {
    version: 1,
    method: splitMethod,
    seed: 1,
    fractions,
    outcome: '',
    reader: '',
    strata: [],
    split: sha256(table),
    images: sha256(''),
  } as const;
  await mkdir(join(root, '3-data'), { recursive: true });
  await writeFile(join(root, 'radsteps.yaml'), 'name: Many\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n');
  await writeFile(join(root, layout.protocol), protocol);
  await writeFile(join(root, layout.images), formatImageTable({ rows, extraColumns: [] }));
  await writeFile(join(root, layout.split), table);
  await writeFile(join(root, layout.splitLock), formatSplitLock(lock));
  const made = new Map(rows.map((row) => [row.sha256, fingerprint(random)] as const));
  // The first image trains, the last but one of each ten patients tests.
  for (let leak = 0; leak < leaks; leak += 1) {
    const [from, to] = [rows[20 * leak], rows[20 * leak + 19]];
    const original = made.get(from?.sha256 ?? '');
    if (original === undefined || to === undefined) continue;
    const [high, low] = original.hash ?? [0, 0];
    made.set(to.sha256, { ...original, pixels: sha256(`leak ${leak}`), hash: [(high ^ 0b101) >>> 0, (low ^ 0b1001) >>> 0] });
  }
  await addFingerprints(root, made);
}

function imageRow(number: number): ImageRow {
  const name = number.toString(16).padStart(10, '0');
  return {
    ...{ image: `img-${name}`, patient: `P-${Math.floor(number / 2)}`, study: `S-${number}`, series: `R-${number}`, sha256: sha256(name) },
    ...{ modality: 'CR', bodyPart: 'HAND', view: 'PA', laterality: 'L', rows: 2000, columns: 1500, frames: 1, spacingMm: [0.139, 0.139] },
    ...{ spacingFrom: 'PixelSpacing', sex: 'F', ageYears: 10, site: 'A', manufacturer: 'Maker', model: 'M1', extra: {} },
  };
}

function fingerprint(random: () => number): Fingerprint {
  const word = (): number => Math.floor(random() * 2 ** 32);
  return {
    pixels: sha256(`${word()} ${word()}`),
    hash: [word(), word() >>> 1],
    small: Uint8Array.from({ length: 1024 }, () => Math.floor(256 * random())),
  };
}
