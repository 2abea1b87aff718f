import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { editNotes, noNotes, type RunNotes, uniteNotes } from '../../../../src/core/experiment/runNotes';
import { formatRunNotes, parseRunNotes } from '../../../../src/core/experiment/runNotesFile';

const file = '5-network/run-notes/r.yaml';

describe('the notes of a run', () => {
  it('are a line a fact, sorted, and read back as they were', () => {
    const notes: RunNotes = { starred: true, tags: ['paper', 'a', 'paper'], note: 'Größe: "ok"\n- second # line\n\nthird' };
    const text = formatRunNotes(notes);
    assert.match(text, /^starred: true\ntags:\n {2}- a\n {2}- paper\nnote: \|-\n/);
    assert.deepEqual(parse(text).tags, ['a', 'paper']);
    assert.deepEqual(parseRunNotes(text, file), { ...notes, tags: ['a', 'paper'] });
    assert.equal(formatRunNotes(noNotes), '');
    assert.deepEqual(parseRunNotes('', file), noNotes);
    for (const note of ['yes', '123', ' x', '#', 'a: b', '---', '"']) {
      const read = parseRunNotes(formatRunNotes({ ...noNotes, note }), file);
      assert.equal(read.note, note);
    }
  });

  it('say in a sentence what is wrong with a file', () => {
    assert.throws(() => parseRunNotes('star: true\n', file), /5-network\/run-notes\/r\.yaml, line 1, column 1: .*star/);
    assert.throws(() => parseRunNotes('tags: [two words]\n', file), /line 1/);
    assert.throws(() => parseRunNotes('starred: maybe\n', file), /line 1/);
    assert.throws(() => parseRunNotes('tags: [a\n', file), /not YAML/);
  });

  it('change by what an edit names and nothing else', () => {
    const starred = editNotes(noNotes, { star: true });
    assert.deepEqual(starred, { starred: true, tags: [], note: '' });
    const tagged = editNotes(editNotes(starred, { addTag: ' b ' }), { addTag: 'a' });
    assert.deepEqual(tagged, { starred: true, tags: ['a', 'b'], note: '' });
    assert.deepEqual(editNotes(tagged, { removeTag: 'a', note: ' seen ' }), { starred: true, tags: ['b'], note: 'seen' });
    assert.deepEqual(editNotes(tagged, { star: false, removeTag: 'nobody' }).tags, ['a', 'b']);
    for (const addTag of ['', 'two words', 'a,b', 'x'.repeat(41), '"'])
      assert.throws(() => editNotes(noNotes, { addTag }), /can't be a tag/, addTag);
  });

  it('of both sides are shown where a merge is unsolved, with or without the common ancestor', () => {
    const ours = 'starred: true\n<<<<<<< HEAD\ntags:\n  - a\nnote: mine\n=======\ntags:\n  - b\nnote: yours\n>>>>>>> other\n';
    const withBase = ours.replace('=======', '||||||| 1234567\ntags:\n  - gone\n=======');
    for (const text of [ours, withBase, ours.replaceAll('\n', '\r\n')]) {
      const { problem, ...notes } = parseRunNotes(text, file);
      assert.deepEqual(notes, { starred: true, tags: ['a', 'b'], note: 'mine\n\nyours' });
      assert.match(problem ?? '', /run-notes\/r\.yaml holds an unsolved merge/);
    }
    assert.deepEqual(uniteNotes(noNotes, { starred: true, tags: ['x'], note: 'same' }), { starred: true, tags: ['x'], note: 'same' });
    assert.equal(uniteNotes({ ...noNotes, note: 'same' }, { ...noNotes, note: 'same' }).note, 'same');
  });
});
