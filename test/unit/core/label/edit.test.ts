import assert from 'node:assert/strict';
import {
  applyEdit,
  changeMark,
  invertEdit,
  type LabelEdit,
  paintMask,
  putMark,
  removeMark,
  setCategory,
  setField,
  setStatus,
} from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { emptyRuns, formatRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { parseEdit } from '../../../../src/core/label/parseEdit';
import { mulberry32 } from '../../../../src/core/statistics/random';

const box: Mark = { id: 'b', kind: 'box', name: 'fracture', from: [1.25, 2], to: [3, 1 / 3 + 4] };
const mask: Mark = { id: 'k', kind: 'mask', name: 'callus', runs: '10:3+4,9+2;;4+1' };
const label: Label = {
  version: 1,
  image: 'img-1',
  reader: 'ada',
  status: 'draft',
  categories: { age: 94 },
  marks: [box, mask],
};
const runs = (text: string) => parseRuns(text) ?? emptyRuns;

/** Applies an edit, undoes it, and gives what was in between. */
function bothWays(before: Label, edit: LabelEdit | null): Label {
  assert.ok(edit !== null);
  const after = applyEdit(before, edit);
  const back = applyEdit(after, invertEdit(edit));
  assert.equal(formatLabel(back), formatLabel(before));
  assert.deepEqual(invertEdit(invertEdit(edit)), edit);
  return after;
}

describe('edits of a label', () => {
  it('put, change and remove marks in their places', () => {
    const point: Mark = { id: 'p', kind: 'point', name: 'tip', at: [3, 4] };
    assert.deepEqual(bothWays(label, putMark(label, point)).marks, [box, mask, point]);
    const moved = { ...box, from: [0, 0] as const };
    assert.deepEqual(bothWays(label, changeMark(label, moved)).marks, [moved, mask]);
    assert.deepEqual(bothWays(label, removeMark(label, 'b')).marks, [mask]);
    assert.equal(removeMark(label, 'none'), null);
    assert.equal(changeMark(label, point), null);
  });

  it('paint only the pixels that change', () => {
    const edit = paintMask(label, 'k', runs('10:3+5,9+2;7+1'));
    assert.deepEqual(edit, { edit: 'paint', mark: 'k', on: '10:7+1;7+1', off: '12:4+1' });
    assert.deepEqual(bothWays(label, edit).marks[1], { ...mask, runs: '10:3+5,9+2;7+1' });
    assert.deepEqual(bothWays(label, paintMask(label, 'k', emptyRuns)).marks[1], { ...mask, runs: '' });
    assert.equal(paintMask(label, 'b', emptyRuns), null);
  });

  it('set categories and the status', () => {
    assert.deepEqual(bothWays(label, setCategory(label, 'age', 97)).categories, { age: 97 });
    assert.deepEqual(bothWays(label, setCategory(label, 'age', null)).categories, {});
    assert.deepEqual(bothWays(label, setCategory(label, 'signs', ['a'])).categories, { age: 94, signs: ['a'] });
    assert.equal(bothWays(label, setStatus(label, 'final')).status, 'final');
  });

  it('set time, sources and signature, as a journal keeps them', () => {
    const edits = [
      setField(label, 'seconds', 12),
      setField(label, 'sources', [{ reader: 'ben', sha256: '0'.repeat(64) }]),
      setField(label, 'signedOff', { by: 'ada', at: '2026-03-01T10:00:00Z' }),
    ];
    for (const edit of edits) bothWays(label, edit);
    for (const edit of edits) assert.deepEqual(parseEdit(JSON.parse(JSON.stringify(edit))), edit);
    assert.equal(parseEdit({ ...edits[0], to: -1 }), null);
  });

  it('refuse a label that is not as it was', () => {
    const misfits: readonly LabelEdit[] = [
      { edit: 'mark', at: 1, from: box, to: null },
      { edit: 'mark', at: 5, from: null, to: { ...box, id: 'n' } },
      { edit: 'mark', at: 2, from: null, to: box },
      { edit: 'mark', at: 0, from: box, to: { ...box, id: 'k' } },
      { edit: 'paint', mark: 'k', on: '10:3+1', off: '' },
      { edit: 'paint', mark: 'k', on: '', off: '11:0+1' },
      { edit: 'paint', mark: 'b', on: '11:0+1', off: '' },
      { edit: 'paint', mark: 'k', on: 'x', off: '' },
      { edit: 'category', name: 'age', from: 95, to: 96 },
      { edit: 'status', from: 'final', to: 'draft' },
    ];
    for (const edit of misfits) assert.throws(() => applyEdit(label, edit), RangeError, JSON.stringify(edit));
  });

  it('stay quick on a volume of 300 slices with 10 labels', () => {
    const random = mulberry32(3);
    const size = { rows: 256, columns: 256 };
    const disc = Uint8Array.from({ length: 65536 }, (_, at) => (Math.hypot((at % 256) - 128, (at >> 8) - 128) < 60 + 3 * random() ? 1 : 0));
    const text = formatRuns(runsOfBitmap(disc, size));
    const marks = Array.from(
      { length: 3000 },
      (_, index): Mark => ({ ...mask, id: `m${index}`, instance: `I-${index % 300}`, runs: text }),
    );
    const volume: Label = { ...label, marks };
    const stroke = runsOfBitmap(
      disc.map((pixel, at) => (at > 65536 / 2 ? pixel : 0)),
      size,
    );
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      const edit = paintMask(volume, 'm2999', stroke);
      assert.ok(edit !== null && applyEdit(volume, edit).marks.length === 3000);
      return performance.now() - start;
    });
    // The least of them, because another program may hold the processor up.
    const each = Math.min(...times);
    assert.ok(each < 50, `${each} ms an edit`);
  });
});
