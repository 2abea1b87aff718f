import assert from 'node:assert/strict';
import { applyEdit, type LabelEdit } from '../../../../src/core/label/edit';
import { editsBetween } from '../../../../src/core/label/editsBetween';
import type { Label, LabelConflict, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { placeEdits } from '../../../../src/core/label/placeEdits';
import { refusalOf } from '../../../../src/core/label/refusalOf';
import { mulberry32 } from '../../../../src/core/statistics/random';

const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 0], to: [column + 5, 5] });
const mask = (runs: string): Mark => ({ id: 'k', kind: 'mask', name: 'callus', runs });
const label: Label = {
  version: 1,
  image: 'i',
  reader: 'r',
  status: 'draft',
  categories: { age: 94 },
  marks: [box('a'), box('b'), mask('5:5+10')],
};
const conflict: LabelConflict = { on: 'category', name: 'age', base: 1, ours: 94, theirs: 95 };

describe('the edits between two labels', () => {
  it('make the one of the other: categories, marks, their order, fields, status and conflicts', () => {
    const others: readonly Label[] = [
      label,
      { ...label, marks: [] },
      { ...label, marks: [mask('5:5+11;2+1'), box('c'), box('a', 3)] },
      { ...label, status: 'final', categories: { side: 'L' }, seconds: 9, signedOff: { by: 'ada', at: '2026-03-01T10:00:00Z' } },
      { ...label, conflicts: [conflict] },
    ];
    for (const from of others)
      for (const to of others) assert.equal(formatLabel(editsBetween(from, to).reduce(applyEdit, from)), formatLabel(to));
    assert.deepEqual(editsBetween(label, label), []);
    const painted = editsBetween(label, { ...label, marks: [box('a'), box('b'), mask('5:6+10')] });
    assert.deepEqual(painted, [{ edit: 'paint', mark: 'k', on: '5:15+1', off: '5:5+1' }]);
  });

  it('do so for any lists of marks', () => {
    const random = mulberry32(11);
    const list = (): readonly Mark[] =>
      ['a', 'b', 'c', 'd', 'e', 'f']
        .filter(() => random() < 0.6)
        .map((id) => ({ mark: box(id, Math.floor(random() * 2)), at: random() }))
        .toSorted((x, y) => x.at - y.at)
        .map(({ mark }) => mark);
    for (let round = 0; round < 300; round++) {
      const [from, to] = [
        { ...label, marks: list() },
        { ...label, marks: list() },
      ];
      assert.deepEqual(editsBetween(from, to).reduce(applyEdit, from).marks, to.marks);
    }
  });
});

describe('edits that crossed with others', () => {
  it('find their marks where they are by now', () => {
    const put = (at: number, mark: Mark): LabelEdit => ({ edit: 'mark', at, from: null, to: mark });
    assert.deepEqual(placeEdits(label, [put(7, box('n'))]).edits, [put(3, box('n'))]);
    const moved: LabelEdit = { edit: 'mark', at: 0, from: box('b'), to: box('b', 4) };
    assert.deepEqual(placeEdits(label, [moved]).edits, [{ ...moved, at: 1 }]);
    const settled: LabelEdit = { edit: 'conflict', at: 3, from: conflict, to: null };
    assert.equal(placeEdits({ ...label, conflicts: [conflict] }, [settled]).label.conflicts, undefined);
  });

  it('are refused where what they change is another thing', () => {
    assert.throws(() => placeEdits(label, [{ edit: 'mark', at: 0, from: box('a', 9), to: null }]), RangeError);
    assert.throws(() => placeEdits(label, [{ edit: 'mark', at: 0, from: box('z'), to: null }]), RangeError);
    assert.throws(() => placeEdits(label, [{ edit: 'mark', at: 0, from: null, to: box('a') }]), RangeError);
  });
});

describe('what may be done to a label', () => {
  const signedOff = { by: 'ada', at: '2026-03-01T10:00:00Z' };
  const signed: Label = { ...label, status: 'final', signedOff };
  const signature: LabelEdit = { edit: 'field', field: 'signedOff', from: signedOff, to: null };
  const move: LabelEdit = { edit: 'mark', at: 0, from: box('a'), to: box('a', 1) };

  it('is nothing once it is signed off, but for a command that unlocks it, and an undoing before it is saved', () => {
    const asked = (by: 'command' | 'undo' | 'page', edit: LabelEdit, saved = signed) =>
      refusalOf({ before: signed, after: applyEdit(signed, edit), saved, edits: [edit], by });
    for (const by of ['command', 'undo', 'page'] as const) assert.match(asked(by, move) ?? '', /signed off by ada on 2026-03-01/);
    assert.equal(asked('command', signature), null);
    assert.match(asked('page', signature) ?? '', /signed off/);
    assert.match(asked('undo', signature) ?? '', /signed off/);
    assert.equal(asked('undo', signature, label), null);
  });

  it('is not to make it final with conflicts, or a draft that is signed off', () => {
    const after = { ...label, status: 'final', conflicts: [conflict] } as const;
    assert.match(refusalOf({ before: label, after, saved: label, edits: [], by: 'page' }) ?? '', /One conflict of a merge must be settled/);
    const draft: Label = { ...label, signedOff };
    assert.match(refusalOf({ before: label, after: draft, saved: label, edits: [], by: 'command' }) ?? '', /Only a final label/);
    assert.equal(refusalOf({ before: label, after: label, saved: label, edits: [move], by: 'page' }), null);
  });
});
