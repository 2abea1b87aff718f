import assert from 'node:assert/strict';
import { attentionAt } from '../../../../src/core/experiment/attentionAt';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';

const map: AttentionMap = {
  ...{ version: 1, run: 'r', image: 'i', method: 'HiResCAM', layer: 'l', answer: 'a' },
  ...{ columns: 2, rows: 2, area: { x: 10, y: 0, width: 20, height: 40 }, values: [0, 1, 0.5, 0] },
};

describe("a map's weight at a point of the image", () => {
  it("is a place's own in its middle, between the places beside it elsewhere, and the outermost place's up to the edge", () => {
    for (const [column, row, weight] of [
      [15, 10, 0],
      [25, 10, 1],
      [15, 30, 0.5],
      [20, 10, 0.5],
      [20, 20, 0.375],
      [29.9, 0.1, 1],
    ] as const)
      assert.equal(attentionAt(map, column, row), weight, `${column}, ${row}`);
  });

  it('is 0 where the network did not look', () => {
    for (const [column, row] of [
      [9.9, 10],
      [30.1, 10],
      [20, -0.1],
      [20, 40.1],
    ] as const)
      assert.equal(attentionAt(map, column, row), 0);
  });
});
