import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { labelChanges } from '../../../../src/node/label/labelChanges';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { imageRow, labelProject } from './labelProject';

const leg = (row: number): Mark => ({ id: 'm1', kind: 'length', name: 'leg', from: [0, 0], to: [30, row] });
const label = (image: string, change: Partial<Label> = {}): Label => ({
  version: 1,
  image,
  reader: 'ada',
  status: 'draft',
  categories: { age: 94 },
  marks: [leg(40)],
  ...change,
});
const file = (image: string) => `3-data/labels/ada/${image}.json`;

describe('labelChanges', () => {
  const folder = isolatedGit();
  const protocol = [
    '{name: age, title: Bone age, kind: number, unit: months, maximum: 240}',
    '{name: leg, title: Leg, kind: length, required: true}',
  ];

  function project() {
    const place = temporaryRepository(folder());
    const root = join(place.root, 'p');
    const images = ['a', 'b', 'c', 'd', 'e'].map((name) => imageRow(name, { spacingMm: [0.1, 0.1], spacingFrom: 'PixelSpacing' }));
    const made = labelProject(
      root,
      images,
      protocol,
      ['a', 'b', 'c', 'd'].map((name) => label(name)),
    );
    place.git('add', '-A');
    place.git('commit', '-qm', 'base');
    return { ...place, ...made, root };
  }

  it('says in words what differs from HEAD, new, removed, moved and damaged files included', async () => {
    const { root, git, write, run } = project();
    write(file('a'), formatLabel(label('a', { status: 'final', categories: { age: 97 }, marks: [leg(72)] })));
    rmSync(join(root, file('b')));
    git('mv', `p/${file('c')}`, 'p/3-data/labels/ada/c2.json');
    write(file('d'), '{"version": 1');
    write(file('e'), formatLabel(label('e')));
    write('3-data/labels/ada/note.txt', 'no label');
    const said = await run('labels', 'changes');
    assert.equal(said.code, 0, said.err);
    const lines = said.out.trimEnd().split('\n');
    assert.match(lines.at(-5) ?? '', /d\.json is not JSON/);
    assert.deepEqual(lines.toSpliced(-5, 1), [
      file('a'),
      '  Status: draft → final',
      '  Bone age: 94 → 97 months',
      '  Leg (length m1): 5.0 mm → 7.8 mm, moved by up to 3.2 mm',
      file('b'),
      '  The label was removed',
      '  Bone age: 94 → nothing months',
      '  Leg (length m1) removed: 5.0 mm',
      '3-data/labels/ada/c2.json (was 3-data/labels/ada/c.json)',
      file('d'),
      file('e'),
      '  New label, draft',
      '  Bone age: nothing → 94 months',
      '  Leg (length m1) added: 5.0 mm',
    ]);
  });

  it('compares commits, and a branch with where it left', async () => {
    const { git, write, run } = project();
    assert.equal((await run('labels', 'changes')).out, 'No label changed.\n');
    git('checkout', '-qb', 'review');
    write(file('a'), formatLabel(label('a', { categories: { age: 100 } })));
    git('commit', '-qam', 'review');
    git('checkout', '-q', 'main');
    write(file('b'), formatLabel(label('b', { categories: { age: 50 } })));
    git('commit', '-qam', 'main goes on');
    const words = async (...more: readonly string[]) => (await run('labels', 'changes', ...more)).out;
    assert.equal(await words('--branch', 'review'), `${file('a')}\n  Bone age: 94 → 100 months\n`);
    assert.equal(await words('HEAD~1', 'HEAD'), `${file('b')}\n  Bone age: 94 → 50 months\n`);
    assert.equal(await words('HEAD~1'), `${file('b')}\n  Bone age: 94 → 50 months\n`);
    const { code, err } = await run('labels', 'changes', 'nowhere');
    assert.deepEqual([code, err], [1, 'There is no commit, branch or tag "nowhere" in this repository.\n']);
    assert.equal((await run('labels', 'changes', '--output=/tmp/x')).code, 2);
    assert.match((await run('labels', 'changes', '--', '--output=/tmp/x')).err, /There is no commit, branch or tag "--output/);
    assert.equal((await run('labels', 'changes', 'HEAD', '--branch', 'review')).code, 2);
  });

  it('gives the labels themselves of one file, also where it was renamed', async () => {
    const { root, git, write, run } = project();
    git('mv', `p/${file('c')}`, 'p/3-data/labels/ada/c2.json');
    write(file('a'), formatLabel(label('a', { categories: { age: 97 } })));
    const asked = async (path: string) => JSON.parse((await run('labels', 'changes', '--file', join(root, path), '--whole', '--json')).out);
    const [only, ...others] = await asked(file('a'));
    assert.deepEqual([only.before, only.after, others], [label('a'), label('a', { categories: { age: 97 } }), []]);
    assert.equal((await asked(file('c')))[0].file, '3-data/labels/ada/c2.json', 'by its old path');
    assert.deepEqual(await asked(file('b')), []);
    assert.equal((await run('labels', 'changes', '--file', '/elsewhere/x.json')).code, 1);
    const [plain] = JSON.parse((await run('labels', 'changes', '--json')).out);
    assert.ok(!('before' in plain), 'a list stays short');
  });

  it('reads hundreds of labels from git together, with texts that hold more bytes than letters, and some that are not UTF-8', async () => {
    const { root, git } = project();
    const many = Array.from({ length: 450 }, (_, index) => `n${String(index).padStart(3, '0')}`);
    const note = (name: string, words: string): void =>
      writeFileSync(join(root, file(name)), formatLabel(label(name, { categories: { note: words } })));
    for (const name of many) note(name, 'Größe ≥ 3 µm\u2028 骨折');
    writeFileSync(join(root, file('n007')), Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    git('add', '-A');
    git('commit', '-qm', 'many');
    for (const name of many) note(name, 'changed');
    git('commit', '-qam', 'changed');
    const changed = await labelChanges(root, { from: 'HEAD~1', to: 'HEAD' });
    assert.equal(changed.length, 450);
    const problems = changed.filter((entry) => 'problem' in entry);
    assert.deepEqual(
      problems.map((entry) => entry.file),
      [file('n007')],
    );
    const words = new Set(changed.flatMap((entry) => ('changes' in entry ? entry.changes.map((change) => change.words) : [])));
    assert.deepEqual([...words], ['note: Größe ≥ 3 µm\u2028 骨折 → changed']);
  });

  it('checks labels against the protocol, for automatic checks', async () => {
    const { write, run } = project();
    assert.deepEqual([(await run('labels', 'check')).code, (await run('labels', 'check')).out], [0, '4 labels fit the protocol.\n']);
    write(file('a'), formatLabel(label('a', { status: 'final', categories: { age: 241 }, marks: [] })));
    write(file('b'), formatLabel(label('b', { conflicts: [{ on: 'category', name: 'age', base: 1, ours: 2, theirs: 3 }] })));
    const { code, out } = await run('labels', 'check');
    assert.equal(code, 1);
    assert.deepEqual(out.trimEnd().split('\n'), [
      `${file('a')}: "Bone age" is not at most 240 months.`,
      `${file('a')}: "Leg" is required, and is missing.`,
      `${file('b')}: A merge left 1 to choose.`,
    ]);
  });
});
