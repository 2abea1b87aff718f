import assert from 'node:assert/strict';
import { formatRuns, parseRuns } from '../../../../../src/core/label/maskRuns';
import type { GreyValues } from '../../../../../src/core/label/pixelsInRange';
import type { SliceMasks } from '../../../../../src/core/label/sliceMasks';
import { freshBrush } from '../../../../../webviews/viewer/labels/brushSettings';
import { MaskStroke } from '../../../../../webviews/viewer/labels/maskStroke';
import type { PaintedStroke } from '../../../../../webviews/viewer/labels/maskVolumes';

const runs = (text: string) => parseRuns(text) ?? assert.fail(text);
/** A slice of 8 x 4 whose values are the columns, plus a step for each slice. */
const valuesOf = (slice: number): GreyValues => ({
  columns: 8,
  values: Int16Array.from({ length: 32 }, (_, at) => (at % 8) + slice),
  meaning: { modality: { kind: 'linear', slope: 1, intercept: 0 }, padding: null },
});
const texts = (masks: SliceMasks | undefined) => Object.fromEntries([...(masks ?? [])].map(([slice, mask]) => [slice, formatRuns(mask)]));

describe('a stroke of the brush', () => {
  const paint = async (isErasing: boolean, isAtHand: (slice: number) => boolean) => {
    const shown: (PaintedStroke | null)[] = [];
    const finished: PaintedStroke[] = [];
    const brush = { ...freshBrush, range: { low: 3, high: 5 } };
    const board = {
      brush,
      showStroke: (stroke: PaintedStroke | null) => void shown.push(stroke),
      finishStroke: (stroke: PaintedStroke) => void finished.push(stroke),
    };
    const values = {
      now: (slice: number) => (isAtHand(slice) ? valuesOf(slice) : null),
      load: async (slice: number) => (slice < 5 ? valuesOf(slice) : null),
    };
    const stroke = new MaskStroke(board, 'liver', isErasing, values);
    stroke.add(
      new Map([
        [0, runs('1:0+8')],
        [2, runs('1:0+8')],
      ]),
    );
    stroke.add(
      new Map([
        [2, runs('2:0+3')],
        [9, runs('2:0+3')],
      ]),
    );
    await stroke.finish();
    return { shown: texts(shown.at(-1)?.masks), finished: texts(finished[0]?.masks), count: finished.length };
  };

  it('takes only values of the range, at once where they are at hand', async () => {
    const { shown, finished, count } = await paint(false, (slice) => slice < 5);
    assert.deepEqual(shown, { 0: '1:3+3', 2: '1:1+3;1+2' });
    assert.deepEqual([finished, count], [shown, 1]);
  });

  it('waits at its end for values that are not, and leaves out slices that have none', async () => {
    const { shown, finished } = await paint(false, (slice) => slice === 0);
    assert.deepEqual(shown, { 0: '1:3+3' });
    assert.deepEqual(finished, { 0: '1:3+3', 2: '1:1+3;1+2' });
  });

  it('erases whatever the values are', async () => {
    assert.deepEqual((await paint(true, () => true)).finished, { 0: '1:0+8', 2: '1:0+8;0+3', 9: '2:0+3' });
  });
});
