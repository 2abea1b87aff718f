import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import type { SimilarImages } from '../../../../src/core/experiment/similarImages';
import { findImage } from '../../../../src/node/run/findImage';
import { similarTo } from '../../../../src/node/run/similarTo';
import { saidBy } from './saidBy';
import { filmSize, type Square, squareFilms } from './squareFilms';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};
const count = 64;

/** The share of a map's mass that lies within a square widened by `reach` pixels, each place's mass at its middle. */
function massIn({ area, columns, rows, values }: AttentionMap, square: NonNullable<Square>, reach: number): number {
  let [inside, all] = [0, 0];
  for (const [index, value] of values.entries()) {
    const x = area.x + ((index % columns) + 0.5) * (area.width / columns);
    const y = area.y + (Math.floor(index / columns) + 0.5) * (area.height / rows);
    const isIn = x > square.x - reach && x < square.x + square.side + reach && y > square.y - reach && y < square.y + square.side + reach;
    all += value;
    if (isIn) inside += value;
  }
  return inside / all;
}

describe('what a network looks at, on the command line', function () {
  this.timeout(120_000);
  let folder = '';
  let run = '';
  let squares: ReadonlyMap<string, Square> = new Map();
  const marked = () => [...squares].flatMap(([image, square]) => (square === null ? [] : [[image, square] as const]));

  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const mapOf = async (...words: readonly string[]): Promise<AttentionMap> => {
    const { code, out, err } = await radsteps('-C', 'p', '--json', 'attention', ...words);
    assert.equal(code, 0, out + err);
    return JSON.parse(out);
  };
  const similar = async (...words: readonly string[]): Promise<SimilarImages> => {
    const { code, out, err } = await radsteps('-C', 'p', '--json', 'similar', run, ...words);
    assert.equal(code, 0, out + err);
    return JSON.parse(out);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-explain-'));
    squares = await squareFilms(join(folder, 'films'), count);
    // Two films that are one picture, in files of different bytes.
    const picture = sharp(join(folder, 'films/images/Fractured/film-001.jpg'))
      .withExif({ IFD0: { Artist: 'x' } })
      .jpeg({ quality: 100 });
    await writeFile(join(folder, 'films/images/Fractured/film-003.jpg'), await picture.toBuffer());
    assert.equal((await radsteps('new', 'fractures', 'p', '--reader', 'anna')).code, 0);
    // Another key would be another split.
    await writeFile(join(folder, 'p/.radsteps/key'), `${'5a'.repeat(32)}\n`);
    const imported = await radsteps('-C', 'p', 'import', 'films', '--layout', 'fracatlas');
    assert.equal(imported.code, 0, imported.err);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '70/20/10')).code, 0);
    const sets = ['image.size=[48, 48]', 'network.filters=[8, 8, 16]', 'train.epochs=12', 'train.learningRate=0.01'];
    const trained = await radsteps('-C', 'p', 'train', 'quick', ...sets.flatMap((word) => ['--set', word]));
    assert.equal(trained.code, 0, trained.out + trained.err);
    const runs: readonly RunListing[] = JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out);
    run = runs[0]?.run ?? '';
    assert.ok((runs[0]?.metric?.value ?? 0) > 0.9, JSON.stringify(runs[0]?.metric));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('the map of a planted square has its mass in the square, in the pixels of a film that is not square', async () => {
    const films = marked().slice(2, 8);
    const shares: number[] = [];
    for (const [image, square] of films) {
      const map = await mapOf(run, image);
      assert.deepEqual(
        [map.version, map.run, map.image, map.method, map.layer, map.answer],
        [1, run, image, 'HiResCAM', 'relu3', 'fracture: yes'],
      );
      // 96 x 64 pixels are padded to a square, which reaches 16 pixels over both sides of the film.
      assert.deepEqual(map.area, { x: -16, y: 0, width: 96, height: 96 });
      assert.deepEqual([map.columns, map.rows, map.values.length, Math.max(...map.values), Math.min(...map.values)], [12, 12, 144, 1, 0]);
      // A place is 8 pixels wide and sees those around it.
      shares.push(massIn(map, square, 8));
    }
    assert.ok(Math.min(...shares) > 0.6 && shares.reduce((sum, share) => sum + share, 0) / shares.length > 0.75, shares.join());
  });

  it('explains another class, another layer and by Grad-CAM when told, and writes an overlay of the size of the film', async () => {
    const [image = ''] = marked()[3] ?? [];
    assert.equal((await mapOf(run, image, '--class', 'no')).answer, 'fracture: no');
    assert.equal((await mapOf(run, image, '--method', 'Grad-CAM')).method, 'Grad-CAM');
    const fine = await mapOf(run, image, '--layer', 'relu1');
    assert.deepEqual([fine.layer, fine.columns, fine.rows, fine.area], ['relu1', 24, 24, { x: -16, y: 0, width: 96, height: 96 }]);
    const said = await radsteps('-C', 'p', 'attention', run, `films/images/Fractured/${image}.jpg`, '--out', 'over.png');
    assert.equal(said.code, 0, said.err);
    assert.match(
      said.out,
      new RegExp(`^HiResCAM of image ${image} by run ${run}, layer relu3 \\(12 x 12 places\\)\\. Explained: fracture: yes\\.\n`),
    );
    assert.match(said.out, /\n[\d. ]*9[\d. ]*\n/);
    const { data, info } = await sharp(join(folder, 'over.png')).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([info.width, info.height, info.channels], [filmSize.columns, filmSize.rows, 3]);
    let coloured = 0;
    for (let at = 0; at < data.length; at += 3) if ((data[at] ?? 0) > (data[at + 2] ?? 0) + 20) coloured++;
    assert.ok(coloured > 20 && coloured < 0.5 * filmSize.rows * filmSize.columns, `${coloured} coloured pixels`);
  });

  it('says in a sentence what it can not explain', async () => {
    const [image = ''] = marked()[3] ?? [];
    for (const [words, reason] of [
      [[run, image, '--class', 'perhaps'], /"perhaps" is none of the classes of fracture; they are no, yes\./],
      [[run, image, '--layer', 'mean'], /no layer mean that tells places of an image apart; it has conv1, .*relu3\./],
      [[run, 'img-0000000000'], /img-0000000000 is no image of this project and no file/],
      [[run, 'films/dataset.csv'], /Image dataset\.csv can't be looked at: .*no DICOM, PNG or JPEG/],
      [['20200101-000000-none-0000', image], /There is no run 20200101-000000-none-0000/],
      [[run, image, '--out', 'p/3-data/over.png'], /lies in the project, where git would see/],
      [[run, image, '--out', 'nowhere/over.png'], /is no folder/],
    ] as const) {
      const { code, err } = await radsteps('-C', 'p', 'attention', ...words);
      assert.equal(code, 1);
      assert.match(err, reason);
    }
    assert.equal((await radsteps('-C', 'p', 'attention', run)).code, 2);
    assert.equal((await radsteps('-C', 'p', 'attention', run, image, '--method', 'magic')).code, 2);
  });

  it('ranks a copy of the image first, and like films before others, the same every time', async () => {
    const found = await similar('film-003');
    assert.deepEqual(
      [found.run, found.image, found.target, found.label, found.layer, found.compared],
      [run, 'film-003', 'fracture', 'yes', 'relu3', found.compared],
    );
    assert.equal(found.images.length, 12);
    assert.ok(!found.images.some(({ image }) => image === 'film-003'), 'the image itself is left out');
    const [first] = found.images;
    assert.equal(first?.image, 'film-001', JSON.stringify(found.images.slice(0, 3)));
    assert.ok((first?.similarity ?? 0) > 0.9999);
    assert.ok(
      found.images.every(({ label }) => label === 'yes'),
      'films with a square are most like films with one',
    );
    const cosines = found.images.map(({ similarity }) => similarity);
    assert.deepEqual(
      cosines,
      cosines.toSorted((a, b) => b - a),
    );
    assert.deepEqual(await similar('film-003'), found);
    // Worked out anew instead of read from the cache.
    await rm(join(folder, 'p/.radsteps/cache/features'), { recursive: true, force: true });
    assert.deepEqual(await similar('film-003'), found);
    const clear = await similar('film-000', '--count', '3');
    assert.deepEqual(
      clear.images.map(({ label }) => label),
      ['no', 'no', 'no'],
    );
  });

  it('compares a file that is none of the project too, and makes a damaged cache anew', async () => {
    const before = await similar('film-007', '--count', '4');
    const features = join(folder, 'p/.radsteps/cache/features');
    const [name = '', ...more] = await readdir(features);
    assert.deepEqual(more, []);
    const bytes = await readFile(join(features, name));
    for (const damaged of [
      bytes.subarray(0, bytes.length - 7),
      Buffer.from('no features'),
      bytes.map((byte, at) => (at === 900 ? byte ^ 255 : byte)),
    ]) {
      await writeFile(join(features, name), damaged);
      assert.deepEqual(await similar('film-007', '--count', '4'), before);
      assert.deepEqual(await readFile(join(features, name)), bytes);
    }
    await copyFile(join(folder, 'films/images/Fractured/film-007.jpg'), join(folder, 'else.jpg'));
    const foreign = await similar('else.jpg', '--count', '1');
    assert.deepEqual([foreign.image, foreign.label, foreign.patient], ['else.jpg', '', '']);
    // Itself, since a stranger's file is not known to be it.
    assert.deepEqual([foreign.images[0]?.image, foreign.images[0]?.similarity], ['film-007', 1]);
  });

  it('ends when it is cancelled, without a half result', async () => {
    const root = join(folder, 'p');
    await rm(join(root, '.radsteps/cache/features'), { recursive: true, force: true });
    const controller = new AbortController();
    const phases: string[] = [];
    const report = ({ phase }: { readonly phase: string }) => {
      phases.push(phase);
      if (phase === 'Looking at images') controller.abort();
    };
    const image = await findImage(root, 'film-005', (word) => word);
    await assert.rejects(similarTo(root, run, image, { count: 3, otherPatients: false }, report, controller.signal), {
      name: 'AbortError',
    });
    assert.deepEqual(phases.filter((phase) => phase === 'Looking at images').length, 1);
    // What was worked out until then is kept, and the rest comes to it.
    assert.equal((await readdir(join(root, '.radsteps/cache/features'))).length, 1);
    assert.equal((await similar('film-005', '--count', '3')).images.length, 3);
  });

  it('marks the images of the same patient, and leaves them out when told', async () => {
    const table = join(folder, 'p/3-data/images.csv');
    const kept = await readFile(table, 'utf8');
    const patientOf = (image: string) => new RegExp(`^${image},([^,]+),`, 'm').exec(kept)?.[1] ?? '';
    await writeFile(table, kept.replace(`film-003,${patientOf('film-003')},`, `film-003,${patientOf('film-001')},`));
    try {
      const [first, second] = (await similar('film-003')).images;
      assert.deepEqual([first?.image, first?.isSamePatient, second?.isSamePatient], ['film-001', true, false]);
      const others = await similar('film-003', '--other-patients');
      assert.ok(others.images.every(({ image, isSamePatient }) => image !== 'film-001' && !isSamePatient));
      assert.match((await radsteps('-C', 'p', 'similar', run, 'film-003')).out, /film-001 +1\.000 +yes +px-\w+ +the same patient/);
    } finally {
      await writeFile(table, kept);
    }
  });

  it('offers to reproduce the run where its weights are not on this machine, or are damaged', async () => {
    const folderOfWeights = join(folder, 'p/.radsteps/weights');
    const record = JSON.parse(await readFile(join(folder, `p/5-network/runs/${run}/record.json`), 'utf8'));
    const file = join(folderOfWeights, `${record.result.weights.sha256}.onnx`);
    const [image = ''] = marked()[3] ?? [];
    await rename(file, `${file}.away`);
    for (const command of ['attention', 'similar']) {
      const { code, err } = await radsteps('-C', 'p', command, run, image);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`not in \\.radsteps/weights on this machine; .*\`radsteps reproduce ${run}\``));
    }
    await writeFile(file, (await readFile(`${file}.away`)).subarray(0, 5000));
    assert.match((await radsteps('-C', 'p', 'attention', run, image)).err, /is damaged; .*radsteps reproduce/);
    await rename(`${file}.away`, file);
  });
});
