import assert from 'node:assert/strict';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';
import { alphaOf, attentionPixels, attentionSize } from '../../../../src/core/experiment/attentionPixels';
import { parseAttention } from '../../../../src/core/experiment/parseAttention';
import { brightEnough, luminance, type Rgb } from '../../../../src/core/image/brightEnough';
import { plasma } from '../../../../src/core/image/plasma';
import { UserError } from '../../../../src/core/userError';

const grid = { columns: 3, rows: 2, values: [0, 0.5, 1, 0.25, 0.75, 0] };

/** Over a part of the image that begins beyond its corner. */
const area = { x: -3, y: 5, width: 30, height: 20 };
const map: AttentionMap = { version: 1, run: 'r', image: 'i', method: 'Grad-CAM', layer: 'l', answer: 'a', area, ...grid };

describe('the picture of a map of attention', () => {
  it('is clear where nothing is found and opaque yellow at the strongest place', () => {
    const size = attentionSize(grid);
    assert.deepEqual(size, { rows: 48, columns: 72 });
    assert.deepEqual(attentionSize({ columns: 600, rows: 2 }), { rows: 2, columns: 600 });
    const pixels = attentionPixels(map, size);
    const pixel = (column: number, row: number) => [
      ...pixels.slice(4 * (row * size.columns + column), 4 * (row * size.columns + column) + 4),
    ];
    assert.deepEqual(pixel(71, 0), [240, 249, 33, 255]);
    assert.deepEqual(pixel(0, 0), [13, 8, 135, 0]);
    assert.deepEqual(pixel(35, 0).slice(3), [189], 'half a pixel beside the middle of a cell with one half');
    assert.equal(alphaOf(0.5), 0.75);
  });

  it('refuses what is no map of this run and image', () => {
    assert.equal(parseAttention(map, 'r', 'i'), map);
    const wrong = [
      null,
      'text',
      { ...map, image: 'j' },
      { ...map, values: [1] },
      { ...map, values: [0, 0, 0, 0, 0, 2] },
      { ...map, area: { x: 0 } },
      { ...map, columns: 0 },
    ];
    for (const value of wrong) assert.throws(() => parseAttention(value, 'r', 'i'), UserError);
  });
});

describe('the ramp of the map', () => {
  /** Lightness L* of CIE 1976. */
  const lightness = (share: number): number => {
    const y = luminance(plasma(share));
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  };

  it('is plasma at its ends and in between', () => {
    assert.deepEqual(
      [plasma(-1), plasma(0), plasma(1), plasma(2)],
      [
        [13, 8, 135],
        [13, 8, 135],
        [240, 249, 33],
        [240, 249, 33],
      ],
    );
    // Of d3-scale-chromatic's 256 entries.
    const entries: readonly (readonly [number, Rgb])[] = [
      [64, [126, 3, 168]],
      [128, [204, 71, 120]],
      [192, [248, 149, 64]],
    ];
    for (const [index, expected] of entries)
      for (const [channel, value] of plasma(index / 255).entries())
        assert.ok(Math.abs(value - (expected[channel] ?? 0)) <= 6, `${index}: ${plasma(index / 255)}`);
  });

  it('gets brighter in even steps', () => {
    const steps = Array.from({ length: 20 }, (_, at) => lightness((at + 1) / 20) - lightness(at / 20));
    const mean = (lightness(1) - lightness(0)) / 20;
    for (const [at, step] of steps.entries()) assert.ok(step > 0.5 * mean && step < 1.6 * mean, `step ${at}: ${step} of ${mean}`);
  });
});

describe("a run's colour on a film", () => {
  it('stays as it is where it is bright enough, and keeps its hue where white is mixed in', () => {
    assert.deepEqual(brightEnough([77, 170, 252]), [77, 170, 252]);
    const purple = brightEnough([101, 45, 144]);
    const contrast = (luminance(purple) + 0.05) / 0.05;
    assert.ok(contrast >= 4.5 && contrast < 6, `${contrast}`);
    assert.ok(purple[2] > purple[0] && purple[0] > purple[1], `${purple}`);
    assert.ok(luminance(brightEnough([0, 0, 0])) > 0.17, 'black becomes grey');
  });

  it('knows the luminance of WCAG', () => {
    assert.deepEqual([luminance([0, 0, 0]), luminance([255, 255, 255])], [0, 1]);
    assert.ok(Math.abs(luminance([119, 119, 119]) - 0.1845) < 1e-3, 'the grey with 4.48 to 1 on white');
  });
});
