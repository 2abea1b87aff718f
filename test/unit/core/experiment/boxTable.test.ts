import assert from 'node:assert/strict';
import { formatBoxTable, parseBoxTable } from '../../../../src/core/experiment/boxTable';
import type { ScoredBox } from '../../../../src/core/label/box';

const box = (score: number, left = 0): ScoredBox => ({ score, from: [left, 1.25], to: [left + 10, 20] });

describe('boxTable', () => {
  it('keeps boxes far below any threshold, the surest first, to a tenth of a pixel', () => {
    const text = formatBoxTable([
      { image: 'a,b', boxes: [box(0.0123456789), box(0.9, 3.04), box(0.005)] },
      { image: 'none', boxes: [] },
    ]);
    assert.equal(text, 'image,score,left,top,right,bottom\n"a,b",0.9,3,1.3,13,20\n"a,b",0.0123457,0,1.3,10,20\n');
    const found = parseBoxTable(text);
    assert.deepEqual(found.get('a,b')?.[1], { score: 0.0123457, from: [0, 1.3], to: [10, 20] });
    assert.equal(found.get('none'), undefined);
  });

  it('keeps at most 100 boxes of an image, and of a run the surest', () => {
    const many = { image: 'm', boxes: Array.from({ length: 150 }, (_, index) => box(0.02 + index / 1000)) };
    const found = parseBoxTable(formatBoxTable([many])).get('m') ?? [];
    assert.equal(found.length, 100);
    assert.ok(Math.min(...found.map(({ score }) => score)) > 0.069);
    const few = parseBoxTable(formatBoxTable([many, { image: 'n', boxes: [box(0.5)] }], 3));
    assert.deepEqual([few.get('m')?.length, few.get('n')?.length], [2, 1]);
  });

  it('reads no boxes from a table without one, and refuses what is no such table', () => {
    assert.equal(parseBoxTable(formatBoxTable([])).size, 0);
    assert.throws(() => parseBoxTable('image,score\na,1\n'), /boxes\.csv has no column left, top, right, bottom/);
    assert.throws(() => parseBoxTable('image,score,left,top,right,bottom\na,0.5,1,2,x,4\n'), /boxes\.csv, line 2: /);
    assert.throws(() => parseBoxTable('image,score,left,top,right,bottom\na,0.5,1\n'), /boxes\.csv, line 2: /);
  });
});
