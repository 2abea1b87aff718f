import assert from 'node:assert/strict';
import { applyEdit, invertEdit } from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { newMarkId } from '../../../../src/core/label/markId';
import { mergeLabels } from '../../../../src/core/label/mergeLabels';
import { parseEdit } from '../../../../src/core/label/parseEdit';
import { type Choice, settleAll, settleConflict } from '../../../../src/core/label/settleConflict';
import { mulberry32 } from '../../../../src/core/statistics/random';

const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 0], to: [column + 5, 5] });
const mask = (runs: string): Mark => ({ id: 'k', kind: 'mask', name: 'callus', runs });
const base: Label = {
  version: 1,
  image: 'i',
  reader: 'r',
  status: 'draft',
  categories: { age: 94, side: 'L' },
  marks: [box('a'), box('b'), mask('5:5+10')],
};
const change = (changes: Partial<Label>): Label => ({ ...base, ...changes });

describe('mergeLabels', () => {
  it('takes what only one side changed, in our order', () => {
    const ours = change({ categories: { age: 97, side: 'L' }, marks: [box('a', 3), box('b'), mask('5:5+10'), box('c')] });
    const theirs = change({ categories: { age: 94, side: 'R', grade: 2 }, marks: [box('d'), box('a'), mask('5:5+10')] });
    assert.deepEqual(mergeLabels(base, ours, theirs), {
      ...base,
      categories: { age: 97, grade: 2, side: 'R' },
      marks: [box('a', 3), mask('5:5+10'), box('c'), box('d')],
    });
  });

  it('takes what both changed alike once', () => {
    const both = change({ categories: { age: 1 }, marks: [box('a', 3)], status: 'final' });
    assert.deepEqual(mergeLabels(base, both, both), both);
    assert.deepEqual(mergeLabels(base, base, both), both);
    assert.deepEqual(mergeLabels(base, both, base), both);
    assert.deepEqual(mergeLabels(null, both, both), both);
  });

  it('joins strokes on different pixels of one mask, and new names with them', () => {
    const ours = change({ marks: [mask('5:3+12')] });
    const theirs = change({ marks: [{ ...mask('5:5+8;5+2'), name: 'other' } as Mark] });
    assert.deepEqual(mergeLabels(change({ marks: [mask('5:5+10')] }), ours, theirs).marks, [{ ...mask('5:3+10;5+2'), name: 'other' }]);
  });

  it('adds up the time, and keeps a signature only over what was signed', () => {
    const signedOff = { by: 'ada', at: '2026-03-01T10:00:00Z' };
    const before = change({ status: 'final', seconds: 10 });
    const ours = { ...before, seconds: 25, signedOff };
    const theirs = change({ status: 'final', seconds: 12, categories: { age: 95, side: 'L' } });
    assert.equal(mergeLabels(before, ours, theirs).seconds, 27);
    assert.equal(mergeLabels(before, ours, theirs).signedOff, undefined);
    assert.deepEqual(mergeLabels(before, ours, before), ours);
    assert.deepEqual(mergeLabels(before, before, ours), ours);
    assert.deepEqual(mergeLabels(null, ours, ours), ours);
    const stale = { reader: 'ben', sha256: 'a'.repeat(64) };
    const fresh = { reader: 'ben', sha256: 'b'.repeat(64) };
    assert.deepEqual(mergeLabels({ ...base, sources: [stale] }, { ...base, sources: [stale] }, { ...base, sources: [fresh] }).sources, [
      fresh,
    ]);
  });

  it('makes overlapping changes conflicts of a draft that holds both sides', () => {
    const ours = change({ status: 'final', categories: { age: 97, side: 'L' }, marks: [box('a', 1), mask('5:4+11')] });
    const theirs = change({ status: 'final', categories: { side: 'L' }, marks: [box('a', 2), box('b', 2), mask('5:4+12')] });
    const merged = mergeLabels(base, ours, theirs);
    assert.equal(merged.status, 'draft');
    assert.deepEqual(merged.marks, ours.marks);
    assert.deepEqual(merged.categories, ours.categories);
    assert.deepEqual(merged.conflicts, [
      { on: 'category', name: 'age', base: 94, ours: 97, theirs: null },
      { on: 'mark', id: 'a', base: box('a'), ours: box('a', 1), theirs: box('a', 2) },
      { on: 'mark', id: 'k', base: mask('5:5+10'), ours: mask('5:4+11'), theirs: mask('5:4+12') },
      { on: 'mark', id: 'b', base: box('b'), ours: null, theirs: box('b', 2) },
    ]);
    assert.deepEqual(parseLabel(formatLabel(merged), 'l'), merged);
  });

  it('keeps two new marks of one id', () => {
    const ours = change({ marks: [...base.marks, box('m1', 1)] });
    const theirs = change({ marks: [...base.marks, box('m1', 2), box('m1-2', 3)] });
    const { marks, conflicts } = mergeLabels(base, ours, theirs);
    assert.deepEqual(marks, [...base.marks, box('m1', 1), box('m1-2', 3), box('m1-3', 2)]);
    assert.equal(conflicts, undefined);
  });

  it('merges two labels that began on both sides', () => {
    const merged = mergeLabels(null, change({ marks: [box('a')] }), change({ categories: { age: 94, grade: 1 }, marks: [box('c')] }));
    assert.deepEqual(
      [merged.categories, merged.marks, merged.conflicts],
      [{ age: 94, grade: 1, side: 'L' }, [box('a'), box('c')], undefined],
    );
  });

  it('is final only where nobody would find something new in it', () => {
    const status = (ours: Partial<Label>, theirs: Partial<Label>) => mergeLabels(base, change(ours), change(theirs)).status;
    assert.equal(status({ status: 'final', categories: {} }, {}), 'final');
    assert.equal(status({ status: 'final' }, { marks: [] }), 'draft');
    assert.equal(status({ marks: [] }, { status: 'final' }), 'draft');
    assert.equal(status({ status: 'final', marks: [] }, { status: 'final', categories: {} }), 'final');
  });

  it('follows an image that was renamed on one side, and refuses two owners', () => {
    assert.equal(mergeLabels(base, change({ marks: [] }), change({ image: 'j' })).image, 'j');
    assert.throws(() => mergeLabels(base, change({ image: 'k' }), change({ image: 'j' })), /different images or readers/);
    assert.throws(() => mergeLabels(null, base, change({ reader: 's' })), /different images or readers/);
  });

  it('keeps conflicts of earlier merges until one side has settled them', () => {
    const conflicts = [{ on: 'category', name: 'age', base: 1, ours: 2, theirs: 3 } as const];
    const open = change({ conflicts });
    assert.deepEqual(mergeLabels(open, open, change({ conflicts, marks: [] })).conflicts, conflicts);
    assert.equal(mergeLabels(open, open, change({ marks: [] })).conflicts, undefined);
    assert.equal(mergeLabels(open, change({ marks: [] }), open).conflicts, undefined);
    assert.deepEqual(mergeLabels(base, base, open).conflicts, conflicts);
  });

  it('loses no edit of either side, whatever both do (100 random histories)', () => {
    const random = mulberry32(11);
    const some = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const touch = (label: Label): Label => {
      const mark = some(label.marks);
      if (random() < 0.3 || mark === undefined) return { ...label, marks: [...label.marks, box(newMarkId(label.marks, random), random())] };
      if (random() < 0.3) return { ...label, marks: label.marks.filter(({ id }) => id !== mark.id) };
      if (random() < 0.3) return { ...label, categories: { ...label.categories, [some(['age', 'side', 'c'])]: Math.floor(random() * 4) } };
      return { ...label, marks: label.marks.map((other) => (other === mark ? box(mark.id, random()) : other)) };
    };
    for (let round = 0; round < 100; round++) {
      const [ours, theirs] = [touch(touch(base)), touch(touch(base))];
      const merged = mergeLabels(base, ours, theirs);
      const held = JSON.stringify(merged);
      for (const mark of [...ours.marks, ...theirs.marks]) {
        const isOld = base.marks.some((old) => JSON.stringify(old) === JSON.stringify(mark));
        assert.ok(isOld || held.includes(JSON.stringify(mark)), 'a changed or new mark is in the label or its conflicts');
      }
      const other = mergeLabels(base, theirs, ours);
      assert.equal(merged.conflicts?.length, other.conflicts?.length);
      if (merged.conflicts === undefined) {
        const sorted = (label: Label) => ({ ...label, marks: label.marks.toSorted((a, b) => (a.id < b.id ? -1 : 1)) });
        assert.equal(formatLabel(sorted(merged)), formatLabel(sorted(other)));
      } else {
        for (const side of ['ours', 'theirs'] as const) assert.equal(settleAll(merged, side).conflicts, undefined);
      }
    }
  });
});

