import assert from 'node:assert/strict';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { labelAuthors } from '../../../../src/node/label/labelAuthors';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';

const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 0], to: [column + 5, 5] });
const base: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [box('a')] };
const change = (changes: Partial<Label>): Label => ({ ...base, ...changes });
const file = '3-data/labels/ada/img-1.json';

describe('labelAuthors', () => {
  const folder = isolatedGit();

  function history() {
    const place = temporaryRepository(folder());
    place.write('radsteps.yaml', 'name: x\n');
    let day = 0;
    /** Commits a label as somebody, and gives the commit. */
    const commit = (author: string, label: Label, path = file): string => {
      day += 1;
      place.write(path, formatLabel(label));
      place.git('add', '-A');
      place.git('-c', `user.name=${author}`, 'commit', '-qm', author, `--date=2026-01-0${day}T12:00:00Z`);
      return place.git('rev-parse', 'HEAD').trim();
    };
    return { ...place, commit };
  }

  const names = (authors: Readonly<Record<string, { readonly author: string } | null>>) =>
    Object.fromEntries(Object.entries(authors).map(([key, by]) => [key, by?.author ?? null]));

  it('knows the last change of each mark, category and the status, not of the comma after it', async () => {
    const { root, commit } = history();
    const first = commit('Ada', base);
    commit('Grace', change({ marks: [box('a'), box('b')] }));
    commit('Ida', change({ marks: [box('a'), box('b'), box('c')], categories: { age: 94 } }));
    commit('Mary', change({ marks: [box('a'), box('b', 3), box('c')], categories: { age: 94, bone: 1 }, status: 'final' }));
    const now = change({ marks: [box('a'), box('b', 3), box('c'), box('d')], categories: { age: 95, bone: 1 }, status: 'final' });
    const authors = await labelAuthors(root, file, now);
    assert.deepEqual(names(authors.marks), { a: 'Ada', b: 'Mary', c: 'Ida', d: null });
    assert.deepEqual(names(authors.categories), { age: null, bone: 'Mary' });
    assert.equal(authors.status?.author, 'Mary');
    assert.deepEqual(authors.marks.a, { author: 'Ada', commit: first, date: '2026-01-01T12:00:00.000Z' });
  });

  it('follows renames and both sides of a merge', async () => {
    const { root, git, commit } = history();
    commit('Ada', base);
    git('checkout', '-qb', 'theirs');
    commit('Grace', change({ marks: [box('a'), box('g')] }));
    git('checkout', '-q', 'main');
    commit('Ida', change({ marks: [box('a'), box('i')], categories: { age: 94 } }));
    git('merge', '-q', '--no-edit', '-s', 'ours', 'theirs');
    const merged = change({ marks: [box('a'), box('i'), box('g')], categories: { age: 94 } });
    const text = formatLabel(merged);
    const moved = '3-data/labels/ada/img-9.json';
    git('rm', '-q', '--cached', file);
    commit('Merger', merged);
    git('commit', '-q', '--amend', '--no-edit');
    git('mv', file, moved);
    commit('Mover', { ...merged, image: 'img-9' }, moved);
    const authors = await labelAuthors(root, moved, { ...merged, image: 'img-9' });
    assert.equal(names(authors.marks).a, 'Ada');
    assert.equal(names(authors.marks).i, 'Ida');
    assert.equal(names(authors.categories).age, 'Ida');
    assert.ok(text.includes('"g"'));
  });

  it('takes a mark that came through a merge from who drew it', async () => {
    const { root, git, commit, write } = history();
    commit('Ada', base);
    git('checkout', '-qb', 'theirs');
    commit('Grace', change({ marks: [box('a'), box('g')] }));
    git('checkout', '-q', 'main');
    commit('Ida', change({ marks: [box('a'), box('i')] }));
    git('merge', '-q', '--no-commit', '-X', 'ours', 'theirs');
    const merged = change({ marks: [box('a'), box('i'), box('g', 0)] });
    write(file, formatLabel(merged));
    git('add', '-A');
    git('-c', 'user.name=Merger', 'commit', '-qm', 'merge');
    const authors = await labelAuthors(root, file, merged);
    assert.deepEqual(names(authors.marks), { a: 'Ada', i: 'Ida', g: 'Grace' });
  });

  it('says that nothing is committed yet, and what the command line shows', async () => {
    const { root, write, commit } = history();
    write(file, formatLabel(base));
    assert.deepEqual(await labelAuthors(root, file, base), { status: null, categories: {}, marks: { a: null } });
    commit('Ada', base);
    write(file, formatLabel(change({ marks: [box('a'), box('b')] })));
    const said = await saidBy(['labels', 'who', file], { cwd: root, templatesFolder: '', trainer: { command: '', args: [], env: {} } });
    assert.equal(said.code, 0, said.err);
    assert.match(
      said.out,
      /^status draft {2}Ada, 2026-01-01, [0-9a-f]{10}\nfracture a {4}Ada, 2026-01-01, [0-9a-f]{10}\nfracture b {4}not committed yet\n$/,
    );
  });
});
