import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import type { ResultCard } from '../../../../src/core/experiment/resultCard';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { imageFiles, readers, readImages, readLabels, readSplit } from '../../../../src/node/dataset/readDataset';
import { findImage } from '../../../../src/node/run/findImage';
import { makeCard } from '../../../../src/node/run/makeCard';
import { saidBy } from './saidBy';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};

describe('the result card, on the command line', function () {
  this.timeout(180_000);
  let folder = '';
  let run = '';
  let tested: readonly ImageRow[] = [];
  const root = (): string => join(folder, 'p');
  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const cardOf = async (...words: readonly string[]): Promise<ResultCard> => {
    const { code, out, err } = await radsteps('-C', 'p', '--json', 'card', run, ...words);
    assert.equal(code, 0, out + err);
    return JSON.parse(out);
  };
  /** Changes cells of an image's row of the index while it works. */
  const withRow = async (image: string, change: (line: string) => string, work: () => Promise<void>): Promise<void> => {
    const file = join(root(), '3-data/images.csv');
    const before = await readFile(file, 'utf8');
    const lines = before.split('\n').map((line) => (line.startsWith(`${image},`) ? change(line) : line));
    assert.notEqual(lines.join('\n'), before);
    await writeFile(file, lines.join('\n'));
    await work().finally(() => writeFile(file, before));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-card-'));
    assert.equal((await radsteps('films', 'films', '--count', '170', '--seed', '5')).code, 0);
    assert.equal((await radsteps('new', 'bone-age', 'p', '--reader', 'anna')).code, 0);
    // Another key would be another split.
    await writeFile(join(root(), '.radsteps/key'), `${'5a'.repeat(32)}\n`);
    const imported = await radsteps('-C', 'p', 'import', 'films', '--labels', 'films/bone-age.csv');
    assert.equal(imported.code, 0, imported.err);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '40/35/25')).code, 0);
    const sets = ['image.size=[48, 40]', 'network.filters=[8, 16, 16]', 'train.epochs=30', 'train.learningRate=0.006'];
    const trained = await radsteps('-C', 'p', 'train', 'quick', '--no-commit', ...sets.flatMap((word) => ['--set', word]));
    assert.equal(trained.code, 0, trained.out + trained.err);
    const runs: readonly RunListing[] = JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out);
    run = runs[0]?.run ?? '';
    const split = await readSplit(root());
    tested = (await readImages(root())).filter(({ patient }) => split.get(patient) === 'test');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("covers the readers' values of films that chose nothing", async () => {
    const [reader = ''] = await readers(root());
    const labels = await readLabels(root(), reader);
    let inside = 0;
    for (const { image } of tested) {
      const { estimates } = await makeCard(root(), run, await findImage(root(), image, (word) => word), {}, new AbortController().signal);
      const [low = Number.NaN, high = Number.NaN] = estimates[0]?.interval ?? [];
      const label = Number(labels.get(image)?.categories.bone_age);
      if (label >= low && label <= high) inside += 1;
      // An interval that holds everything would be no interval.
      assert.ok(high - low < 180, `${low} to ${high}`);
    }
    assert.ok(tested.length > 30 && inside / tested.length >= 0.85, `${inside} of ${tested.length}`);
  });

  it('words estimate, interval, sex, age and difference of a film of the index, and names run, weights and n', async () => {
    const { image, sex, ageYears } = tested.find((row) => row.sex === 'F' && row.ageYears !== null) ?? { image: '', sex: '', ageYears: 0 };
    const card = await cardOf(image);
    const [estimate] = card.estimates;
    assert.deepEqual([card.estimates.length, estimate?.sex, card.sex], [1, sex, { value: 'F', from: 'index' }]);
    assert.equal(card.age?.months, 12 * Number(ageYears));
    assert.ok(estimate?.interval && estimate.value > estimate.interval[0] && estimate.value < estimate.interval[1]);
    assert.match(card.weights, /^[0-9a-f]{64}$/);
    const { out } = await radsteps('-C', 'p', 'card', run, image);
    assert.match(
      out,
      new RegExp(
        `^Image ${image}\\nBone age \\(automatic estimate, sex used: female\\): .* months\\); 95 % prediction interval .* to .*\\.\\n`,
      ),
    );
    assert.match(out, /\nChronological age: .*\nThe estimate is (advanced|delayed|equal)/);
    assert.ok(
      out.includes(`run ${run}, weights ${card.weights.slice(0, 12)}. Interval calibrated on n = ${estimate.calibrated?.images} images`),
    );
    assert.match(out, /Draft of an automatic estimate, to be confirmed by a radiologist/);
    assert.match(out, /The best epoch was chosen on this same tuning part/);
  });

  it('gives two estimates and no difference where the sex is missing, and another one where it is given', async () => {
    const image = tested.find(({ sex, ageYears }) => sex === 'F' && ageYears !== null)?.image ?? '';
    const known = await cardOf(image);
    await withRow(
      image,
      (line) => line.replace(/,F,/, ',,'),
      async () => {
        const card = await cardOf(image);
        assert.deepEqual([card.sex, card.estimates.map(({ sex }) => sex)], [null, ['F', 'M']]);
        assert.equal(card.estimates[0]?.value, known.estimates[0]?.value);
        assert.notEqual(card.estimates[1]?.value, known.estimates[0]?.value);
        assert.ok(card.warnings.some((warning) => /^The sex is not known/.test(warning)));
        assert.doesNotMatch(card.draft, /advanced|delayed/);
        const given = await cardOf(image, '--sex', 'M');
        assert.deepEqual([given.sex, given.estimates.length], [{ value: 'M', from: 'given' }, 1]);
        assert.equal(given.estimates[0]?.value, card.estimates[1]?.value);
      },
    );
  });

  it('warns of a missing age, an age and a body part outside of training, and of whole years', async () => {
    const image = tested.find(({ ageYears }) => ageYears !== null && !Number.isInteger(ageYears))?.image ?? '';
    const age = String(tested.find((row) => row.image === image)?.ageYears);
    const cells = (line: string, from: string, to: string): string => line.replace(`,${from},`, `,${to},`);
    await withRow(
      image,
      (line) => cells(line, age, ''),
      async () => {
        const card = await cardOf(image);
        assert.equal(card.age, null);
        assert.ok(card.warnings.some((warning) => /^The chronological age is not known/.test(warning)));
        assert.match(card.draft, /Chronological age: not known/);
        const given = await cardOf(image, '--age', '62');
        assert.ok(given.warnings.some((warning) => /outside that of the training images/.test(warning)));
        assert.equal(given.age?.months, 744);
      },
    );
    await withRow(
      image,
      (line) => cells(cells(line, age, '9'), 'HAND', 'FOOT'),
      async () => {
        const { warnings } = await cardOf(image);
        assert.ok(warnings.includes('The body part FOOT is not among the training images (HAND).'));
        assert.ok(warnings.some((warning) => /whole years only/.test(warning)));
      },
    );
  });

  it('warns of an image that the network was trained on', async () => {
    const split = await readSplit(root());
    const image = (await readImages(root())).find(({ patient }) => split.get(patient) === 'train')?.image ?? '';
    assert.match((await cardOf(image)).warnings[0] ?? '', /training part, so the estimate is too good/);
    const tuned = (await readImages(root())).find(({ patient }) => split.get(patient) === 'tuning')?.image ?? '';
    assert.match((await cardOf(tuned)).warnings[0] ?? '', /tuning part, which has chosen the network/);
    assert.match((await cardOf(tested[0]?.image ?? '')).warnings[0] ?? '', /counts as opening the test part/);
  });

  it('says so where a split that does not fit its lock leaves open what the network was trained on', async () => {
    const file = join(root(), '3-data/split.csv');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace(',train', ',tuning'));
    const { warnings } = await cardOf(tested[0]?.image ?? '').finally(() => writeFile(file, before));
    assert.match(warnings[0] ?? '', /^Whether the network has learned from this image is not known\. .*split\.lock/);
  });

  it('takes a file from outside of the project, with what its own header says, and never repeats its name', async () => {
    const known = tested.find(({ ageYears }) => ageYears !== null)?.image ?? '';
    const file = join(folder, 'Doe^Jane 19991231.dcm');
    await copyFile((await imageFiles(root())).get(known) ?? '', file);
    const [inside, outside] = [await cardOf(known), await cardOf(file)];
    assert.equal(outside.image, '');
    assert.equal(outside.estimates[0]?.value, inside.estimates[0]?.value);
    assert.equal(outside.sex?.from, 'file');
    assert.doesNotMatch(JSON.stringify(outside), /Doe/);
    // A picture says neither sex nor age.
    const png = join(folder, 'hand.png');
    await sharp({ create: { width: 60, height: 80, channels: 3, background: '#888' } })
      .png()
      .toFile(png);
    const picture = await cardOf(png);
    assert.deepEqual([picture.estimates.length, picture.sex, picture.age], [2, null, null]);
  });

  it('says in a sentence what it can not do', async () => {
    const said = async (...words: readonly string[]): Promise<string> => {
      const { code, out, err } = await radsteps('-C', 'p', 'card', ...words);
      assert.notEqual(code, 0, out);
      return err;
    };
    const image = tested[0]?.image ?? '';
    await writeFile(join(folder, 'text.txt'), 'no image');
    assert.match(await said(run, join(folder, 'text.txt')), /has no estimate of this image: .*[^.]\.\n/);
    assert.match(await said(run, 'img-0000000000'), /no image of this project and no file/);
    assert.match(await said(run, image, '--sex', 'X'), /Allowed choices are F, M/);
    assert.match(await said(run, image, '--age', '-3'), /age in years from 0 to 120/);
    const predictions = join(root(), '5-network/runs', run, 'predictions.csv');
    await rename(predictions, `${predictions}.away`);
    try {
      assert.match(await said(run, image), /has no predictions\.csv/);
    } finally {
      await rename(`${predictions}.away`, predictions);
    }
    const weights = join(root(), '.radsteps/weights');
    const [name = ''] = await readdir(weights);
    await rename(join(weights, name), join(weights, 'away'));
    try {
      assert.match(await said(run, image), /radsteps reproduce/);
    } finally {
      await rename(join(weights, 'away'), join(weights, name));
    }
  });
});
