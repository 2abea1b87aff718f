import assert from 'node:assert/strict';
import { diceOf, overlapOf, segmentationMetrics } from '../../../../src/core/statistics/segmentation';
import { near } from './near';

/** A 10 x 10 square and the same moved by two columns (reference/methods_vectors.json, segmentation), and with one stray pixel. */
const moved = { found: 100, marked: 100, both: 80 };

describe('segmentation metrics', () => {
  it('are those of the reference', () => {
    near(diceOf(moved), 0.8);
    near(overlapOf(moved), 2 / 3);
    near(diceOf({ found: 101, marked: 100, both: 80 }), 0.7960199004975125);
  });

  it('leave images out in which nothing is found or marked, and count an alarm as 0', () => {
    const overlaps = [moved, { found: 0, marked: 0, both: 0 }, { found: 5, marked: 0, both: 0 }, { found: 0, marked: 7, both: 0 }];
    const { dice, iou, empty_kept: kept } = segmentationMetrics(overlaps, ['a', 'b', 'c', 'd']);
    assert.ok('value' in dice && 'value' in iou && 'value' in kept);
    near(dice.value, 0.8 / 3);
    near(iou.value, 2 / 9);
    assert.deepEqual([dice.n, dice.patients, kept.value, kept.n], [3, 3, 0.5, 2]);
    assert.ok(dice.interval !== null && dice.interval[0] === 0 && Math.abs(dice.interval[1] - 0.8) < 1e-9);
    assert.match(dice.method, /over patients.*; mean over images with something found or marked$/);
  });

  it('say why there is none', () => {
    const nothing = segmentationMetrics([{ found: 0, marked: 0, both: 0 }], ['a']);
    assert.deepEqual(nothing.dice, { undefined: 'In no image is anything found or marked.' });
    assert.deepEqual(segmentationMetrics([moved], ['a']).empty_kept, { undefined: 'Every image has a mark.' });
  });
});
