import assert from 'node:assert/strict';
import { applyEdit, invertEdit, type LabelEdit, setCategory } from '../../../../src/core/label/edit';
import type { Label } from '../../../../src/core/label/label';
import { UserError } from '../../../../src/core/userError';
import { undoableStep } from '../../../../src/vscode/labels/undoableStep';

describe('a step on the undo stack', () => {
  it('goes back and forth, and is left alone while the label is locked', async () => {
    let label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: {}, marks: [] };
    let guard: string | null = null;
    const edits = [setCategory(label, 'a', 'x')];
    const apply = async (some: readonly LabelEdit[]): Promise<void> => {
      label = some.reduce(applyEdit, label);
    };
    await apply(edits);
    const backwards = edits.map(invertEdit).toReversed();
    const { undo, redo } = undoableStep(() => guard, { undo: () => apply(backwards), redo: () => apply(edits) });
    await undo();
    assert.deepEqual(label.categories, {});
    await redo();
    assert.deepEqual(label.categories, { a: 'x' });
    guard = 'This label is final.';
    await assert.rejects(undo(), UserError);
    assert.deepEqual(label.categories, { a: 'x' });
    // VS Code believes that it was undone.
    await redo();
    assert.deepEqual(label.categories, { a: 'x' });
    guard = null;
    await undo();
    assert.deepEqual(label.categories, {});
  });
});
