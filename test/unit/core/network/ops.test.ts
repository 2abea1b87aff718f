import assert from 'node:assert/strict';
import type { Layer, OpName, Shape } from '../../../../src/core/network/layer';
import { ops } from '../../../../src/core/network/ops';
import { checkOp, type Reference } from './checkOp';

type Case = {
  readonly title: string;
  readonly layer: Layer;
  readonly shapes: readonly Shape[];
  readonly expected: Shape;
  readonly reference: Reference;
};

const name = 'layer';
const from: readonly string[] = [];
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const get = (array: readonly number[] | undefined, index: number): number => array?.[index] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Each pixel of [n, channels, rows, columns] from its place. */
const eachPixel = (
  batch: number,
  [channels = 0, rows = 0, columns = 0]: Shape,
  value: (n: number, c: number, r: number, k: number) => number,
): number[] =>
  range(batch).flatMap((n) => range(channels).flatMap((c) => range(rows).flatMap((r) => range(columns).map((k) => value(n, c, r, k)))));

const convolution =
  ([channels = 0, rows = 0, columns = 0]: Shape, filters: number, kernel: number): Reference =>
  ([x, w], batch) =>
    eachPixel(batch, [filters, rows, columns], (n, f, r, k) => {
      let sum = 0;
      for (const c of range(channels)) {
        for (const i of range(kernel)) {
          for (const j of range(kernel)) {
            const [row, column] = [r + i - (kernel - 1) / 2, k + j - (kernel - 1) / 2];
            if (row < 0 || column < 0 || row >= rows || column >= columns) continue;
            sum += get(x, ((n * channels + c) * rows + row) * columns + column) * get(w, ((f * channels + c) * kernel + i) * kernel + j);
          }
        }
      }
      return sum;
    });

const pooled =
  ([channels = 0, rows = 0, columns = 0]: Shape): Reference =>
  ([x], batch) =>
    eachPixel(batch, [channels, Math.floor(rows / 2), Math.floor(columns / 2)], (n, c, r, k) =>
      Math.max(
        ...[0, 1, 2, 3].map((corner) => get(x, ((n * channels + c) * rows + 2 * r + (corner >> 1)) * columns + 2 * k + (corner & 1))),
      ),
    );

const overImage =
  (pixels: number, value: (image: readonly number[]) => number): Reference =>
  ([x = []]) =>
    range(x.length / pixels).map((index) => value(x.slice(index * pixels, (index + 1) * pixels)));

/** Normalises the pixels that share a group, then scales and shifts each channel. */
const normalised =
  ([channels = 0, rows = 0, columns = 0]: Shape, group: (n: number, c: number) => number): Reference =>
  ([x = [], scale, shift], batch) => {
    const groups = eachPixel(batch, [channels, rows, columns], (n, c) => group(n, c));
    const moments = new Map(
      [...new Set(groups)].map((key) => {
        const values = x.filter((_, index) => groups[index] === key);
        const centre = mean(values);
        return [key, [centre, mean(values.map((value) => (value - centre) ** 2))] as const];
      }),
    );
    return x.map((value, index) => {
      const [centre = 0, variance = 1] = moments.get(groups[index] ?? 0) ?? [];
      const channel = Math.floor(index / (rows * columns)) % channels;
      return ((value - centre) / Math.sqrt(variance + 1e-5)) * get(scale, channel) + get(shift, channel);
    });
  };

