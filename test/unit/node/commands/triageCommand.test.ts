import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Papa from 'papaparse';
import type { RunListing } from '../../../../src/core/experiment/runListing';
import { runThreshold } from '../../../../src/core/experiment/runThreshold';
import type { TriageFilm, TriageList } from '../../../../src/core/experiment/triageList';
import { alertRuns } from '../../../../src/node/run/alertRuns';
import { listRuns } from '../../../../src/node/run/listRuns';
import { readCases } from '../../../../src/node/run/readCases';
import { readTriageStates, writeTriageStates } from '../../../../src/node/run/triageStates';
import { saidBy } from './saidBy';
import { type Square, squareFilms } from './squareFilms';

const repository = resolve(__dirname, '../../../..');
const trainer = {
  command: process.execPath,
  args: ['--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/trainer.ts')],
  env: process.env,
};
const count = 64;

describe('triage on the command line', function () {
  this.timeout(180_000);
  let folder = '';
  let [alert, boxes] = ['', ''];
  let squares: ReadonlyMap<string, Square> = new Map();
  const project = () => join(folder, 'p');
  const radsteps = (...words: readonly string[]) => saidBy(words, { cwd: folder, templatesFolder: join(repository, 'templates'), trainer });
  const triage = async (...words: readonly string[]): Promise<TriageList> => {
    const { code, out, err } = await radsteps('-C', 'p', '--json', 'triage', ...words);
    assert.equal(code, 0, out + err);
    return JSON.parse(out);
  };
  const refusal = async (...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await radsteps('-C', 'p', 'triage', ...words);
    assert.notEqual(code, 0, out);
    return err.trim();
  };
  const fileOf = (image: string): string => `films/images/${squares.get(image) === null ? 'Non_fractured' : 'Fractured'}/${image}.jpg`;
  const filmsOf = ({ studies }: TriageList): readonly TriageFilm[] => studies.flatMap(({ films }) => films);
  const newest = async (): Promise<string> =>
    (JSON.parse((await radsteps('-C', 'p', 'runs', '--json')).out) as readonly RunListing[])[0]?.run ?? '';
  const answers = () => join(project(), '.radsteps/cache/answers');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-triage-'));
    squares = await squareFilms(join(folder, 'films'), count);
    assert.equal((await radsteps('new', 'fractures', 'p', '--reader', 'anna')).code, 0);
    // Another key would be another split.
    await writeFile(join(project(), '.radsteps/key'), `${'5a'.repeat(32)}\n`);
    const imported = await radsteps('-C', 'p', 'import', 'films', '--layout', 'fracatlas');
    assert.equal(imported.code, 0, imported.err);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says what to do without a split, a run or its weights', async () => {
    assert.match(await refusal('20260301-101500-quick-4f2a'), /There is no run 20260301-101500-quick-4f2a in this project/);
    assert.equal((await radsteps('-C', 'p', 'split', '--fractions', '60/25/15')).code, 0);
    const sets = ['image.size=[48, 48]', 'network.filters=[8, 8, 16]', 'train.epochs=12', 'train.learningRate=0.01'];
    const trained = await radsteps('-C', 'p', 'train', 'quick', ...sets.flatMap((word) => ['--set', word]));
    assert.equal(trained.code, 0, trained.out + trained.err);
    alert = await newest();
    assert.deepEqual(
      (await alertRuns(project(), await listRuns(project()))).map(({ run }) => run),
      [alert],
    );
  });

  it('sorts the tuning part, worst first, by the threshold of that part, and shows where the network looked', async () => {
    const list = await triage(alert);
    const table = await readCases(project(), alert);
    const threshold = runThreshold(table);
    assert.ok(!('undefined' in threshold));
    assert.deepEqual(list.about.threshold, threshold);
    assert.equal(list.about.marking, null);
    assert.deepEqual(
      filmsOf(list)
        .map(({ image }) => image)
        .toSorted(),
      table.cases.map(({ image }) => image).toSorted(),
    );
    for (const { image, probabilities } of table.cases) {
      const film = filmsOf(list).find((one) => one.image === image);
      assert.ok(Math.abs((film?.score ?? -1) - (probabilities[1] ?? 0)) < 1e-4, image);
    }
    const scores = list.studies.map(({ score }) => score);
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    const alerted = list.studies.filter(({ isAlert }) => isAlert).flatMap(({ films }) => films);
    assert.ok(alerted.length > 2);
    const near = alerted.filter(({ image, marks }) => {
      const [mark] = marks;
      const square = squares.get(image);
      assert.equal(mark?.kind, 'attention');
      if (mark?.kind !== 'attention' || square == null) return false;
      const [x, y] = [square.x + square.side / 2, square.y + square.side / 2];
      return x > mark.x - 8 && x < mark.x + mark.width + 8 && y > mark.y - 8 && y < mark.y + mark.height + 8;
    });
    assert.ok(near.length >= 0.7 * alerted.length, `${near.length} of ${alerted.length} circles hold the square`);
  });

  it('asks a network once: the second list is from the disk, and a damaged answer is asked again', async () => {
    const first = await triage(alert);
    const names = await readdir(answers());
    for (const name of names) {
      const text = await readFile(join(answers(), name), 'utf8');
      if (text.includes('"score"')) await writeFile(join(answers(), name), text.replace(/"score":[\d.]+/, '"score":0.999'));
    }
    assert.deepEqual(filmsOf(await triage(alert)), filmsOf(first));
    const { createHash } = await import('node:crypto');
    for (const name of names) {
      const body = (await readFile(join(answers(), name), 'utf8')).slice(65);
      const changed = body.replaceAll(/"score":[\d.e-]+/g, '"score":0.123');
      await writeFile(join(answers(), name), `${createHash('sha256').update(changed).digest('hex')}\n${changed}`);
    }
    assert.ok(filmsOf(await triage(alert)).every(({ score }) => score === 0.123));
    await rm(answers(), { recursive: true });
    assert.deepEqual(filmsOf(await triage(alert)), filmsOf(first));
  });

  it('marks films by the only run for boxes, by another where it is named, and by none where that is wanted', async () => {
    const small = [
      'image.size=[32, 32]',
      'network.trunk=unet',
      'network.width=0.25',
      'network.depth=3',
      'train.learningRate=0.01',
      'train.epochs=14',
    ];
    const trained = await radsteps('-C', 'p', 'train', 'boxes', ...small.flatMap((word) => ['--set', word]));
    assert.equal(trained.code, 0, trained.out + trained.err);
    boxes = await newest();
    const list = await triage(alert);
    assert.equal(list.about.marking?.run, boxes);
    assert.match(list.about.marking?.chosen ?? '', /^the only finished run for fracture box: average precision/);
    const boxed = filmsOf(list).filter(({ marks }) => marks[0]?.kind === 'box');
    assert.ok(boxed.length > 2, JSON.stringify(filmsOf(list).map(({ marks }) => marks.length)));
    assert.equal((await triage(alert, '--boxes', boxes)).about.marking?.chosen, 'as asked for');
    assert.equal((await triage(alert, '--no-boxes')).about.marking, null);
    assert.match(await refusal(alert, '--boxes', alert), /learns fracture, which is neither boxes nor outlines/);
    assert.match(await refusal(boxes), /learns fracture_box, which is not one of two classes, so it can't alert/);
  });

  it('combines the films of a study, which stands by its worst', async () => {
    const before = await triage(alert, '--no-boxes');
    const [worst, last] = [before.studies[0]?.films[0]?.image ?? '', before.studies.at(-1)?.films[0]?.image ?? ''];
    const file = join(project(), '3-data/images.csv');
    const text = await readFile(file, 'utf8');
    const named = text.replace(new RegExp(`^(${worst}|${last}),([^,]*),,`, 'gm'), '$1,$2,study-1,');
    assert.notEqual(named, text);
    await writeFile(file, named);
    const list = await triage(alert, '--no-boxes');
    await writeFile(file, text);
    assert.deepEqual([list.studies[0]?.study, list.studies[0]?.films.map(({ image }) => image)], ['study-1', [worst, last]]);
    assert.equal(list.studies.length, before.studies.length - 1);
  });

  it('opens the test part only where it is named, also through copies and links, and says what that counts as', async () => {
    const split = await readFile(join(project(), '3-data/split.csv'), 'utf8');
    const images = Papa.parse<Record<string, string>>(await readFile(join(project(), '3-data/images.csv'), 'utf8'), {
      header: true,
      skipEmptyLines: true,
    }).data;
    const tested = images.filter(({ patient = '' }) => split.includes(`${patient},test`)).map(({ image = '' }) => image);
    const [first = '', second = '', third = ''] = tested;
    assert.ok(third !== '');
    await mkdir(join(folder, 'copies'));
    await copyFile(join(folder, fileOf(first)), join(folder, 'copies/renamed.jpg'));
    await symlink(join(folder, fileOf(second)), join(folder, 'copies/linked.jpg'));
    for (const words of [[first], [fileOf(first)], ['copies'], ['copies/linked.jpg', fileOf(third)]])
      assert.match(await refusal(alert, ...words), /left out: `--part test` opens it, which counts as opening the test part/);
    const all = await triage(alert, 'films/images');
    assert.ok(filmsOf(all).every(({ image }) => !tested.includes(image)));
    const others = images.map(({ image = '' }) => image).filter((image) => !tested.includes(image));
    assert.deepEqual(
      filmsOf(all)
        .map(({ image }) => image)
        .toSorted(),
      others.toSorted(),
    );
    assert.ok(all.about.notes.some((note) => note.includes('of the train part: the network has learned from them')));
    const opened = await triage(alert, '--part', 'test');
    assert.deepEqual(
      filmsOf(opened)
        .map(({ image }) => image)
        .toSorted(),
      tested.toSorted(),
    );
    assert.match(opened.about.notes.join(' '), /This counts as opening the test part/);
  });

  it('lists what it can’t read with the reason, and sorts the rest', async () => {
    const place = join(folder, 'mixed');
    await mkdir(place);
    const whole = await readFile(join(folder, fileOf('film-001')));
    await writeFile(join(place, 'new.jpg'), Buffer.concat([whole, Buffer.from([0])]));
    await writeFile(join(place, 'cut.jpg'), whole.subarray(0, whole.length / 2));
    await writeFile(join(place, 'empty.png'), '');
    await writeFile(join(place, 'text.dcm'), 'no film');
    const list = await triage(alert, 'mixed');
    assert.deepEqual(
      list.unread.map(({ image }) => image.slice(place.length + 1)),
      ['cut.jpg', 'empty.png', 'text.dcm'],
    );
    assert.ok(list.unread.every(({ reason }) => /^[A-Z].*\.$/.test(reason)));
    assert.equal(list.studies.length, 1);
    const said = await radsteps('-C', 'p', 'triage', alert, 'mixed');
    assert.match(
      said.out,
      /^1 of 1 study is alerted\. 3 films could not be sorted: read them too\.\nThis is an alert to a reader, not a report\./,
    );
    assert.match(await refusal(alert, 'nowhere'), /nowhere does not exist/);
    const own = filmsOf(await triage(alert)).map(({ image }) => image);
    assert.deepEqual(
      filmsOf(await triage(alert, own[0] ?? '', own[3] ?? '')).map(({ image }) => image),
      [own[0], own[3]],
    );
    assert.match((await radsteps('-C', 'p', 'triage', alert, '--part', 'all')).err, /Allowed choices are train, tuning, test/);
  });

  it('writes a table with pseudonyms only in the project, and a page with pictures only outside of it', async () => {
    assert.equal((await radsteps('-C', 'p', 'triage', alert, 'mixed', '--out', 'p/list.csv')).code, 0);
    const inside = await readFile(join(project(), 'list.csv'), 'utf8');
    assert.doesNotMatch(inside, /mixed|cut\.|\/|\.jpg/);
    assert.equal(inside.match(/file-[0-9a-f]{10}/g)?.length, 8);
    await rm(join(project(), 'list.csv'));
    assert.equal((await radsteps('-C', 'p', 'triage', alert, '--out', 'p/list.html')).code, 0);
    assert.doesNotMatch(await readFile(join(project(), 'list.html'), 'utf8'), /<image/);
    await rm(join(project(), 'list.html'));
    assert.equal((await radsteps('-C', 'p', 'triage', alert, '--out', 'list.html')).code, 0);
    assert.match(await readFile(join(folder, 'list.html'), 'utf8'), /<image href="data:image\/webp;base64,/);
    assert.match(await refusal(alert, '--out', 'list.pdf'), /must end in \.csv/);
    assert.match(await refusal(alert, '--out', 'none/list.csv'), /is no folder/);
  });

  it('hides films that a blind reader has yet to label', async () => {
    const file = join(project(), '.radsteps/local.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}blind: true\n`);
    assert.match(await refusal(alert), /You read blind: \d+ films that you have yet to label are left out\./);
    await writeFile(file, text);
  });

  it('keeps what a reader says, and sets a damaged file aside', async () => {
    const states = { s: { state: 'agree', at: '2026-03-01T10:00:00Z' } } as const;
    await writeTriageStates(project(), alert, states);
    assert.deepEqual(await readTriageStates(project(), alert), { states, problem: '' });
    await writeFile(join(project(), `.radsteps/triage/${alert}.json`), '{"studies":');
    const read = await readTriageStates(project(), alert);
    assert.match(read.problem, /it is kept as \.radsteps\/triage\//);
    assert.equal((await readdir(join(project(), '.radsteps/triage'))).length, 1);
    assert.deepEqual(await readTriageStates(project(), alert), { states: {}, problem: '' });
  });
});
