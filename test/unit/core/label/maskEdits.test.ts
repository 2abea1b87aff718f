import assert from 'node:assert/strict';
import { joinRuns, subtractRuns } from '../../../../src/core/label/combineRuns';
import { applyEdit, invertEdit, type LabelEdit } from '../../../../src/core/label/edit';
import type { Label, MaskMark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { eraseSlices, paintedSlices, paintSlices, setSlices } from '../../../../src/core/label/maskEdits';
import { maskOfMark, reformatRuns, withMask } from '../../../../src/core/label/maskOfMark';
import { emptyRuns, formatRuns, type MaskRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import type { SliceMasks } from '../../../../src/core/label/sliceMasks';
import { mulberry32 } from '../../../../src/core/statistics/random';

const random = mulberry32(12);
const runs = (text: string): MaskRuns => parseRuns(text) ?? assert.fail(text);
const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [] };
const places = ['I-a', 'I-b', 'I-c', 'I-d'].map((instance) => ({ instance }));
const target = { name: 'liver', places, random };

/** Applies edits one after the other, and proves that they can be undone. */
function edited(before: Label, edits: readonly LabelEdit[]): Label {
  const done = edits.reduce(applyEdit, before);
  assert.equal(formatLabel(edits.toReversed().map(invertEdit).reduce(applyEdit, done)), formatLabel(before));
  return done;
}

const painted = (of: Label, name = 'liver') =>
  Object.fromEntries([...paintedSlices(of, { name, places })].map(([slice, mask]) => [slice, formatRuns(mask)]));

const slices = (texts: Readonly<Record<number, string>>): SliceMasks =>
  new Map(Object.entries(texts).map(([slice, text]) => [Number(slice), runs(text)]));

describe('edits of a mask over slices', () => {
  const begun = edited(label, paintSlices(label, target, slices({ 1: '3:2+4', 2: '3:2+4;3+2' })));

  it('begin with one object for all slices', () => {
    assert.deepEqual(painted(begun), { 1: '3:2+4', 2: '3:2+4;3+2' });
    assert.deepEqual(
      begun.marks.map(({ kind, name, instance, object }) => ({ kind, name, instance, object })),
      ['I-b', 'I-c'].map((instance) => ({ kind: 'mask', name: 'liver', instance, object: 'liver' })),
    );
    assert.equal(new Set(begun.marks.map(({ id }) => id)).size, 2);
    const film = edited(label, paintSlices(label, { ...target, places: [{}] }, slices({ 0: '3:2+4' })));
    assert.deepEqual({ ...film.marks[0], id: '' }, { id: '', kind: 'mask', name: 'liver', runs: '3:2+4' });
  });

  it('hold only the pixels that change', () => {
    const edits = paintSlices(begun, target, slices({ 1: '3:0+4', 2: '3:3+2', 3: '0:1+1' }));
    assert.deepEqual(edits[0], { edit: 'paint', mark: begun.marks[0]?.id, on: '3:0+2', off: '' });
    assert.equal(edits.length, 2);
    assert.deepEqual(painted(edited(begun, edits)), { 1: '3:0+6', 2: '3:2+4;3+2', 3: '0:1+1' });
    assert.deepEqual(paintSlices(begun, target, slices({ 1: '3:2+4' })), []);
    assert.deepEqual(eraseSlices(begun, target, slices({ 0: '3:2+4', 1: '3:9+1' })), []);
  });

  it('erase, and remove what has no pixel left', () => {
    const less = edited(begun, eraseSlices(begun, target, slices({ 1: '2:0+9;0+9', 2: '4:3+1' })));
    assert.deepEqual(painted(less), { 2: '3:2+4;4+1' });
    assert.equal(less.marks.length, 1);
    assert.deepEqual(edited(begun, eraseSlices(begun, target, slices({ 1: '3:2+4', 2: '3:2+4;3+2' }))).marks, []);
  });

  it('set slices, and leave the others', () => {
    const set = edited(begun, setSlices(begun, target, slices({ 0: '1:1+1', 1: '', 2: '3:2+3;3+3' })));
    assert.deepEqual(painted(set), { 0: '1:1+1', 2: '3:2+3;3+3' });
    assert.deepEqual(setSlices(begun, target, slices({ 0: '', 2: '3:2+4;3+2' })), []);
  });

  it('keep other names and a model’s proposals as they are', () => {
    const other: MaskMark = { id: 'o', kind: 'mask', name: 'spleen', instance: 'I-b', runs: '3:2+4' };
    const proposal: MaskMark = { id: 'p', kind: 'mask', name: 'liver', instance: 'I-b', run: 'run-1', runs: '0:0+9' };
    const more: Label = { ...begun, marks: [other, proposal, ...begun.marks] };
    assert.deepEqual(painted(more), painted(begun));
    const done = edited(more, [...eraseSlices(more, target, slices({ 1: '0:0+9;0+9;0+9;0+9' }))]);
    assert.deepEqual(done.marks.slice(0, 2), [other, proposal]);
    assert.deepEqual(painted(done), { 2: '3:2+4;3+2' });
  });

  it('go on with the object that is there, and with two marks on one slice', () => {
    const two: readonly MaskMark[] = ['3:0+2', '3:1+4'].map((text, at) => ({
      id: `m${at}`,
      kind: 'mask',
      name: 'liver',
      instance: 'I-a',
      object: 'seg-1',
      runs: text,
    }));
    const both: Label = { ...label, marks: two };
    const more = edited(both, paintSlices(both, target, slices({ 0: '3:4+2', 3: '0:0+1' })));
    assert.deepEqual(painted(more), { 0: '3:0+6', 3: '0:0+1' });
    assert.equal(more.marks[2]?.object, 'seg-1');
    const less = edited(more, eraseSlices(more, target, slices({ 0: '3:0+2' })));
    assert.deepEqual(
      less.marks.map((mark) => mark.kind === 'mask' && mark.runs),
      ['3:5+1', '3:2+3', '0:0+1'],
    );
  });

  it('find frames of one file, too', () => {
    const frames = { ...target, places: [{}, { frame: 1 }, { frame: 2 }] };
    const begun = edited(label, paintSlices(label, frames, slices({ 0: '1:1+1', 2: '1:1+1' })));
    assert.deepEqual(
      begun.marks.map(({ frame }) => frame),
      [undefined, 2],
    );
    assert.deepEqual([...paintedSlices(begun, frames).keys()], [0, 2]);
  });
});

describe('a mask that changes in part', () => {
  const size = { rows: 12, columns: 9 };
  const anything = (share: number): MaskRuns =>
    runsOfBitmap(
      Uint8Array.from({ length: 108 }, (_, at) => (Math.floor(at / 9) % 5 !== 2 && random() < share ? 1 : 0)),
      size,
    );

  it('has the text that it would have if it were written anew', () => {
    for (let round = 0; round < 500; round++) {
      const [before, stroke] = [anything(random()), anything(random() / 4)];
      const band: MaskRuns = round % 2 === 0 ? stroke : runs(`${Math.floor(random() * 12)}:2+3`);
      for (const next of [joinRuns(before, band), subtractRuns(before, band), stroke])
        assert.equal(reformatRuns(formatRuns(before), before, next), formatRuns(next));
    }
  });

  it('is read once, and knows what it became', () => {
    const mark: MaskMark = { id: 'a', kind: 'mask', name: 'x', runs: '3:2+4;;1+1' };
    assert.equal(maskOfMark(mark), maskOfMark(mark));
    const mask = joinRuns(maskOfMark(mark), runs('4:0+1'));
    const next = withMask(mark, mask);
    assert.deepEqual(next, { ...mark, runs: '3:2+4;0+1;1+1' });
    assert.equal(maskOfMark(next), mask);
    assert.equal(maskOfMark(withMask(mark, emptyRuns)), emptyRuns);
    assert.throws(() => maskOfMark({ ...mark, runs: 'x' }), RangeError);
  });
});
