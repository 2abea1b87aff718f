import assert from 'node:assert/strict';
import { countPixels, emptyRuns, fillRuns, formatRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';

function bitmapOf(text: string, size: { rows: number; columns: number }): Uint8Array {
  const bitmap = new Uint8Array(size.rows * size.columns);
  const runs = parseRuns(text);
  assert.ok(runs !== null, text);
  fillRuns(runs, size, bitmap);
  return bitmap;
}

describe('mask runs', () => {
  it('are written as the rows of a frame', () => {
    const size = { rows: 13, columns: 12 };
    const bitmap = bitmapOf('10:3+4,9+2;;4+1', size);
    const set = [...bitmap].flatMap((value, index) => (value ? [`${Math.floor(index / 12)},${index % 12}`] : []));
    assert.deepEqual(set, ['10,3', '10,4', '10,5', '10,6', '10,9', '10,10', '12,4']);
    assert.deepEqual(runsOfBitmap(bitmap, size), { firstRow: 10, rows: [[3, 4, 9, 2], [], [4, 1]] });
    assert.equal(countPixels(runsOfBitmap(bitmap, size)), 7);
  });

  it('come back as they were, whatever the mask', () => {
    const random = mulberry32(5);
    for (let trial = 0; trial < 300; trial++) {
      const size = { rows: 1 + Math.floor(12 * random()), columns: 1 + Math.floor(12 * random()) };
      const share = random();
      const bitmap = Uint8Array.from({ length: size.rows * size.columns }, () => (random() < share ? 1 : 0));
      const text = formatRuns(runsOfBitmap(bitmap, size));
      assert.deepEqual(bitmapOf(text, size), bitmap);
      assert.deepEqual(parseRuns(text), runsOfBitmap(bitmap, size));
    }
  });

  it('have one text only: the empty mask is the empty text', () => {
    assert.equal(formatRuns(emptyRuns), '');
    assert.deepEqual(parseRuns(''), emptyRuns);
    assert.deepEqual(runsOfBitmap(new Uint8Array(6), { rows: 2, columns: 3 }), emptyRuns);
  });

  for (const text of [
    '3',
    ':1+1',
    '0:',
    '0:1',
    '0:1+0',
    '0:1+1,2+1',
    '0:3+1,1+1',
    '0:1+1;',
    '0:;1+1',
    '01:1+1',
    '0:1+1 ',
    '0:-1+2',
    '1.5:1+1',
    '0:1+1+1',
    '0:1,1',
  ])
    it(`refuse ${JSON.stringify(text)}`, () => assert.equal(parseRuns(text), null));

  it('are cut at the borders of a smaller image', () => {
    assert.deepEqual([...bitmapOf('0:1+9,20+3;0+1;0+1', { rows: 2, columns: 3 })], [0, 1, 1, 1, 0, 0]);
  });

  it('keep a film of 2,000 x 2,500 small', () => {
    const size = { rows: 2000, columns: 2500 };
    const bitmap = Uint8Array.from({ length: size.rows * size.columns }, (_, index) =>
      Math.hypot(Math.floor(index / size.columns) - 1000, (index % size.columns) - 1200) < 950 ? 1 : 0,
    );
    const text = formatRuns(runsOfBitmap(bitmap, size));
    assert.ok(text.length < 20_000, `${text.length} characters`);
    assert.deepEqual(bitmapOf(text, size), bitmap);
  });
});
