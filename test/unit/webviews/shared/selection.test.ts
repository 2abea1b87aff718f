import assert from 'node:assert/strict';
import { Selection } from '../../../../webviews/shared/selection';

function selectionOf(rows: readonly number[]): Selection {
  const selection = new Selection();
  selection.order(Uint32Array.from(rows));
  return selection;
}

describe('the selection of the gallery', () => {
  it('chooses one, more, and all from one to another', () => {
    const selection = selectionOf([10, 11, 12, 13]);
    selection.only(1);
    assert.deepEqual(selection.rows, [11]);
    selection.toggle(3);
    assert.deepEqual(selection.rows, [11, 13]);
    selection.extend(1);
    assert.deepEqual(selection.rows, [11, 12, 13]);
    selection.extend(3);
    assert.deepEqual(selection.rows, [13], 'from where the last choice was');
    selection.all();
    assert.equal(selection.size, 4);
    selection.clear();
    assert.deepEqual(selection.wanted(), [13], 'the one in focus');
  });

  it('follows the images into another order, and forgets what it lacks', () => {
    const selection = selectionOf([10, 11, 12]);
    selection.toggle(0);
    selection.toggle(2);
    selection.order(Uint32Array.of(12, 11));
    assert.deepEqual([selection.rows, selection.focus, selection.focusRow], [[12], 0, 12]);
    selection.order(Uint32Array.of(11));
    assert.deepEqual([selection.rows, selection.focus, selection.focusRow], [[], -1, 12]);
  });

  it('opens nothing where nothing was ever in focus', () => {
    assert.deepEqual(selectionOf([1, 2]).wanted(), []);
  });
});
