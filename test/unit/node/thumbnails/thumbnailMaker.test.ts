import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Thumbnail } from '../../../../src/core/dataset/galleryEvent';
import { layout } from '../../../../src/core/project/layout';
import { readImageTable } from '../../../../src/node/dataset/imageTableFile';
import { thumbnailCache } from '../../../../src/node/thumbnails/thumbnailCache';
import { ThumbnailMaker } from '../../../../src/node/thumbnails/thumbnailMaker';
import { type DatasetProject, makeDatasetProject, put, removeProject, runImport } from '../dataset/datasetProject';
import { jpegBytes, pngBytes } from '../dataset/pictures';

describe('the maker of thumbnails', () => {
  let project: DatasetProject;
  let maker: ThumbnailMaker;
  beforeEach(async () => {
    project = await makeDatasetProject();
    maker = new ThumbnailMaker(project.root);
  });
  afterEach(() => removeProject(project));

  const folder = (): string => join(project.root, layout.thumbnails);
  const film = (name: string): string => join(project.films, name);
  const fileOf = (thumbnail: Thumbnail): string => {
    assert.ok('file' in thumbnail, JSON.stringify(thumbnail));
    return join(folder(), thumbnail.file);
  };
  const reasonOf = (thumbnail: Thumbnail): string => ('reason' in thumbnail ? thumbnail.reason : '');
  const importFilms = async (): Promise<void> => {
    await runImport(project, { keepNames: true });
  };

  it('makes a small WebP of a large picture in its own proportions, without metadata, and keeps colour', async () => {
    const red = { create: { width: 900, height: 600, channels: 3, background: { r: 200, g: 20, b: 20 } } } as const;
    await put(
      film('red.jpg'),
      await sharp(red)
        .withExif({ IFD0: { Artist: 'Doe^Jane' } })
        .jpeg()
        .toBuffer(),
    );
    await importFilms();
    const bytes = await readFile(fileOf(await maker.make('red')));
    const { width, height, format, exif } = await sharp(bytes).metadata();
    assert.deepEqual([width, height, format, exif], [256, 171, 'webp', undefined]);
    assert.ok(!bytes.includes('Doe'));
    const { channels } = await sharp(bytes).stats();
    assert.ok((channels[0]?.mean ?? 0) > 150 && (channels[1]?.mean ?? 255) < 60);
    assert.ok(bytes.length < 20_000);
  });

  it('spreads the greys of a deep picture over those of a screen', async () => {
    const values = Uint16Array.from({ length: 64 * 64 }, (_, index) => 1000 + (index % 64));
    await put(
      film('deep.png'),
      await sharp(values, { raw: { width: 64, height: 64, channels: 1 } })
        .toColourspace('grey16')
        .png()
        .toBuffer(),
    );
    await importFilms();
    const { channels } = await sharp(await readFile(fileOf(await maker.make('deep')))).stats();
    assert.ok((channels[0]?.min ?? 255) < 20 && (channels[0]?.max ?? 0) > 235, JSON.stringify(channels[0]));
  });

  it('finds a thumbnail again by the content of the file, wherever it lies', async () => {
    await put(film('a.png'), await pngBytes(1));
    await importFilms();
    const file = fileOf(await maker.make('a'));
    const { mtimeMs } = await stat(file);
    const again = new ThumbnailMaker(project.root);
    assert.equal(fileOf(await again.make('a')), file);
    assert.equal((await stat(file)).mtimeMs, mtimeMs, 'it was not made again');
  });

  it('makes another one for a file that changed since its import', async () => {
    await put(film('a.png'), await pngBytes(1));
    await importFilms();
    const before = fileOf(await maker.make('a'));
    await put(film('a.png'), await pngBytes(2, { rows: 20 }));
    const after = fileOf(await maker.make('a'));
    assert.notEqual(after, before);
    assert.equal((await sharp(await readFile(after)).metadata()).height, 20);
  });

  it('makes a damaged thumbnail anew, and one that the page could not show', async () => {
    await put(film('a.png'), await pngBytes(1));
    await importFilms();
    const file = fileOf(await maker.make('a'));
    const whole = await readFile(file);
    await truncate(file, whole.length - 5);
    assert.equal(fileOf(await maker.make('a')), file);
    assert.deepEqual(await readFile(file), whole);
    const spoilt = Buffer.from(whole).fill(0, 20);
    await writeFile(file, spoilt);
    await maker.make('a');
    assert.deepEqual(await readFile(file), spoilt, 'which only a decoder finds');
    await maker.make('a', true);
    assert.deepEqual(await readFile(file), whole);
  });

  it('says why there is none, without the name of a file', async () => {
    await put(film('gone.png'), await pngBytes(1));
    await put(film('cut.jpg'), await jpegBytes(1));
    await put(film('odd.png'), await pngBytes(3));
    await importFilms();
    await rm(film('gone.png'));
    await truncate(film('cut.jpg'), 300);
    await put(film('odd.png'), 'text');
    assert.match(reasonOf(await maker.make('gone')), /^Its file is not on this machine any more/);
    assert.match(reasonOf(await maker.make('cut')), /^The picture is damaged or cut off\.$/);
    assert.match(reasonOf(await maker.make('odd')), /^This is no DICOM, PNG or JPEG file\.$/);
    assert.match(reasonOf(await maker.make('never')), /^Its file is not known on this machine/);
  });

  it('knows new images only after it has been told to read again', async () => {
    await put(film('a.png'), await pngBytes(1));
    await importFilms();
    await maker.make('a');
    await put(film('b.png'), await pngBytes(2));
    await importFilms();
    assert.notEqual(reasonOf(await maker.make('b')), '');
    maker.reread();
    assert.equal(reasonOf(await maker.make('b')), '');
    assert.equal((await readImageTable(project.root)).rows.length, 2);
  });

  it('removes what was not used for longest where there is too much', async () => {
    await mkdir(folder(), { recursive: true });
    const bytes = await sharp({ create: { width: 50, height: 50, channels: 3, background: 'red' } })
      .webp()
      .toBuffer();
    const cache = thumbnailCache(folder(), 2.5 * bytes.length);
    const sources = ['x', 'y', 'z'].map((sha256) => ({ sha256 }));
    for (const [index, source] of sources.entries()) {
      const time = 1_700_000_000 + index;
      await utimes(join(folder(), await cache.put(source, bytes)), time, time);
    }
    // The oldest is used once more.
    assert.ok(await cache.find({ sha256: 'x' }));
    await cache.trim();
    const left = (await readdir(folder(), { recursive: true })).filter((name) => name.endsWith('.webp'));
    assert.equal(left.length, 2);
    assert.ok((await cache.find({ sha256: 'x' })) && (await cache.find({ sha256: 'z' })));
    assert.equal(await cache.find({ sha256: 'y' }), null);
  });
});
