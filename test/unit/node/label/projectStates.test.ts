import assert from 'node:assert/strict';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { projectStates } from '../../../../src/node/label/projectStates';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { imageRow, labelProject } from './labelProject';

const label = (image: string, reader: string, change: Partial<Label> = {}): Label => ({
  version: 1,
  image,
  reader,
  status: 'final',
  categories: { age: 94 },
  marks: [],
  ...change,
});
const file = (image: string, reader: string) => `3-data/labels/${reader}/${image}.json`;

describe('the states of a project', () => {
  const folder = isolatedGit();
  const protocol = ['{name: age, title: Bone age, kind: number, unit: months, tolerance: 12, maximum: 240}'];

  function project(labels: readonly Label[], rules = protocol) {
    const { root } = temporaryRepository(folder());
    return {
      root,
      ...labelProject(
        root,
        ['a', 'b', 'c', 'd'].map((name) => imageRow(name)),
        rules,
        labels,
      ),
    };
  }

  it('tell a blind reader of his own labels only, not even that somebody disagrees', async () => {
    const { root, write } = project([
      label('a', 'ada'),
      label('a', 'ben', { categories: { age: 120 } }),
      label('b', 'ben', { status: 'draft' }),
    ]);
    const read = projectStates(root);
    const said = async () => Object.entries((await read()).states).map(([image, { state, labels }]) => [image, state, labels.length]);
    assert.deepEqual(await said(), [
      ['a', 'disagree', 2],
      ['b', 'draft', 1],
    ]);
    write('.radsteps/local.yaml', 'dataRoot: /nowhere\nreader: ada\nblind: true\n');
    assert.deepEqual(await said(), [['a', 'final', 1]]);
    write('.radsteps/local.yaml', 'dataRoot: /nowhere\nreader: ada\n');
    assert.equal((await said()).length, 2);
  });

  it('follow labels and the protocol as they change', async () => {
    const { root, write } = project([
      label('a', 'ada'),
      label('a', 'ben', { categories: { age: 120 } }),
      label('b', 'ada', { status: 'draft' }),
    ]);
    const read = projectStates(root);
    const stateOf = async (only?: readonly string[]) =>
      Object.fromEntries(Object.entries((await read(only)).states).map(([image, { state }]) => [image, state]));
    assert.deepEqual(await stateOf(), { a: 'disagree', b: 'draft' });
    write(file('a', 'ben'), formatLabel(label('a', 'ben', { categories: { age: 100 } })));
    write(file('c', 'ada'), '{"version": 1');
    assert.deepEqual(await stateOf(['a', 'c', 'd']), { a: 'final', c: 'unreadable' });
    write('3-data/protocol.md', '---\nlabels:\n  - {name: age, title: Bone age, kind: number, unit: months, tolerance: 1}\n---\n');
    assert.deepEqual(await stateOf(), { a: 'disagree', b: 'draft', c: 'unreadable' });
    rmSync(join(root, file('a', 'ben')));
    rmSync(join(root, file('c', 'ada')));
    assert.deepEqual(await stateOf(), { a: 'final', b: 'draft' });
    assert.equal((await read()).images, 4);
  });

  it('read a file again only when its time or size says so', async () => {
    const { root } = project([label('a', 'ada'), label('a', 'ben', { categories: { age: 120 } })]);
    const read = projectStates(root);
    assert.equal((await read()).states.a?.state, 'disagree');
    const path = join(root, file('a', 'ben'));
    const [text, at] = [formatLabel(label('a', 'ben', { categories: { age: 100 } })), new Date('2026-01-01')];
    utimesSync(path, at, at);
    assert.equal((await read()).states.a?.state, 'disagree');
    // As long as the old one, at the same time: nothing tells that it changed.
    writeFileSync(path, text);
    utimesSync(path, at, at);
    assert.equal((await read()).states.a?.state, 'disagree');
    utimesSync(path, at, new Date('2026-01-02'));
    assert.equal((await read()).states.a?.state, 'final');
  });

  it('are kept on this machine, without what labels say, and found anew where that is damaged or stale', async () => {
    const { root, write } = project([
      label('a', 'ada', { categories: { age: 94, note: 'Doe^Jane' } }),
      label('a', 'ben', { categories: { age: 120 } }),
    ]);
    const first = await projectStates(root)();
    assert.equal(first.states.a?.state, 'disagree');
    const kept = join(root, '.radsteps/cache/label-states.json');
    assert.doesNotMatch(readFileSync(kept, 'utf8'), /Doe/);
    assert.deepEqual(await projectStates(root)(), first);
    // What is kept is believed while the files are as they were.
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('ben 120', 'ben 199'));
    assert.match((await projectStates(root)()).states.a?.open[0] ?? '', /ben 199/);
    write(file('a', 'ben'), formatLabel(label('a', 'ben', { categories: { age: 100 } })));
    assert.equal((await projectStates(root)()).states.a?.state, 'final');
    for (const damaged of ['{"version":1', '{"version":99,"files":{"x":1}}', 'null']) {
      writeFileSync(kept, damaged);
      assert.equal((await projectStates(root)()).states.a?.state, 'final');
    }
    rmSync(join(root, '3-data/labels'), { recursive: true });
    await projectStates(root)();
    assert.deepEqual(JSON.parse(readFileSync(kept, 'utf8')), { version: 1, files: {}, compared: {} });
  });

  it('know no difference where the protocol can not be read, and leave out images that are not in the index', async () => {
    const { root } = project(
      [label('a', 'ada'), label('a', 'ben', { categories: { age: 120 } }), label('gone', 'ada')],
      ['{name: age, kind: nonsense}'],
    );
    const { states } = await projectStates(root)();
    assert.deepEqual(Object.keys(states), ['a']);
    assert.deepEqual(states.a, {
      state: 'final',
      signedOff: false,
      open: [],
      labels: [
        { reader: 'ada', status: 'final' },
        { reader: 'ben', status: 'final' },
      ],
    });
  });

  it('are said by `radsteps labels states`', async () => {
    const conflicts = [{ on: 'category', name: 'age', base: 1, ours: 2, theirs: 3 }] as const;
    const { run } = project([
      label('a', 'ada'),
      label('a', 'ben', { categories: { age: 120 } }),
      label('b', 'ada', { status: 'draft', conflicts }),
      label('c', 'ada', { signedOff: { by: 'zoe', at: '2026-03-01T10:00:00.000Z' } }),
    ]);
    const { out, code } = await run('labels', 'states');
    assert.equal(code, 0);
    assert.deepEqual(out.trimEnd().split('\n'), [
      '1 final, 2 disagree, 1 without a label, 1 signed off',
      'a: disagree; Bone age: ada 94 months, ben 120 months; ada: final; ben: final',
      'b: disagree; A merge left 1 to choose in the label of ada; ada: draft',
    ]);
    const named = await run('labels', 'states', 'c', 'd');
    assert.deepEqual(named.out.trimEnd().split('\n'), [
      '1 final, 1 without a label, 1 signed off',
      'c: final; ada: signed off by zoe on 2026-03-01',
      'd: none',
    ]);
    const { counts } = JSON.parse((await run('labels', 'states', '--json')).out);
    assert.deepEqual(counts, { unreadable: 0, disagree: 2, draft: 0, none: 1, final: 1, signedOff: 1 });
  });

  it('are answered to the editor, of all images or the named ones, and which image a file belongs to', async () => {
    const { root, write } = project([label('a', 'ada'), label('b', 'ada', { status: 'draft' })]);
    write(
      '.radsteps/local.yaml',
      `dataRoot: ${JSON.stringify(root)}\nreader: ada\nroots:\n  films: ${JSON.stringify(join(root, 'films'))}\n`,
    );
    write('.radsteps/paths.csv', 'image,instance,root,path,bytes,modified\na,,films,a.dcm,1,1\nb,,films,b.dcm,1,1\n');
    let out = '';
    await runCommandLine(['label-states', '--events'], {
      cwd: root,
      templatesFolder: '',
      trainer: { command: '', args: [], env: {} },
      write: (text) => {
        out += text;
      },
      writeError: () => undefined,
      terminal: false,
      signal: new AbortController().signal,
      input: Readable.from(
        [{ id: 1 }, { id: 2, images: ['b'] }, { id: 3, file: join(root, 'films', 'b.dcm') }, { id: 4, file: '/elsewhere/b.dcm' }].map(
          (question) => `${JSON.stringify(question)}\n`,
        ),
      ),
    });
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === 'answer');
    assert.deepEqual(answers.find(({ id }) => id === 1).value.images, 4);
    assert.deepEqual(Object.keys(answers.find(({ id }) => id === 1).value.states), ['a', 'b']);
    assert.deepEqual(Object.keys(answers.find(({ id }) => id === 2).value.states), ['b']);
    assert.equal(answers.find(({ id }) => id === 3).value, 'b');
    assert.equal(answers.find(({ id }) => id === 4).value, null);
  });
});