const cases: readonly Case[] = [
  {
    title: '3x3, several channels',
    layer: { op: 'conv', name, from, filters: 4, kernel: 3 },
    shapes: [[2, 5, 6]],
    expected: [4, 5, 6],
    reference: convolution([2, 5, 6], 4, 3),
  },
  {
    title: '1x1',
    layer: { op: 'conv', name, from, filters: 2, kernel: 1 },
    shapes: [[3, 4, 3]],
    expected: [2, 4, 3],
    reference: convolution([3, 4, 3], 2, 1),
  },
  {
    title: '5x5, one channel, one filter',
    layer: { op: 'conv', name, from, filters: 1, kernel: 5 },
    shapes: [[1, 6, 5]],
    expected: [1, 6, 5],
    reference: convolution([1, 6, 5], 1, 5),
  },
  {
    title: 'of an image',
    layer: { op: 'bias', name, from },
    shapes: [[2, 3, 4]],
    expected: [2, 3, 4],
    reference: ([x = [], b]) => x.map((value, index) => value + get(b, Math.floor(index / 12) % 2)),
  },
  {
    title: 'of a vector',
    layer: { op: 'bias', name, from },
    shapes: [[5]],
    expected: [5],
    reference: ([x = [], b]) => x.map((value, index) => value + get(b, index % 5)),
  },
  {
    title: 'of an image',
    layer: { op: 'relu', name, from },
    shapes: [[2, 3, 4]],
    expected: [2, 3, 4],
    reference: ([x = []]) => x.map((value) => Math.max(0, value)),
  },
  { title: 'even sides', layer: { op: 'maxPool', name, from }, shapes: [[2, 4, 6]], expected: [2, 2, 3], reference: pooled([2, 4, 6]) },
  { title: 'odd sides', layer: { op: 'maxPool', name, from }, shapes: [[2, 5, 7]], expected: [2, 2, 3], reference: pooled([2, 5, 7]) },
  { title: 'odd rows only', layer: { op: 'maxPool', name, from }, shapes: [[1, 3, 4]], expected: [1, 1, 2], reference: pooled([1, 3, 4]) },
  {
    title: 'of an image',
    layer: { op: 'globalAveragePool', name, from },
    shapes: [[3, 4, 5]],
    expected: [3],
    reference: overImage(20, mean),
  },
  {
    title: 'of an image',
    layer: { op: 'globalMaxPool', name, from },
    shapes: [[3, 4, 5]],
    expected: [3],
    reference: overImage(20, (image) => Math.max(...image)),
  },
  {
    title: 'over the batch',
    layer: { op: 'batchNorm', name, from },
    shapes: [[3, 4, 2]],
    expected: [3, 4, 2],
    reference: normalised([3, 4, 2], (_, c) => c),
  },
  {
    title: 'two groups',
    layer: { op: 'groupNorm', name, from, groups: 2 },
    shapes: [[4, 3, 2]],
    expected: [4, 3, 2],
    reference: normalised([4, 3, 2], (n, c) => n * 2 + Math.floor(c / 2)),
  },
  {
    title: 'of a vector',
    layer: { op: 'dense', name, from, units: 4 },
    shapes: [[5]],
    expected: [4],
    reference: ([x, w], batch) =>
      range(batch).flatMap((n) => range(4).map((u) => range(5).reduce((sum, f) => sum + get(x, n * 5 + f) * get(w, f * 4 + u), 0))),
  },
  {
    title: 'vectors of different lengths',
    layer: { op: 'concat', name, from },
    shapes: [[2], [3]],
    expected: [5],
    reference: ([a = [], b = []], batch) => range(batch).flatMap((n) => [...a.slice(n * 2, n * 2 + 2), ...b.slice(n * 3, n * 3 + 3)]),
  },
  {
    title: 'images along their channels',
    layer: { op: 'concat', name, from },
    shapes: [
      [1, 2, 2],
      [2, 2, 2],
    ],
    expected: [3, 2, 2],
    reference: ([a = [], b = []], batch) => range(batch).flatMap((n) => [...a.slice(n * 4, n * 4 + 4), ...b.slice(n * 8, n * 8 + 8)]),
  },
];

describe('network operators: output and derivatives in ONNX Runtime against plain double precision', () => {
  for (const { title, layer, shapes, expected, reference } of cases) {
    it(`${layer.op}: ${title}`, () => checkOp(layer, shapes, expected, reference));
  }

  it('has a case for every operator', () => {
    const missing = (Object.keys(ops) as OpName[]).filter((op) => !cases.some((entry) => entry.layer.op === op));
    assert.deepEqual(missing, []);
  });

  it('conv: the way of large images (turned weights)', () =>
    checkOp({ op: 'conv', name, from, filters: 1, kernel: 3 }, [[2, 50, 51]], [1, 50, 51], convolution([2, 50, 51], 1, 3)));
});
