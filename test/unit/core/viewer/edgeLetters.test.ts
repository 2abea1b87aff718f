import assert from 'node:assert/strict';
import { directionLetters, edgeLetters, oppositeLetters } from '../../../../src/core/viewer/edgeLetters';
import { turned, uprightTurn } from '../../../../src/core/viewer/viewTransform';

describe('letters at the edges', () => {
  it('names directions of the patient, the main one first', () => {
    assert.equal(directionLetters([1, 0, 0]), 'L');
    assert.equal(directionLetters([-1, 0, 0]), 'R');
    assert.equal(directionLetters([0, -1, 0]), 'A');
    assert.equal(directionLetters([0, 0, -1]), 'F');
    assert.equal(directionLetters([0, 0.6, 0.8]), 'HP');
    assert.equal(directionLetters([0.995, 0.0998, 0]), 'L', 'a slight tilt is not named');
  });

  it('turns letters around, and says nothing for letters it does not know', () => {
    assert.equal(oppositeLetters('HP'), 'FA');
    assert.equal(oppositeLetters('LE'), '');
  });

  const axial = { right: 'L', down: 'P' };
  it('stands as radiologists expect for an axial slice', () => {
    assert.deepEqual(edgeLetters(axial, uprightTurn), { left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });

  it('follows turning to the right', () => {
    assert.deepEqual(edgeLetters(axial, turned(uprightTurn, 'right')), { left: 'P', right: 'A', top: 'R', bottom: 'L' });
  });

  it('follows mirroring, also after a turn', () => {
    assert.deepEqual(edgeLetters(axial, turned(uprightTurn, 'horizontal')), { left: 'L', right: 'R', top: 'A', bottom: 'P' });
    assert.deepEqual(edgeLetters(axial, turned(turned(uprightTurn, 'right'), 'vertical')), {
      left: 'P',
      right: 'A',
      top: 'L',
      bottom: 'R',
    });
  });
});
