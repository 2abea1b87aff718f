import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { makeThumbnail } from '../../../../src/node/thumbnails/makeThumbnail';
import { put } from '../dataset/datasetProject';
import { deepPng, grazHead, putAnnotations } from '../dataset/grazFolder';
import { pngBytes } from '../dataset/pictures';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};
const size = { rows: 64, columns: 48 };
const patients = 24;

/** A 16-bit film; a fracture is a square brighter than the rest by far less than an 8-bit step of the whole range shows well. */
function film(square: { readonly left: number; readonly top: number } | null, random: () => number): Promise<Buffer> {
  const spots = Array.from(
    { length: 6 },
    () => [size.rows * random(), size.columns * random(), 6 + 10 * random(), 2500 * random()] as const,
  );
  const values = Uint16Array.from({ length: size.rows * size.columns }, (_, at) => {
    const [y, x] = [Math.floor(at / size.columns), at % size.columns];
    const isIn = square !== null && x >= square.left && x < square.left + 16 && y >= square.top && y < square.top + 16;
    const spot = spots.reduce(
      (sum, [row, column, width, height]) => sum + height * Math.exp(-((y - row) ** 2 + (x - column) ** 2) / width ** 2),
      0,
    );
    return Math.round(20_000 + spot + 600 * random() + (isIn ? 6000 : 0));
  });
  return sharp(values, { raw: { width: size.columns, height: size.rows, channels: 1, premultiplied: false } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
}

async function makeGraz(folder: string): Promise<void> {
  const random = mulberry32(7);
  const rows: string[] = [];
  for (let patient = 1; patient <= patients; patient += 1)
    for (const projection of [1, 2]) {
      const stem = `${String(patient).padStart(4, '0')}_${String(1_000_000_000 + patient * 10 + projection)}_01_WRI-L${projection}_M009`;
      const square = patient % 2 === 0 ? { left: Math.floor(30 * random()), top: Math.floor(46 * random()) } : null;
      await put(join(folder, `images_part${(patient % 4) + 1}/${stem}.png`), await film(square, random));
      const boxes = square === null ? [] : [['fracture', square.left, square.top, square.left + 16, square.top + 16] as const];
      await putAnnotations(folder, stem, boxes, size);
      rows.push(
        `${stem},${patient},1,${patient}${projection},M,9.${patient % 10},L,${projection},,,,,,${square === null ? '' : '1.0'},,0.144,Siemens`,
      );
    }
  await put(join(folder, 'dataset.csv'), `${[grazHead, ...rows].join('\n')}\n`);
}

describe('public data sets on the command line', function () {
  this.timeout(180_000);
  let folder = '';
  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  /** What a check finds, but for the size of the test part, which is small on purpose. */
  const findings = async (): Promise<readonly { readonly code: string; readonly message: string }[]> => {
    const found: readonly { readonly code: string; readonly message: string }[] = JSON.parse(
      (await radsteps('-C', 'p', '--json', 'check')).out,
    ).findings;
    return found.filter(({ code }) => code !== 'too-few-patients');
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-public-'));
    assert.equal((await radsteps('new', 'fractures', 'p', '--reader', 'anna', '--own-repository')).code, 0);
    await writeFile(join(folder, 'p/.radsteps/key'), `${'5a'.repeat(32)}\n`);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('GRAZPEDWRI-DX: 16-bit films from the import to the checks, the gallery and a network, one patient in one part', async () => {
    await makeGraz(join(folder, 'graz'));
    const imported = await radsteps('-C', 'p', 'import', 'graz');
    assert.equal(imported.code, 0, imported.err);
    assert.match(imported.out, /^48 images of 24 patients in the project: 48 added/);
    assert.match(imported.out, /layout of GRAZPEDWRI-DX/);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '60/25/15')).code, 0);
    assert.deepEqual(await findings(), []);
    const films = (await readFile(join(folder, 'p/.radsteps/paths.csv'), 'utf8')).trim().split('\n').slice(1, 4);
    for (const line of films) {
      const path = join(folder, 'graz', line.split(',')[3] ?? '');
      const stats = await sharp(await makeThumbnail(path)).stats();
      assert.ok((stats.channels[0]?.stdev ?? 0) > 20, 'a thumbnail of few of 65,536 greys shows them');
    }
    const sets = ['image.size=[48, 48]', 'network.filters=[8, 16, 16]', 'train.epochs=25', 'train.learningRate=0.01'].flatMap((word) => [
      '--set',
      word,
    ]);
    const trained = await radsteps('-C', 'p', 'train', 'quick', ...sets);
    assert.equal(trained.code, 0, trained.out + trained.err);
    const runs: readonly RunListing[] = JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out);
    assert.ok((runs[0]?.metric?.value ?? 0) > 0.8, JSON.stringify(runs[0]?.metric));
  });

  it('GRAZPEDWRI-DX: a check finds what was planted after the import, and nothing else', async () => {
    await makeGraz(join(folder, 'graz'));
    await radsteps('-C', 'p', 'import', 'graz');
    await radsteps('-C', 'p', 'split', '--fractions', '60/25/15');
    const split = join(folder, 'p/3-data/split.csv');
    const text = await readFile(split, 'utf8');
    const [, patient = ''] = /^(P-[A-Z2-7]+),train$/m.exec(text) ?? [];
    await writeFile(split, `${text}${patient},test\n`);
    assert.deepEqual(new Set((await findings()).map(({ code }) => code)), new Set(['patient-in-two-parts']));
  });

  it('MURA: no label without a place for it, and with one no false finding', async () => {
    for (let patient = 1; patient <= 12; patient += 1)
      for (const film of [1, 2])
        await put(
          join(
            folder,
            `MURA-v1.1/train/XR_WRIST/patient${String(patient).padStart(5, '0')}/study1_${patient % 2 === 0 ? 'positive' : 'negative'}/image${film}.png`,
          ),
          await (patient > 6 ? deepPng(patient * 10 + film, size) : pngBytes(patient * 10 + film, size)),
        );
    const without = await radsteps('-C', 'p', 'import', 'MURA-v1.1');
    assert.match(without.out, /^24 images of 12 patients.*\n0 labels written/);
    assert.match(without.out, /add abnormal to its "columns"/);
    const protocol = join(folder, 'p/3-data/protocol.md');
    const text = await readFile(protocol, 'utf8');
    await writeFile(
      protocol,
      text.replace('labels:', 'labels:\n  - name: abnormal\n    title: Study abnormal\n    kind: category\n    values: ["no", "yes"]'),
    );
    assert.match((await radsteps('-C', 'p', 'import', 'MURA-v1.1', '--layout', 'mura')).out, /\n24 labels written, 0 rows/);
    await radsteps('-C', 'p', 'split');
    assert.deepEqual(await findings(), []);
  });
});
