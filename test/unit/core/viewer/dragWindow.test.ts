import assert from 'node:assert/strict';
import { draggedWindow } from '../../../../src/core/viewer/dragWindow';

const start = { center: 40, width: 400, shape: 'LINEAR' } as const;

describe('dragging the window', () => {
  it('is wider to the right, narrower to the left, by the same share everywhere', () => {
    assert.equal(draggedWindow(start, [200, 0], false, 1).width, 800);
    assert.equal(draggedWindow(start, [-200, 0], false, 1).width, 200);
    assert.equal(draggedWindow({ ...start, width: 0.04 }, [200, 0], false, 0).width, 0.08);
  });

  it('is darker downwards, also where low values are bright', () => {
    assert.equal(draggedWindow(start, [0, 300], false, 1).center, 440);
    assert.equal(draggedWindow(start, [0, 300], true, 1).center, -360);
  });

  it('never gets narrower than asked, and keeps its shape', () => {
    assert.deepEqual(draggedWindow({ ...start, shape: 'SIGMOID' }, [-1e5, 0], false, 1), { center: 40, width: 1, shape: 'SIGMOID' });
  });
});
