import assert from 'node:assert/strict';
import { cellBelow, gridLines, lineAt, lineOf } from '../../../../webviews/gallery/gridLayout';
import { keyTarget } from '../../../../webviews/gallery/keyTarget';

const sizes = { width: 320, cellWidth: 100, cellHeight: 150, headHeight: 30 };

describe('the layout of the grid', () => {
  it('fills lines of cells', () => {
    const lines = gridLines(7, [], sizes);
    assert.deepEqual([lines.columns, lines.length, lines.height], [3, 3, 450]);
    assert.deepEqual([...lines.counts], [3, 3, 1]);
    assert.deepEqual([lineAt(lines, 0), lineAt(lines, 149), lineAt(lines, 150), lineAt(lines, 1e9)], [0, 0, 1, 2]);
    assert.deepEqual([lineOf(lines, 0), lineOf(lines, 2), lineOf(lines, 3), lineOf(lines, 6)], [0, 0, 1, 2]);
  });

  it('begins every group with a head', () => {
    const groups = [
      { title: 'a', start: 0, count: 4 },
      { title: 'b', start: 4, count: 1 },
    ];
    const lines = gridLines(5, groups, sizes);
    assert.deepEqual([...lines.heads], [0, -1, -1, 1, -1]);
    assert.deepEqual([...lines.tops], [0, 30, 180, 330, 360]);
    assert.deepEqual([lineOf(lines, 0), lineOf(lines, 3), lineOf(lines, 4)], [1, 2, 4]);
    assert.deepEqual([cellBelow(lines, 2, 1), cellBelow(lines, 3, 1), cellBelow(lines, 4, -1), cellBelow(lines, 0, -1)], [3, 4, 3, 0]);
  });

  it('moves the focus by keys within what there is', () => {
    const lines = gridLines(7, [], sizes);
    const to = (key: string, focus: number) => keyTarget(key, lines, focus, 6, 2);
    assert.deepEqual([to('ArrowRight', -1), to('ArrowDown', -1), to('End', -1)], [0, 0, 6]);
    assert.deepEqual([to('ArrowRight', 6), to('ArrowLeft', 0), to('ArrowDown', 4), to('ArrowUp', 4)], [6, 0, 6, 1]);
    assert.deepEqual([to('PageDown', 1), to('PageUp', 6), to('Home', 5)], [6, 0, 0]);
    assert.deepEqual([to('a', 3), to('toString', 3), keyTarget('End', gridLines(0, [], sizes), -1, -1, 1)], [null, null, null]);
  });

  it('is one column where the window is narrow, and nothing where there is no image', () => {
    assert.equal(gridLines(2, [], { ...sizes, width: 40 }).columns, 1);
    assert.equal(gridLines(0, [], sizes).height, 0);
  });
});
