import assert from 'node:assert/strict';
import { brushRuns } from '../../../../src/core/label/brushRuns';
import { joinRuns, sharedRuns, subtractRuns } from '../../../../src/core/label/combineRuns';
import { fillHoles, largestPart, maskParts } from '../../../../src/core/label/maskParts';
import { countPixels, emptyRuns, formatRuns, parseRuns, runsOfBitmap } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';

const random = mulberry32(9);
const size = { rows: 17, columns: 23 };
const bitmap = (share: number) => Uint8Array.from({ length: size.rows * size.columns }, () => (random() < share ? 1 : 0));

/** The pixels of a value that a walk over shared sides reaches from one of them. */
function flood(pixels: Uint8Array, start: number): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const at of reached) {
    const column = at % size.columns;
    for (const next of [
      at - size.columns,
      at + size.columns,
      ...(column > 0 ? [at - 1] : []),
      ...(column + 1 < size.columns ? [at + 1] : []),
    ])
      if (pixels[next] === pixels[start]) reached.add(next);
  }
  return reached;
}

function parts(pixels: Uint8Array, value: number): readonly ReadonlySet<number>[] {
  const found: ReadonlySet<number>[] = [];
  for (const [at, pixel] of pixels.entries()) if (pixel === value && !found.some((part) => part.has(at))) found.push(flood(pixels, at));
  return found;
}

const masked = (pixels: ReadonlySet<number>) =>
  formatRuns(
    runsOfBitmap(
      Uint8Array.from({ length: size.rows * size.columns }, (_, at) => (pixels.has(at) ? 1 : 0)),
      size,
    ),
  );

describe('parts, holes and strokes of masks', () => {
  it('find the parts that a walk over shared sides finds, the largest first', () => {
    for (const share of [0.1, 0.4, 0.6, 0.8]) {
      for (let round = 0; round < 25; round++) {
        const pixels = bitmap(share);
        const found = maskParts(runsOfBitmap(pixels, size));
        assert.deepEqual(found.map(formatRuns).toSorted(), parts(pixels, 1).map(masked).toSorted());
        const counts = found.map(countPixels);
        assert.deepEqual(
          counts,
          counts.toSorted((a, b) => b - a),
        );
      }
    }
    assert.equal(formatRuns(largestPart(parseRuns('3:0+2;;4+5') ?? emptyRuns)), '5:4+5');
    assert.equal(formatRuns(largestPart(emptyRuns)), '');
  });

  it('fill what is enclosed, and nothing else', () => {
    for (const share of [0.4, 0.6, 0.8]) {
      for (let round = 0; round < 25; round++) {
        const pixels = bitmap(share);
        const open = parts(pixels, 0).filter((part) =>
          [...part].some(
            (at) => at < size.columns || at >= size.columns * (size.rows - 1) || [0, size.columns - 1].includes(at % size.columns),
          ),
        );
        const filled = new Set([...pixels.keys()].filter((at) => !open.some((part) => part.has(at))));
        assert.equal(formatRuns(fillHoles(runsOfBitmap(pixels, size))), masked(filled));
      }
    }
  });

  it('paint the pixels whose centres lie within the radius of the way', () => {
    for (let round = 0; round < 60; round++) {
      const point = () => [random() * 30 - 4, random() * 24 - 4] as const;
      const [a, b] = [point(), point()];
      const radius = random() * 6;
      const way = round % 6 === 0 ? [a] : [a, b];
      const distance = (column: number, row: number): number => {
        const end = way[1] ?? a;
        const [along, down] = [end[0] - a[0], end[1] - a[1]];
        const length = along * along + down * down;
        const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((column - a[0]) * along + (row - a[1]) * down) / length));
        return Math.hypot(column - a[0] - share * along, row - a[1] - share * down);
      };
      const expected = runsOfBitmap(
        Uint8Array.from({ length: size.rows * size.columns }, (_, at) =>
          distance((at % size.columns) + 0.5, Math.floor(at / size.columns) + 0.5) <= radius ? 1 : 0,
        ),
        size,
      );
      assert.equal(formatRuns(brushRuns(way, radius, size)), formatRuns(expected));
    }
  });

  it('paint a long stroke on a large film quickly', () => {
    const way = Array.from({ length: 200 }, (_, index) => [200 + index * 8, 1200 + 600 * Math.sin(index / 9)] as const);
    const start = performance.now();
    const stroke = brushRuns(way, 25, { rows: 2500, columns: 2000 });
    const erased = subtractRuns(stroke, brushRuns(way.slice(0, 20), 10, { rows: 2500, columns: 2000 }));
    assert.ok(performance.now() - start < 2000);
    assert.ok(countPixels(erased) < countPixels(stroke) && countPixels(sharedRuns(erased, stroke)) === countPixels(erased));
    assert.equal(maskParts(joinRuns(stroke, erased)).length, 1);
  });
});
