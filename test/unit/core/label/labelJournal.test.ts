import assert from 'node:assert/strict';
import { invertEdit, type LabelEdit, setCategory } from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import {
  entriesInFile,
  formatJournalEntry,
  formatJournalHead,
  type JournalEntry,
  type JournalHead,
  type JournalStep,
  parseJournal,
  replayEntries,
  stepsToUndo,
} from '../../../../src/core/label/labelJournal';

const box: Mark = { id: 'b', kind: 'box', name: 'fracture', from: [1.25, 2], to: [3, 1 / 3 + 4] };
const mask: Mark = { id: 'k', kind: 'mask', name: 'callus', runs: '10:3+4,9+2;;4+1' };
const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: { age: 94 }, marks: [box, mask] };
const head: JournalHead = { base: null, label, owner: { host: 'here', pid: 7, start: '12' }, taken: { '00c0ffee': 3 } };
const step = (words: string, ...edits: readonly LabelEdit[]): JournalStep => ({ kind: 'step', words, edits });
const undo = ({ words, edits }: JournalStep): JournalStep => ({ kind: 'undo', words, edits: edits.map(invertEdit).toReversed() });

describe('the journal of a label', () => {
  const entries: readonly JournalEntry[] = [
    step('Remark', setCategory(label, 'remark', 'two\nlines, "quoted", ünïcode \u2028')),
    step(
      'Paint and Move',
      { edit: 'paint', mark: 'k', on: '10:7+1', off: '12:4+1' },
      {
        edit: 'mark',
        at: 0,
        from: box,
        to: { ...box, to: [5, 1 / 3 + 4] },
      },
    ),
    { kind: 'saving', sha256: 'ab' },
    step('Final', { edit: 'status', from: 'draft', to: 'final' }),
  ];
  const text = formatJournalHead(head) + entries.map((entry, index) => formatJournalEntry(index, entry)).join('');

  it('comes back as it was, a JSON line a step', () => {
    assert.equal(text.split('\n').length, entries.length + 2);
    for (const line of text.trimEnd().split('\n')) assert.doesNotThrow(() => JSON.parse(line));
    assert.deepEqual(parseJournal(text), { head, entries, end: 'whole' });
    const replayed = replayEntries(label, entries);
    assert.deepEqual([replayed.status, replayed.marks[1]], ['final', { ...mask, runs: '10:3+5,9+2' }]);
    assert.deepEqual(parseLabel(formatLabel(replayed), 'l').marks, replayed.marks);
  });

  it('loses at most the step that was being written, wherever it is cut, and never half of one', () => {
    const bytes = Buffer.from(text);
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const journal = parseJournal(bytes.subarray(0, cut).toString());
      const whole = ends.filter((end) => end <= cut).length;
      if (whole === 0) assert.equal(journal, null);
      else assert.deepEqual([journal?.entries, journal?.end], [entries.slice(0, whole - 1), ends.includes(cut) ? 'whole' : 'torn']);
    }
  });

  it('stops at a line that is damaged, missing, doubled, or of a newer RadSteps', () => {
    const lines = text.trimEnd().split('\n');
    const read = (changed: readonly (string | undefined)[]) => parseJournal(`${changed.join('\n')}\n`);
    const first = { head, entries: entries.slice(0, 1), end: 'damaged' };
    assert.deepEqual(read(lines.toSpliced(2, 1)), first);
    assert.deepEqual(read(lines.toSpliced(2, 0, lines[1] ?? '')), first);
    assert.deepEqual(read(lines.with(2, (lines[2] ?? '').replace('7+1', '7+2'))), first);
    assert.equal(read(lines.toSpliced(0, 1)), null);
    assert.equal(parseJournal(''), null);
    const newer = step('Weigh', { edit: 'weight', from: 1, to: 2 } as unknown as LabelEdit);
    assert.equal(parseJournal(formatJournalHead(head) + formatJournalEntry(0, newer))?.end, 'damaged');
  });

  it('refuses another label with a sentence', () => {
    assert.throws(() => replayEntries({ ...label, marks: [mask] }, entries), /unsaved edits of image img-1 by ada don't fit/);
  });

  it('knows how much of it is in a file', () => {
    const journal = { head: { ...head, base: 'aa' }, entries, end: 'whole' as const };
    assert.deepEqual(
      ['aa', 'ab', 'ac', null].map((sha256) => entriesInFile(journal, sha256)),
      [0, 3, null, null],
    );
    assert.equal(entriesInFile({ ...journal, head }, null), 0);
  });

  it('tells what is left to be undone', () => {
    const [a, b] = [step('A', setCategory(label, 'a', 1)), step('B', setCategory(label, 'b', 1))];
    assert.deepEqual(stepsToUndo([a, b, undo(b), { ...b, kind: 'redo' }, undo(b)]), [a]);
    assert.deepEqual(stepsToUndo([a, { kind: 'saving', sha256: 'x' }, undo(a)]), []);
    // The undoing of a step that was saved before is a step forwards.
    assert.deepEqual(stepsToUndo([undo(a)]), [{ ...undo(a), kind: 'step' }]);
  });
});
