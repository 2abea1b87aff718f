import assert from 'node:assert/strict';
import { cieLabOf } from '../../../../../src/core/label/formats/cieLab';
import { packedBits } from '../../../../../src/core/label/formats/packedBits';
import { segmentsOf, segmentsOverlap } from '../../../../../src/core/label/formats/segments';
import type { SourceImage } from '../../../../../src/core/label/formats/sourceImage';
import type { Label, Mark } from '../../../../../src/core/label/label';
import { fillRuns, type MaskRuns, runsOfBitmap } from '../../../../../src/core/label/maskRuns';
import type { Protocol } from '../../../../../src/core/label/protocol';

describe('packed bits', () => {
  it('are the pixels one after the other, across the borders of bytes and frames', () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 60; round += 1) {
      const size = { rows: 1 + Math.floor(random() * 9), columns: 1 + Math.floor(random() * 40) };
      const bitmaps = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        Uint8Array.from({ length: size.rows * size.columns }, () => (random() < 0.7 ? 1 : 0)),
      );
      const bytes = packedBits(
        bitmaps.map((bitmap) => runsOfBitmap(bitmap, size)),
        size,
      );
      const all = bitmaps.flatMap((bitmap) => [...bitmap]);
      assert.equal(bytes.length, Math.ceil(all.length / 8));
      for (let at = 0; at < bytes.length * 8; at += 1) assert.equal(((bytes[at >> 3] ?? 0) >> (at & 7)) & 1, all[at] ?? 0);
    }
  });
});

describe('colours of segments', () => {
  it('are CIELab under D50, scaled to 16 bits', () => {
    assert.deepEqual(cieLabOf('#000000'), [0, 32896, 32896]);
    const [lightness = 0, redness = 0, yellowness = 0] = cieLabOf('#ffffff') ?? [];
    assert.ok(lightness === 65535 && Math.abs(redness - 32896) < 12 && Math.abs(yellowness - 32896) < 12, `${redness} ${yellowness}`);
    // L*a*b* of sRGB blue under D50: 29.57, 68.30, -112.03.
    const blue = cieLabOf('#0000FF') ?? [0, 0, 0];
    const found = [(blue[0] * 100) / 65535, (blue[1] * 255) / 65535 - 128, (blue[2] * 255) / 65535 - 128];
    for (const [at, value] of [29.57, 68.3, -112.03].entries()) assert.ok(Math.abs((found[at] ?? 0) - value) < 0.1, String(found));
    assert.equal(cieLabOf('red'), null);
  });
});

describe('segments', () => {
  const frame = { file: 0, frame: 0, rows: 10, columns: 12 } as SourceImage['instances'][number]['frames'][number];
  const instance = {
    instance: 'in-1',
    rows: 10,
    columns: 12,
    frames: [frame, { ...frame, frame: 1 }],
  } as unknown as SourceImage['instances'][number];
  const source: SourceImage = { image: 'img-a', instances: [instance, { ...instance, instance: 'in-2' }] };
  const protocol: Protocol = {
    labels: [
      { name: 'a', title: 'A', kind: 'mask' },
      { name: 'b', title: 'B', kind: 'outline' },
    ],
  };
  const mask = (id: string, name: string, runs: string, place: object): Mark => ({ id, kind: 'mask', name, runs, ...place });
  const label = (marks: readonly Mark[]): Label => ({ version: 1, image: 'img-a', reader: 'x', status: 'final', categories: {}, marks });

  it('are the marks of one object, each on its frames, cut off at the edge; the rest is counted', () => {
    const { segments, left } = segmentsOf(
      label([
        mask('m1', 'b', '2:1+2', { instance: 'in-2' }),
        mask('m2', 'a', '9:10+9;3+2', { instance: 'in-2', frame: 1, object: 'o' }),
        mask('m3', 'a', '1:0+1', { instance: 'in-1', object: 'o' }),
        mask('m4', 'a', '1:5+1', { instance: 'in-1', object: 'o' }),
        mask('m5', 'a', '1:5+1', { instance: 'in-9' }),
        mask('m6', 'a', '1:5+1', { instance: 'in-1', frame: 7 }),
        mask('m7', 'a', '20:5+1', { instance: 'in-1' }),
        mask('m8', 'c', '1:5+1', { instance: 'in-1' }),
        mask('m9', 'a', '1:5+1', {}),
        mask('m10', 'a', '1:5+1', { instance: 'in-1', run: 'r' }),
      ]),
      protocol,
      source,
    );
    assert.equal(left, 5);
    assert.deepEqual(
      segments.map(({ definition, id, frames }) => [definition.name, id, frames]),
      [
        [
          'a',
          'o',
          [
            { file: 0, frame: 0, runs: { firstRow: 1, rows: [[0, 1, 5, 1]] } },
            { file: 1, frame: 1, runs: { firstRow: 9, rows: [[10, 2]] } },
          ],
        ],
        ['b', 'm1', [{ file: 1, frame: 0, runs: { firstRow: 2, rows: [[1, 2]] } }]],
      ],
    );
    assert.equal(segmentsOverlap(segments), false);
  });

  it('overlap where they share a pixel of one frame', () => {
    const two = (place: object): boolean =>
      segmentsOverlap(
        segmentsOf(label([mask('m1', 'a', '1:1+3', { instance: 'in-1' }), mask('m2', 'b', '1:3+1', place)]), protocol, source).segments,
      );
    assert.equal(two({ instance: 'in-1' }), true);
    assert.equal(two({ instance: 'in-2' }), false);
    assert.equal(two({ instance: 'in-1', frame: 1 }), false);
  });

  it('of an outline are its pixels', () => {
    const outline: Mark = {
      ...{ id: 'm1', kind: 'outline', name: 'b', instance: 'in-1' },
      points: [
        [1, 1],
        [4, 1],
        [4, 3],
        [1, 3],
      ],
    };
    const [runs]: readonly (MaskRuns | undefined)[] = segmentsOf(label([outline]), protocol, source).segments.flatMap(({ frames }) =>
      frames.map((one) => one.runs),
    );
    const bitmap = new Uint8Array(120);
    assert.ok(runs);
    fillRuns(runs, { rows: 10, columns: 12 }, bitmap);
    assert.equal(
      bitmap.reduce((sum, value) => sum + value, 0),
      6,
    );
  });
});
