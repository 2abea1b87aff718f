import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { labelAuthors } from '../../../../src/node/label/labelAuthors';
import { brokenMerges, readStages, recoverLabels, unmergedLabels } from '../../../../src/node/label/recoverMerge';
import { setUpMerge } from '../../../../src/node/label/setUpMerge';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';

const repository = resolve(__dirname, '../../../..');
const commandLine = [process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, join(repository, 'src/cli.ts')];

const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 0], to: [column + 5, 5] });
const base: Label = {
  version: 1,
  image: 'img-1',
  reader: 'ada',
  status: 'draft',
  categories: { age: 94 },
  marks: [box('a'), box('b'), { id: 'k', kind: 'mask', name: 'callus', runs: '5:5+10' }],
};
const change = (changes: Partial<Label>): Label => ({ ...base, ...changes });
const file = '3-data/labels/ada/img-1.json';

describe('labels in git', function () {
  this.timeout(60000);
  const folder = isolatedGit();

  /** A project (in a folder of its repository, to be sure of prefixes) with one label, committed. */
  function project(prefix = 'projects/one [x]/'): TemporaryRepository & {
    readonly at: string;
    readonly save: (label: Label, path?: string) => void;
    readonly read: (path?: string) => Label;
  } {
    const place = temporaryRepository(folder());
    const at = join(place.root, prefix);
    const save = (label: Label, path = file) => place.write(`${prefix}${path}`, formatLabel(label));
    place.write(`${prefix}radsteps.yaml`, 'name: x\n');
    save(base);
    place.git('add', '-A');
    place.git('commit', '-qm', 'base');
    return { ...place, at, save, read: (path = file) => parseLabel(readFileSync(join(at, path), 'utf8'), path) };
  }

  /** Commits both sides on branches of their own, and merges theirs; the exit code and what git said. */
  function merge(place: TemporaryRepository, ours: () => void, theirs: () => void, ...words: readonly string[]) {
    place.git('checkout', '-qb', 'theirs');
    theirs();
    place.git('add', '-A');
    place.git('-c', 'user.name=Grace', 'commit', '-qm', 'theirs');
    place.git('checkout', '-q', 'main');
    ours();
    place.git('add', '-A');
    place.git('commit', '-qm', 'ours');
    const done = spawnSync('git', [...words, 'merge', '--no-edit', 'theirs'], { cwd: place.root, encoding: 'utf8', env: process.env });
    return { code: done.status, said: done.stdout + done.stderr };
  }

  const status = (place: TemporaryRepository) => place.git('status', '--porcelain').trim();

  it('merge by themselves where the sides changed different things, a mask included', async () => {
    const place = project();
    assert.deepEqual(await setUpMerge(place.at, commandLine), { state: 'made' });
    assert.deepEqual(await setUpMerge(place.at, commandLine), { state: 'there' });
    const painted = (runs: string): Mark => ({ id: 'k', kind: 'mask', name: 'callus', runs });
    const { code, said } = merge(
      place,
      () => place.save(change({ categories: { age: 97 }, marks: [box('a', 1), box('b'), painted('5:3+12'), box('c')] })),
      () => place.save(change({ categories: { age: 94, grade: 2 }, marks: [box('a'), painted('5:5+10;5+2'), box('d')] })),
    );
    assert.equal(code, 0, said);
    assert.equal(status(place), '');
    assert.deepEqual(place.read(), {
      ...base,
      categories: { age: 97, grade: 2 },
      marks: [box('a', 1), painted('5:3+12;5+2'), box('c'), box('d')],
    });
  });

  it('hold what both sides changed, valid and unmerged, until it is settled', async () => {
    const place = project();
    await setUpMerge(place.at, commandLine);
    const { code, said } = merge(
      place,
      () => place.save(change({ marks: [box('a', 1), box('b', 7)] })),
      () => place.save(change({ marks: [box('a', 2), box('b')] })),
    );
    assert.equal(code, 1, said);
    assert.match(said, /both sides changed the mark a; choose one/);
    assert.match(status(place), /^UU /);
    const merged = place.read();
    assert.deepEqual(merged.conflicts, [{ on: 'mark', id: 'a', base: box('a'), ours: box('a', 1), theirs: box('a', 2) }]);
    assert.deepEqual(merged.marks, [box('a', 1), box('b', 7)]);
    assert.deepEqual([await unmergedLabels(place.at), await brokenMerges(place.at)], [[file], []]);

    const run = (...words: readonly string[]) =>
      saidBy(words, { cwd: place.at, templatesFolder: '', trainer: { command: '', args: [], env: {} } });
    assert.equal((await run('labels', 'settle', file)).code, 2);
    assert.equal((await run('labels', 'settle', file, '--take', 'theirs', '--only', 'none')).code, 1);
    const settled = await run('labels', 'settle', file, '--take', 'theirs', '--json');
    assert.deepEqual(JSON.parse(settled.out), { file, settled: 1, left: 0 });
    assert.deepEqual(place.read(), change({ marks: [box('a', 2), box('b', 7)] }));
    assert.deepEqual(await recoverLabels(place.at), [{ file, conflicts: 0 }]);
    assert.deepEqual(place.read(), change({ marks: [box('a', 2), box('b', 7)] }), 'a recovery keeps what was chosen');
    assert.match((await run('labels', 'settle', file, '--take', 'ours')).err, /has no conflict to settle/);
    assert.match((await run('labels', 'settle', '../x.json', '--take', 'ours')).err, /does not lie in the project/);
    place.git('add', '-A');
    place.git('commit', '-qm', 'settled');
    assert.equal(status(place), '');
  });

  it('follow a rename of the file on one side', async () => {
    const place = project();
    await setUpMerge(place.at, commandLine);
    const moved = '3-data/labels/ada-l/img-1.json';
    const { code, said } = merge(
      place,
      () => {
        mkdirSync(join(place.at, '3-data/labels/ada-l'));
        place.git('mv', `projects/one [x]/${file}`, `projects/one [x]/${moved}`);
        place.save(change({ reader: 'ada-l' }), moved);
      },
      () => place.save(change({ categories: { age: 99 } })),
    );
    assert.equal(code, 0, said);
    assert.deepEqual(place.read(moved), change({ reader: 'ada-l', categories: { age: 99 } }));
  });

  it('merge where both sides began the same label', async () => {
    const place = project();
    await setUpMerge(place.at, commandLine);
    const fresh = '3-data/labels/ada/img-2.json';
    const { code, said } = merge(
      place,
      () => place.save(change({ image: 'img-2', marks: [box('x')] }), fresh),
      () => place.save(change({ image: 'img-2', marks: [box('y')], categories: { age: 95 } }), fresh),
    );
    assert.equal(code, 1, said);
    const { marks, conflicts } = place.read(fresh);
    assert.deepEqual(marks, [box('x'), box('y')]);
    assert.deepEqual(conflicts, [{ on: 'category', name: 'age', base: null, ours: 94, theirs: 95 }]);
  });

  it('leave our side and the conflict where a side is no label, or the driver is gone', async () => {
    const place = project();
    await setUpMerge(place.at, commandLine);
    const ours = change({ marks: [] });
    const damaged = merge(
      place,
      () => place.save(ours),
      () => place.write(`projects/one [x]/${file}`, '{"version": 1'),
    );
    assert.equal(damaged.code, 1);
    assert.match(damaged.said, /img-1\.json \(their side\) is not JSON/);
    assert.deepEqual(place.read(), ours);
    assert.match(status(place), /^UU /);

    const gone = project();
    await setUpMerge(gone.at, ['/nowhere/radsteps']);
    assert.equal(
      merge(
        gone,
        () => gone.save(ours),
        () => gone.save(change({ categories: {} })),
      ).code,
      1,
    );
    assert.deepEqual(await brokenMerges(gone.at), [file], 'our side alone is no merge');
    assert.deepEqual(await recoverLabels(gone.at), [{ file, conflicts: 0 }]);
    assert.deepEqual(await brokenMerges(gone.at), []);
    assert.deepEqual(gone.read(), change({ marks: [], categories: {} }));
  });

  it("are recovered from git's index where this clone was never set up", async () => {
    const place = project();
    place.write('.gitattributes', '3-data/labels/** merge=radsteps-labels\n');
    const { code } = merge(
      place,
      () => place.save(change({ categories: { age: 97 }, marks: [box('a', 1)] })),
      () => place.save(change({ categories: { age: 99 }, marks: [box('a'), box('b')] })),
    );
    assert.equal(code, 1);
    assert.throws(() => place.read(), /merge conflict|not JSON/);
    assert.deepEqual(await brokenMerges(place.at), [file]);
    const stages = await readStages(place.at, file);
    assert.deepEqual(parseLabel(stages?.base ?? '', 'l'), base);
    assert.deepEqual(parseLabel(stages?.theirs ?? '', 'l').categories, { age: 99 });
    const said = await saidBy(['labels', 'recover', '--json'], {
      cwd: place.at,
      templatesFolder: '',
      trainer: { command: '', args: [], env: {} },
    });
    assert.equal(said.code, 1);
    assert.deepEqual(JSON.parse(said.out), [{ file, conflicts: 1 }]);
    assert.deepEqual(place.read().conflicts, [{ on: 'category', name: 'age', base: 94, ours: 97, theirs: 99 }]);
    assert.deepEqual(place.read().marks, [box('a', 1)]);
    assert.match(status(place), /^UU /m);
  });

  it('are not guessed where one side removed the file', async () => {
    const place = project();
    merge(
      place,
      () => place.save(change({ marks: [] })),
      () => place.git('rm', '-q', `projects/one [x]/${file}`),
    );
    const [recovered] = await recoverLabels(place.at);
    assert.ok(recovered !== undefined && 'problem' in recovered);
    assert.match(recovered.problem, /was removed on their side and changed on the other/);
    assert.equal(await readStages(place.at, '3-data/labels/ada/none.json'), null);
  });

  it('need no repository to be read, and say so to who asks', async () => {
    const outside = join(folder(), 'outside');
    mkdirSync(outside);
    assert.deepEqual([await unmergedLabels(outside), await brokenMerges(outside)], [[], []]);
    const setup = await setUpMerge(outside, commandLine);
    assert.ok(setup.state === 'none');
    assert.match(setup.reason, /not in a git repository/);
    await assert.rejects(labelAuthors(outside, file, base), /is not known: The project is not in a git repository/);
  });

  it('go by the attributes of a project that brings them, and by the clone’s own otherwise', async () => {
    const place = project('');
    place.write('.gitattributes', '3-data/labels/** merge=radsteps-labels\n');
    await setUpMerge(place.at, ["/a b/it's 100%/radsteps"]);
    assert.doesNotMatch(readFileSync(join(place.root, '.git/info/attributes'), { encoding: 'utf8', flag: 'a+' }), /labels/);
    assert.equal(place.git('config', 'merge.radsteps-labels.driver').trim(), "'/a b/it'\\''s 100%%/radsteps' merge-labels %O %A %B %P");
    assert.deepEqual(await setUpMerge(place.at, commandLine), { state: 'made' });
  });
});
