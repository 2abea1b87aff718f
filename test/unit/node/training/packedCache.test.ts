import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeDicom } from '../../../../src/core/dicom/writeDicom';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { TrainerImage } from '../../../../src/core/experiment/trainerJob';
import { type CacheOptions, openPackedCache } from '../../../../src/node/training/packedCache';
import { discJob } from './discJob';

const settings: Experiment['image'] = { ...experimentDefaults.image, size: [16, 16], window: 'full' };
const never = new AbortController().signal;
const byThreads: CacheOptions = { rule: { mostThreads: 2, after: 0 } };
const alone: CacheOptions = { rule: { mostThreads: 0, after: 0 } };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the packed cache', function () {
  this.timeout(60000);
  let folder = '';
  let images: readonly TrainerImage[] = [];
  before(async () => {
    images = (await discJob(await mkdtemp(join(tmpdir(), 'radsteps-films-')), { train: 12, tuning: 0 })).train;
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-cache-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  type Opening = { readonly of?: readonly TrainerImage[]; readonly how?: Experiment['image']; readonly signal?: AbortSignal };

  async function open(options: CacheOptions = alone, { of = images, how = settings, signal = never }: Opening = {}) {
    const warnings: string[] = [];
    const progress: number[] = [];
    const report = { progress: (done: number) => progress.push(done), warn: (message: string) => warnings.push(message) };
    const cache = await openPackedCache(folder, of, how, report, signal, options);
    const pixels = of.map(({ sha256: name }) => (cache.has(name) ? [...cache.read(name)] : null));
    return { cache, pixels, warnings: warnings.sort(), progress };
  }
  async function openOnce(...how: Parameters<typeof open>) {
    const { cache, ...rest } = await open(...how);
    await cache.close();
    return rest;
  }
  const packs = async () => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.pack')).sort();

  it('holds the same pixels whether threads prepare them or not, and the same warnings', async () => {
    const broken = images.map((image, index) =>
      index === 4 ? { ...image, sha256: '0'.repeat(64) } : index === 7 ? { ...image, file: join(folder, 'gone.png') } : image,
    );
    const one = await openOnce(alone, { of: broken });
    await rm(folder, { recursive: true });
    const other = await openOnce(byThreads, { of: broken });
    assert.deepEqual(other, one);
    assert.deepEqual(one.progress, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.deepEqual(one.warnings, [
      'Image img-4 is left out: its file has changed since it was imported. Import its folder again.',
      'Image img-7 is left out: its file is not there any more.',
    ]);
    assert.deepEqual(
      one.pixels.map((pixels) => pixels === null),
      broken.map((_, index) => index === 4 || index === 7),
    );
  });

  it('hashes a file again only where its size or time is not that of its import', async () => {
    const [first, second, third] = images;
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    const stateOf = (file: string) => ({ bytes: statSync(file).size, modified: Math.round(statSync(file).mtimeMs) });
    const other = (image: typeof first, away: number, size = 0) => {
      const { bytes, modified } = stateOf(image.file);
      return { ...image, sha256: `${away}`.repeat(64), state: { bytes: bytes + size, modified: modified + away } };
    };
    const { warnings, pixels } = await openOnce(alone, { of: [other(first, 0), other(second, 1), other(third, 2, 1)] });
    assert.deepEqual(
      pixels.map((found) => found !== null),
      [true, false, false],
    );
    assert.equal(warnings.length, 2);
    const moved = { ...second, state: { bytes: 1, modified: 1 } };
    assert.deepEqual((await openOnce(alone, { of: [moved] })).warnings, []);
  });

  it('keeps what is ready when it is stopped', async () => {
    const stop = new AbortController();
    const report = { progress: (done: number) => done === 5 && stop.abort(), warn: assert.fail };
    const cache = await openPackedCache(folder, images, settings, report, stop.signal, alone);
    assert.equal(images.filter(({ sha256: name }) => cache.has(name)).length, 5);
    await cache.close();
    assert.deepEqual((await openOnce()).progress.slice(0, 2), [5, 6]);
  });

  it('keeps all 16 bits of DICOM and PNG files', async () => {
    const values = Uint16Array.from({ length: 64 * 64 }, (_, index) => index * 16 + (index > 2000 ? 5 : 0));
    values[4095] = 65535;
    const elements = [
      ...[0x00080016, 0x00080018].map((tag) => ({ tag, vr: 'UI', value: '1.2.3' })),
      { tag: 0x00280002, vr: 'US', value: [1] },
      { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
      ...[0x00280010, 0x00280011].map((tag) => ({ tag, vr: 'US', value: [64] })),
      ...[0x00280100, 0x00280101].map((tag) => ({ tag, vr: 'US', value: [16] })),
      { tag: 0x00280102, vr: 'US', value: [15] },
      { tag: 0x00280103, vr: 'US', value: [0] },
      { tag: 0x7fe00010, vr: 'OW', value: values },
    ];
    const png = sharp(values, { raw: { width: 64, height: 64, channels: 1 } })
      .toColourspace('grey16')
      .png();
    const files = { 'film.dcm': writeDicom(elements), 'film.png': await png.toBuffer() };
    const of = await Promise.all(
      Object.entries(files).map(async ([name, bytes]) => {
        await writeFile(join(folder, name), bytes);
        return { image: name, patient: 'P', sha256: sha256(bytes), file: join(folder, name), target: 0, inputs: [] };
      }),
    );
    const { pixels } = await openOnce(alone, { of, how: { ...settings, size: [64, 64] } });
    assert.deepEqual(pixels, [[...values], [...values]]);
  });

  it('removes what has not been used for longest, but nothing that the run needs', async () => {
    const [early, late] = [images.slice(0, 6), images.slice(6)];
    const wide: Experiment['image'] = { ...settings, size: [32, 32] };
    await openOnce(alone, { of: early });
    await openOnce(alone, { of: early, how: wide });
    await openOnce(alone, { of: late });
    const all = await packs();
    const sizes = await Promise.all(all.map(async (name) => (await stat(join(folder, name))).size));
    assert.deepEqual([...sizes].sort(), [20 + 6 * (36 + 2 * 256), 20 + 6 * (36 + 2 * 256), 20 + 6 * (36 + 2 * 1024)].sort());
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    // The first pack of the small size is the oldest, then the wide one; opening all images uses both small ones again.
    const wideName = all[sizes.findIndex((bytes) => bytes > 10000)] ?? '';
    for (const name of all) await utimes(join(folder, name), new Date(1e12), new Date(name === wideName ? 2e11 : 1e11));
    const { warnings } = await openOnce({ ...alone, limit: total }, { of: images });
    assert.deepEqual([warnings, await packs()], [[], all]);
    const wider: Experiment['image'] = { ...settings, size: [24, 24] };
    assert.deepEqual((await openOnce({ ...alone, limit: total }, { of: early, how: wider })).warnings, []);
    const left = await packs();
    assert.ok(!left.includes(wideName) && all.filter((name) => name !== wideName).every((name) => left.includes(name)), left.join(' '));
    assert.equal((await readdir(folder)).length, 2);
    // A limit below what this run needs: all else goes, and it says so.
    const { warnings: tight, pixels } = await openOnce({ ...alone, limit: 1000 }, { of: early, how: wider });
    assert.match(
      tight.join(),
      /^The images of this run need \S+ GB in the image cache, more than its limit of \S+ GB leaves; they are kept all the same/,
    );
    assert.ok(pixels.every((image) => image !== null));
    assert.equal((await packs()).length, 1);
  });

  it('lets a run read on when another makes room or finds damage', async () => {
    const first = await open();
    const [name = ''] = await packs();
    await writeFile(join(folder, 'keep'), await readFile(join(folder, name)));
    const other = await open({ ...alone, limit: 1 }, { how: { ...settings, size: [8, 8] } });
    assert.ok(!(await packs()).includes(name));
    assert.deepEqual(
      images.map(({ sha256: image }) => [...first.cache.read(image)]),
      first.pixels,
    );
    await other.cache.close();
    await first.cache.close();
    const again = await openOnce();
    assert.deepEqual(again.pixels, first.pixels);
  });

  it('lets several runs prepare the same images at once, with a limit that each breaks for the others', async () => {
    const limit = 20 + 12 * (36 + 2 * 256);
    const hows = [settings, settings, { ...settings, window: 'percentile' as const }, { ...settings, fit: 'stretch' as const }];
    for (let round = 0; round < 3; round++) {
      const runs = await Promise.all(hows.map((how) => open({ ...alone, limit }, { how })));
      for (const { pixels } of runs) assert.ok(pixels.every((image) => image !== null));
      assert.deepEqual(runs[0]?.pixels, runs[1]?.pixels);
      for (const { cache } of runs) await cache.close();
    }
  });

  it('removes what killed runs left half written, once it is old', async () => {
    await mkdir(join(folder, 'home'), { recursive: true });
    const [old, young] = [join(folder, 'home', '.a.pack.1234.tmp'), join(folder, 'home', '.b.pack.1234.tmp')];
    for (const file of [old, young]) await writeFile(file, 'half');
    await utimes(old, new Date(), new Date(Date.now() - 2 * 3_600_000));
    await openOnce();
    assert.deepEqual(await readdir(join(folder, 'home')), ['.b.pack.1234.tmp']);
  });
});