describe('settleConflict', () => {
  const ours = change({ categories: { age: 97, side: 'L' }, marks: [box('a', 1), mask('5:5+10')] });
  const theirs = change({ categories: { side: 'L' }, marks: [box('a', 2), box('b', 2), mask('5:5+10')] });
  const merged = mergeLabels(base, ours, theirs);
  const settled = (index: number, choice: Choice) => settleConflict(merged, index, choice).reduce(applyEdit, merged);

  it('takes one side, by edits that can be undone and journalled', () => {
    assert.deepEqual(settled(0, 'theirs').categories, { side: 'L' });
    assert.deepEqual(settled(0, 'ours').categories, ours.categories);
    assert.deepEqual(settled(1, 'theirs').marks[0], box('a', 2));
    assert.deepEqual(settled(1, 'base').marks[0], box('a'));
    assert.deepEqual(settled(2, 'theirs').marks.at(-1), box('b', 2));
    assert.equal(settled(2, 'ours').conflicts?.length, 2);
    for (const index of [0, 1, 2]) {
      const edits = settleConflict(merged, index, 'theirs');
      const after = edits.reduce(applyEdit, merged);
      const undone = edits.toReversed().map(invertEdit).reduce(applyEdit, after);
      assert.equal(formatLabel(undone), formatLabel(merged));
      assert.deepEqual(
        edits.map((edit) => parseEdit(JSON.parse(JSON.stringify(edit)))),
        edits,
      );
    }
  });

  it('keeps both marks, and never both values', () => {
    assert.deepEqual(settled(1, 'both').marks, [box('a', 1), mask('5:5+10'), box('a-2', 2)]);
    assert.deepEqual(settled(2, 'both').marks.at(-1), box('b', 2));
    assert.throws(() => settleConflict(merged, 0, 'both'), RangeError);
    assert.throws(() => settleConflict(merged, 3, 'ours'), RangeError);
  });

  it('settles all at once to what one side had', () => {
    assert.deepEqual(settleAll(merged, 'theirs'), { ...theirs, marks: [box('a', 2), mask('5:5+10'), box('b', 2)] });
    assert.deepEqual(settleAll(merged, 'ours'), ours);
  });
});
