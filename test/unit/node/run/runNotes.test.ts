import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import type { HistoryTable } from '../../../../src/core/experiment/historyTable';
import { runNotesFile } from '../../../../src/core/project/layout';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { historyTableReader } from '../../../../src/node/run/readHistoryTable';
import { editRunNotes, readRunNotes } from '../../../../src/node/run/runNotes';
import { generatedRecord, writeHistory } from '../../../bench/historyFiles';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';
import { fakeTrainer } from './runFixture';

const runOf = (number: number): string => generatedRecord(number).run;

describe('the notes of runs in a project', function () {
  this.timeout(60_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  const text = (run: string): string => readFileSync(join(place.root, runNotesFile(run)), 'utf8');
  const run = (...words: readonly string[]) =>
    saidBy([...words, '-C', place.root], { cwd: folder(), templatesFolder: '', trainer: fakeTrainer('finish') });
  const lines = async (...words: readonly string[]) => (await run('runs', ...words)).out.trim().split('\n');

  before(async () => {
    place = temporaryRepository(folder());
    await writeHistory(place.root, 8, 3);
  });

  it('are written beside the records, which stay as they are, and removed when nothing is left', async () => {
    await editRunNotes(place.root, runOf(0), { star: true });
    await editRunNotes(place.root, runOf(0), { addTag: 'b' });
    await editRunNotes(place.root, runOf(0), { addTag: 'a' });
    assert.equal(text(runOf(0)), 'starred: true\ntags:\n  - a\n  - b\n');
    assert.deepEqual(readdirSync(join(place.root, '5-network/run-notes')), [`${runOf(0)}.yaml`], 'nothing is left beside it');
    assert.equal(place.git('status', '--porcelain').trim(), '?? 5-network/run-notes/');
    for (const edit of [{ star: false }, { removeTag: 'a' }, { removeTag: 'b' }]) await editRunNotes(place.root, runOf(0), edit);
    assert.ok(!existsSync(join(place.root, runNotesFile(runOf(0)))));
    await assert.rejects(editRunNotes(place.root, '../x', { star: true }), /not the name of a run/);
    await assert.rejects(editRunNotes(place.root, runOf(0), { addTag: 'two words' }), /can't be a tag/);
  });

  it('of a damaged file are a sentence, and the others are read; a damaged file is not written over', async () => {
    await editRunNotes(place.root, runOf(1), { star: true });
    writeFileSync(join(place.root, runNotesFile(runOf(2))), 'starred: [\n');
    mkdirSync(join(place.root, runNotesFile(runOf(3))));
    writeFileSync(join(place.root, '5-network/run-notes/readme.yaml'), 'not: ours\n');
    const { notes, problems } = await readRunNotes(place.root);
    assert.deepEqual([...notes.keys()], [runOf(1)]);
    assert.equal(problems.length, 2);
    assert.match(problems.join(), /not YAML/);
    assert.match(problems.join(), /it is a folder/);
    await assert.rejects(editRunNotes(place.root, runOf(2), { star: true }), /not YAML/);
    assert.equal(text(runOf(2)), 'starred: [\n');
    assert.deepEqual((await historyTableReader(place.root)(false)).problems, problems);
    place.git('clean', '-fdxq', '5-network/run-notes');
  });

  it('of two people merge without a conflict where they are of different runs or the same, and else both sides are kept', async () => {
    const by = async (branch: string, edits: readonly (readonly [number, Parameters<typeof editRunNotes>[2]])[]) => {
      place.git('checkout', '-q', '-b', branch, 'main');
      for (const [number, edit] of edits) await editRunNotes(place.root, runOf(number), edit);
      place.git('add', '.');
      place.git('commit', '-q', '-m', branch);
    };
    await by('ada', [
      [1, { star: true }],
      [2, { addTag: 'baseline' }],
      [4, { star: true }],
      [4, { addTag: 'mine' }],
    ]);
    await by('ben', [
      [1, { star: true }],
      [3, { note: 'Odd.' }],
    ]);
    place.git('merge', '-q', '--no-edit', 'ada');
    assert.deepEqual([...(await readRunNotes(place.root)).notes.keys()].toSorted(), [1, 2, 3, 4].map(runOf).toSorted());
    await by('cleo', [[4, { addTag: 'hers' }]]);
    assert.throws(() => place.git('merge', '-q', '--no-edit', 'ada'));
    const { notes, problems } = await readRunNotes(place.root);
    const found = notes.get(runOf(4));
    assert.deepEqual([found?.starred, found?.tags], [true, ['hers', 'mine']]);
    assert.match(problems.join(), new RegExp(`${runOf(4)}\\.yaml holds an unsolved merge`));
    await editRunNotes(place.root, runOf(4), { note: 'Agreed.' });
    assert.equal(text(runOf(4)), 'starred: true\ntags:\n  - hers\n  - mine\nnote: Agreed.\n');
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'merged');
    place.git('checkout', '-q', 'main');
    assert.deepEqual([...(await readRunNotes(place.root)).notes], [], 'another branch has other notes');
  });

  it('of a run that only another branch has are those of that branch, unless this one has its own', async () => {
    place.git('checkout', '-q', 'other');
    await editRunNotes(place.root, runOf(9), { addTag: 'theirs' });
    await editRunNotes(place.root, runOf(10), { star: true });
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'notes');
    place.git('checkout', '-q', 'main');
    await editRunNotes(place.root, runOf(10), { addTag: 'ours' });
    const of = ({ runs }: HistoryTable, number: number) => runs.find(({ listing }) => listing.run === runOf(number))?.notes;
    const all = await historyTableReader(place.root)(true);
    assert.deepEqual(of(all, 9), { starred: false, tags: ['theirs'], note: '' });
    assert.deepEqual(of(all, 10), { starred: false, tags: ['ours'], note: '' });
    assert.equal((await historyTableReader(place.root)(false)).runs.length, 8);
    assert.match((await lines('--all', '--tag', 'theirs')).join('\n'), new RegExp(`^${runOf(9)}.*#theirs.*\n1 of 11 runs\\.$`));
  });

  it('are made by radsteps note, and radsteps runs shows and chooses by them', async () => {
    const noted = await run('note', runOf(5), '--star', '--tag', 'paper', '--tag', 'x', '--text', 'The best so far.');
    assert.deepEqual([noted.code, noted.out.trim()], [0, `${runOf(5)}: starred #paper #x The best so far.`]);
    await run('note', runOf(6), '--tag', 'paper');
    assert.equal((await lines('--starred')).length, 2);
    assert.match((await lines('--starred'))[0] ?? '', new RegExp(`^${runOf(5)}.*★ #paper #x`));
    assert.deepEqual((await lines('--tag', 'paper')).length, 3);
    assert.deepEqual((await lines('--tag', 'paper', '--starred', '--filter', 'auc>0')).length, 2);
    assert.match((await lines())[2] ?? '', /★ #paper #x/);
    const asJson = JSON.parse((await run('runs', '--json', '--starred')).out);
    assert.deepEqual(asJson[0].notes, { starred: true, tags: ['paper', 'x'], note: 'The best so far.' });
    assert.equal((await run('note', runOf(5), '--unstar', '--untag', 'x')).out.trim(), `${runOf(5)}: #paper The best so far.`);
    assert.equal((await run('note', runOf(5))).out.trim(), `${runOf(5)}: #paper The best so far.`, 'without options it tells');
    assert.equal((await run('note', 'nobody', '--star')).code, 1);
    assert.equal((await run('note', runOf(5), '--star', '--unstar')).code, 2);
    assert.equal((await run('note', runOf(5), '--tag', 'a b')).code, 1);
  });

  it('and the runs answer the editor by radsteps history, with null for what it has', async () => {
    const input = new PassThrough();
    let said = '';
    const host = { cwd: folder(), templatesFolder: '', trainer: fakeTrainer('finish'), writeError: () => undefined, terminal: false };
    const ended = runCommandLine(['history', '-C', place.root, '--events'], {
      ...host,
      input,
      signal: new AbortController().signal,
      write: (words) => {
        said += words;
      },
    });
    const answer = async (id: number, question: object) => {
      input.write(`${JSON.stringify({ id, ...question })}\n`);
      for (;;) {
        const line = said.split('\n').find((one) => one.includes(`"id":${id},`));
        if (line !== undefined) return JSON.parse(line).value;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const tableOf = ({ table }: { readonly table: string }) => JSON.parse(inflateRawSync(Buffer.from(table, 'base64')).toString());
    const first = await answer(1, { all: false, digest: '' });
    assert.equal(tableOf(first).runs.length, 8);
    assert.deepEqual(await answer(2, { all: false, digest: first.digest }), { digest: first.digest, table: null });
    assert.equal(tableOf(await answer(3, { all: true, digest: first.digest })).runs.length, 11);
    place.git('checkout', '-q', '-f', 'other');
    assert.equal(tableOf(await answer(4, { all: false, digest: first.digest })).runs.length, 11);
    input.end();
    assert.equal(await ended, 0);
  });
});
