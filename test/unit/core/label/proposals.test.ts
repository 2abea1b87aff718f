import assert from 'node:assert/strict';
import { applyEdit, invertEdit } from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { acceptProposal, isProposal, proposeMarks, rejectProposal, withoutProposals } from '../../../../src/core/label/proposals';
import { mulberry32 } from '../../../../src/core/statistics/random';

const box = (id: string, column: number): Mark => ({ id, kind: 'box', name: 'x', from: [column, 0], to: [column + 5, 5] });
const label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: {}, marks: [box('m1', 0)] };
const found: readonly Mark[] = [
  { ...box('m1', 0), score: 0.9 },
  { ...box('mark-2', 20), score: 0.4 },
];

describe('proposals of a run', () => {
  const edits = proposeMarks(label, found, 'run-1', mulberry32(1));
  const proposed = edits.reduce(applyEdit, label);
  const [, first, second] = proposed.marks;

  it("stand beside the reader's marks under ids of their own, once", () => {
    assert.equal(edits.length, 2);
    assert.deepEqual(proposed.marks[0], label.marks[0]);
    assert.deepEqual([first?.run, first?.score, second?.run], ['run-1', 0.9, 'run-1']);
    assert.equal(new Set(proposed.marks.map(({ id }) => id)).size, 3);
    assert.deepEqual(proposeMarks(proposed, found, 'run-1', mulberry32(2)), []);
    assert.equal(proposeMarks(proposed, found, 'run-2', mulberry32(2)).length, 2);
    assert.deepEqual(withoutProposals(proposed), label);
  });

  it("become the reader's own, or go, and both can be undone", () => {
    const accept = acceptProposal(proposed, first?.id ?? '');
    assert.ok(accept !== null);
    const accepted = applyEdit(proposed, accept);
    assert.deepEqual(accepted.marks[1], { ...box(first?.id ?? '', 0) });
    assert.deepEqual(accepted.marks.map(isProposal), [false, false, true]);
    assert.deepEqual(applyEdit(accepted, invertEdit(accept)), proposed);
    const reject = rejectProposal(proposed, second?.id ?? '');
    assert.ok(reject !== null);
    assert.deepEqual(applyEdit(proposed, reject).marks.length, 2);
    assert.equal(acceptProposal(proposed, 'm1'), null);
    assert.equal(rejectProposal(proposed, 'm1'), null);
  });
});
