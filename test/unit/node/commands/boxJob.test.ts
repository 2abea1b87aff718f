import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import sharp from 'sharp';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { identityAffine } from '../../../../src/core/image/affine';
import { boxOverlap } from '../../../../src/core/label/box';
import type { Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { drawRegion } from '../../../../src/core/network/targets/drawRegion';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { diceOf } from '../../../../src/core/statistics/segmentation';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};
const side = 64;
const count = 60;

/** A folder in the layout of FracAtlas; every second film shows a bright square, which is its "fracture". */
async function makeFilms(folder: string): Promise<void> {
  const random = mulberry32(4);
  const put = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  const rows = ['image_id,fractured,fracture_count'];
  for (let index = 0; index < count; index++) {
    const isMarked = index % 2 === 1;
    const half = 6 + 4 * random();
    const [x, y] = [14 + 36 * random(), 14 + 36 * random()];
    const pixels = Uint8Array.from({ length: side * side }, (_, at) => {
      const isIn = Math.max(Math.abs((at % side) + 0.5 - x), Math.abs(Math.floor(at / side) + 0.5 - y)) < half;
      return Math.round(30 + 50 * random() + (isMarked && isIn ? 130 : 0));
    });
    const jpeg = await sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
      .jpeg({ quality: 95 })
      .toBuffer();
    const name = `DOE_JOHN-${index}`;
    await put(`images/${isMarked ? 'Fractured' : 'Non_fractured'}/${name}.jpg`, jpeg);
    await put(`Annotations/YOLO/${name}.txt`, isMarked ? `0 ${x / side} ${y / side} ${(2 * half) / side} ${(2 * half) / side}\n` : '');
    rows.push(`${name}.jpg,${isMarked ? 1 : 0},${isMarked ? 1 : 0}`);
  }
  await put('dataset.csv', `${rows.join('\n')}\n`);
}

