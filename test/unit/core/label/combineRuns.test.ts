import assert from 'node:assert/strict';
import { joinRuns, sharedRuns, subtractRuns } from '../../../../src/core/label/combineRuns';
import { emptyRuns, fillRuns, formatRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';

const size = { rows: 9, columns: 14 };
const random = mulberry32(7);
const bitmap = (share: number) => Uint8Array.from({ length: size.rows * size.columns }, () => (random() < share ? 1 : 0));

describe('masks of runs', () => {
  it('are joined, shared and subtracted as their pixels are', () => {
    for (const share of [0, 0.02, 0.3, 0.5, 0.9, 1]) {
      for (let round = 0; round < 20; round++) {
        const [a, b] = [bitmap(share), bitmap(0.4)];
        const [left, right] = [runsOfBitmap(a, size), runsOfBitmap(b, size)];
        const expect = (keep: (inA: number, inB: number) => number) =>
          formatRuns(
            runsOfBitmap(
              a.map((pixel, at) => keep(pixel, b[at] ?? 0)),
              size,
            ),
          );
        assert.equal(
          formatRuns(joinRuns(left, right)),
          expect((inA, inB) => inA | inB),
        );
        assert.equal(
          formatRuns(sharedRuns(left, right)),
          expect((inA, inB) => inA & inB),
        );
        assert.equal(
          formatRuns(subtractRuns(left, right)),
          expect((inA, inB) => inA & (1 - inB)),
        );
        assert.equal(formatRuns(subtractRuns(left, left)), '');
      }
    }
  });

  it('touch each other and become one run', () => {
    const runs = (text: string) => parseRuns(text) ?? emptyRuns;
    assert.equal(formatRuns(joinRuns(runs('3:2+4'), runs('3:6+1'))), '3:2+5');
    assert.equal(formatRuns(joinRuns(runs('3:2+4'), runs('6:0+1'))), '3:2+4;;;0+1');
    assert.equal(formatRuns(subtractRuns(runs('3:2+4;1+1'), runs('3:0+9'))), '4:1+1');
    const joined = new Uint8Array(size.rows * size.columns);
    fillRuns(joinRuns(emptyRuns, runs('2:1+2')), size, joined);
    assert.equal(
      joined.reduce((sum, pixel) => sum + pixel, 0),
      2,
    );
  });
});