describe('boxes and masks on the command line', function () {
  this.timeout(120_000);
  let folder = '';
  let run = '';

  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', join(folder, 'p'), ...words], { encoding: 'utf8' }).trim();
  const table = (text: string) => Papa.parse<Record<string, string>>(text.trim(), { header: true }).data;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-boxes-'));
    await makeFilms(join(folder, 'films'));
    assert.equal((await radsteps('new', 'fractures', 'p', '--reader', 'anna')).code, 0);
    // Another key would be another split, and now and then one that is hard to learn.
    await writeFile(join(folder, 'p/.radsteps/key'), `${'5a'.repeat(32)}\n`);
    const imported = await radsteps('-C', 'p', 'import', 'films', '--layout', 'fracatlas');
    assert.equal(imported.code, 0, imported.err);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '60/25/15')).code, 0);
    const small = ['image.size=[32, 32]', 'network.trunk=unet', 'network.width=0.25', 'network.depth=3', 'train.learningRate=0.01'];
    const sets = [...small, 'train.epochs=14'].flatMap((word) => ['--set', word]);
    const trained = await radsteps('-C', 'p', 'train', 'boxes', ...sets);
    assert.equal(trained.code, 0, trained.out + trained.err);
    assert.match(trained.out, /average precision \(IoU 0\.5\) [\d.]+ \(.*; tuning part, n = 15 images of 15 patients\)/);
    assert.match(trained.out, /sensitivity at 1 false positive per image [\d.]+ \(/);
    assert.match(trained.out, /false positives [\d.]+ per image \(/);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('ends in a commit with the record, the table and a label file for every film of the tuning part', async () => {
    const runs: readonly RunListing[] = JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out);
    run = runs[0]?.run ?? '';
    assert.deepEqual([runs[0]?.state, runs[0]?.pending, runs[0]?.metric?.name], ['finished', false, 'average_precision']);
    assert.ok((runs[0]?.metric?.value ?? 0) > 0.3, JSON.stringify(runs[0]?.metric));
    const home = `5-network/runs/${run}`;
    const files = git('show', '--name-only', '--format=', 'HEAD').split('\n');
    const rows = table(git('show', `HEAD:${home}/predictions.csv`));
    assert.equal(rows.length, 15);
    const expected = [
      'record.json',
      'boxes.csv',
      'metrics.csv',
      'predictions.csv',
      ...rows.map(({ image }) => `predictions/${image}.json`),
    ];
    assert.deepEqual(
      files.filter((file) => !file.endsWith('changes.patch')),
      expected.map((name) => `${home}/${name}`).toSorted(),
    );
    for (const { image = '', prediction, label } of rows) {
      const found = parseLabel(git('show', `HEAD:${home}/predictions/${image}.json`), image);
      const drawn = parseLabel(await readFile(join(folder, 'p/3-data/labels/import', `${image}.json`), 'utf8'), image);
      assert.deepEqual([found.reader, found.status, found.marks.length], [run, 'draft', Number(prediction)]);
      assert.equal(drawn.marks.length, Number(label));
      assert.ok(found.marks.every(({ name, run: maker }) => name === 'fracture_box' && maker === run));
    }
    assert.equal(git('diff', '--cached', '--name-only'), '');
  });

  it('predicts films: a table, and boxes beside it', async () => {
    const { code, out } = await radsteps('-C', 'p', 'predict', run, 'films/images/Fractured', '--out', 'found.csv');
    assert.equal(code, 0);
    assert.match(
      out,
      /30 images predicted, 0 could not be read; the table is .*found\.csv\.\nBoxes or masks of each image are in .*found\.\n$/,
    );
    const rows = table(await readFile(join(folder, 'found.csv'), 'utf8'));
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['image', 'prediction', 'score', 'label_file', 'problem']);
    assert.equal((await readdir(join(folder, 'found'))).length, 30);
    let hits = 0;
    for (const { image = '', prediction, label_file: file = '' } of rows) {
      assert.match(image, /films\/images\/Fractured\/DOE_JOHN-\d+\.jpg$/);
      const found = parseLabel(await readFile(join(folder, 'found', file), 'utf8'), file);
      const drawn = parseLabel(await readFile(join(folder, 'p/3-data/labels/import', file), 'utf8'), file);
      assert.deepEqual([found.image, found.marks.length], [image, Number(prediction)]);
      const [mark] = drawn.marks;
      assert.ok(mark?.kind === 'box');
      if (found.marks.some((other) => other.kind === 'box' && boxOverlap(other, mark) >= 0.5)) hits++;
    }
    assert.ok(hits >= 15, `${hits} of 30`);
  });

  it('writes no file name into the project, wherever the table lies', async () => {
    await writeFile(join(folder, 'loose_DOE.jpg'), await readFile(join(folder, 'films/images/Fractured/DOE_JOHN-1.jpg')));
    await mkdir(join(folder, 'p/marks'));
    await symlink(join(folder, 'p/marks'), join(folder, 'link'));
    for (const words of [
      ['--marks', 'p/marks'],
      ['--marks', 'link'],
      ['--out', 'p/t.csv', '--marks', 'outside'],
      ['--out', 'p/t.csv'],
    ]) {
      const { code, err } = await radsteps('-C', 'p', 'predict', run, 'loose_DOE.jpg', ...words);
      assert.equal(code, 0, err);
    }
    const names = [
      ...(await readdir(join(folder, 'p/marks'))),
      ...(await readdir(join(folder, 'p/t'))),
      ...(await readdir(join(folder, 'outside'))),
    ];
    assert.equal(names.length, 3);
    assert.ok(
      names.every((name) => /^file-[0-9a-f]{10}\.json$/.test(name)),
      names.join(),
    );
    assert.doesNotMatch(await readFile(join(folder, 'p/marks', names[0] ?? ''), 'utf8'), /loose/);
    assert.doesNotMatch(await readFile(join(folder, 'p/t.csv'), 'utf8'), /loose/);
  });

  it('gives the marks themselves with --json, and writes no file without a place for it', async () => {
    const { out } = await radsteps('-C', 'p', 'predict', run, 'loose_DOE.jpg', '--json');
    const { rows } = JSON.parse(out);
    assert.equal(rows[0].marks.length, rows[0].prediction);
    assert.ok(rows[0].marks.every((mark: { readonly run: string }) => mark.run === run));
    const plain = await radsteps('-C', 'p', 'predict', run, 'loose_DOE.jpg');
    assert.match(plain.out, /^image,prediction,score,problem\n/);
    const refused = await radsteps('-C', 'p', 'predict', run, 'loose_DOE.jpg', '--marks', 'found.csv');
    assert.match(refused.err, /found\.csv is a file, but boxes and masks need a folder/);
  });

  it('draws the FROC curve in a report, and says nothing of who was found', async () => {
    const file = join(folder, 'boxes.html');
    const { code, err } = await radsteps('-C', 'p', 'export', run, '--format', 'html', '--out', file);
    assert.equal(code, 0, err);
    const html = await readFile(file, 'utf8');
    assert.match(
      html,
      /FROC: sensitivity \(share of the marked boxes that are found\) over the false positives an image, tuning part, n = 15 images of 15 patients, \d+ marked boxes/,
    );
    assert.doesNotMatch(html, /DOE_JOHN/);
  });

  it('learns outlines in the same way, and predicts masks', async () => {
    const labels = join(folder, 'p/3-data/labels/import');
    for (const file of await readdir(labels)) {
      const label = parseLabel(await readFile(join(labels, file), 'utf8'), file);
      const outlines = label.marks.flatMap((mark, index): readonly Mark[] => {
        if (mark.kind !== 'box') return [];
        const [[left, top], [right, bottom]] = [mark.from, mark.to];
        const points = [
          [left, top],
          [right, top],
          [right, bottom],
          [left, bottom],
        ] as const;
        return [{ id: `o${index}`, kind: 'outline', name: 'region', points }];
      });
      await writeFile(join(labels, file), formatLabel({ ...label, marks: [...label.marks, ...outlines] }));
    }
    const protocol = join(folder, 'p/3-data/protocol.md');
    const head = (await readFile(protocol, 'utf8')).replace('labels:\n', 'labels:\n  - {name: region, title: Region, kind: outline}\n');
    await writeFile(protocol, head);
    const experiment = 'data: {target: region}\nimage: {size: [32, 32]}\nnetwork: {name: unet, width: 0.25, depth: 2}\n';
    await writeFile(join(folder, 'p/5-network/experiments/masks.yaml'), `${experiment}train: {epochs: 12, batch: 8, learningRate: 0.01}\n`);
    const { code, out, err } = await radsteps('-C', 'p', 'train', 'masks');
    assert.equal(code, 0, out + err);
    assert.match(out, /Dice [\d.]+ \(95 % interval .*\n {2}IoU [\d.]+ \(.*\n {2}unmarked images left empty [\d.]+ \(/);
    const name = /Run (\S+) finished/.exec(out)?.[1] ?? '';
    assert.equal(
      git('show', '--name-only', '--format=', 'HEAD')
        .split('\n')
        .filter((file) => file.includes('/predictions/')).length,
      15,
    );
    await radsteps('-C', 'p', 'predict', name, 'films/images', '--out', 'masks.csv');
    const size = { rows: side, columns: side };
    const overlaps = await Promise.all(
      table(await readFile(join(folder, 'masks.csv'), 'utf8')).map(async ({ label_file: file = '', prediction }) => {
        const [found, drawn] = await Promise.all(
          [join(folder, 'masks', file), join(labels, file)].map(async (path) =>
            drawRegion(parseLabel(await readFile(path, 'utf8'), path).marks, identityAffine, size),
          ),
        );
        assert.ok(found && drawn);
        const area = (bitmap: Uint8Array) => bitmap.reduce((sum, value) => sum + value, 0);
        assert.ok(Math.abs(Number(prediction) * side * side - area(found)) < 1e-2);
        return { found: area(found), marked: area(drawn), both: area(found.map((value, at) => value * (drawn[at] ?? 0))) };
      }),
    );
    assert.equal(overlaps.length, count);
    const dice = overlaps.filter(({ marked }) => marked > 0).map(diceOf);
    assert.ok(dice.reduce((sum, value) => sum + value, 0) / dice.length > 0.5, dice.join());
    await rm(join(folder, 'p/5-network/runs', name), { recursive: true });
  });

  it('refuses before there is a record what boxes do not allow', async () => {
    for (const [setting, words] of [
      ['network.name=unet', /learns masks, but data\.target fracture_box is a label of boxes; set network\.name to centre-point/],
      ['train.loss=dice', /The loss dice does not fit a detection/],
      ['image.size=[30, 32]', /make both sides multiples of 4/],
      ['data.inputs=[sex]', /takes no scalar inputs/],
    ] as const) {
      const { code, err } = await radsteps('-C', 'p', 'train', 'boxes', '--set', setting);
      assert.equal(code, 1, setting);
      assert.match(err, words);
    }
    assert.deepEqual(await readdir(join(folder, 'p/5-network/runs')), [run]);
  });
});
