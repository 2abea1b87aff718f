import type { Edges, LayerOf, OpName, Shape, Sides } from '../../../../src/core/network/layer';

/** What a layer is worked out from, in double precision: flat arrays, each input with its batch first. */
export type Given<K extends OpName> = {
  readonly layer: LayerOf<K>;
  readonly inputs: readonly (readonly number[])[];
  readonly parameters: readonly (readonly number[])[];
  readonly shapes: readonly Shape[];
  readonly batch: number;
  /** Of a dropout layer; ones in inference. */
  readonly mask: readonly number[];
};

/** What it gives: sizes of one example, and all numbers. */
export type Plain = { readonly shape: Shape; readonly values: readonly number[] };

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const product = (sides: readonly number[]): number => sides.reduce((a, b) => a * b, 1);
export const pairOf = (sides: Sides): readonly [number, number] => (typeof sides === 'number' ? [sides, sides] : sides);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const get = (array: readonly number[] | undefined, index: number): number => array?.[index] ?? Number.NaN;
const sides = (shape: Shape | undefined): readonly [number, number, number] => [shape?.[0] ?? 1, shape?.[1] ?? 1, shape?.[2] ?? 1];

type Place = readonly [n: number, channel: number, row: number, column: number];

/** An image of every place's value. */
function image(batch: number, shape: readonly [number, number, number], value: (...place: Place) => number): Plain {
  const [channels, rows, columns] = shape;
  const values: number[] = [];
  for (const n of range(batch))
    for (const c of range(channels)) for (const r of range(rows)) for (const k of range(columns)) values.push(value(n, c, r, k));
  return { shape, values };
}

/** Reads an array of images by place; `outside` beyond the edges. */
const reader = (array: readonly number[] | undefined, shape: Shape | undefined, outside: number) => {
  const [channels, rows, columns] = sides(shape);
  return (...[n, c, r, k]: Place): number =>
    r < 0 || k < 0 || r >= rows || k >= columns ? outside : get(array, ((n * channels + c) * rows + r) * columns + k);
};

/** How often a window fits: counted, place by place. */
function fits(length: number, kernel: number, stride: number, padding: number, dilation: number): number {
  let count = 0;
  while (count * stride + dilation * (kernel - 1) < length + 2 * padding) count++;
  return count;
}

const same = ({ inputs: [x = []], shapes: [shape = []] }: Given<OpName>, value: (x: number, index: number) => number): Plain => ({
  shape,
  values: x.map(value),
});

/** Numbers that share a group are normalised together, then scaled and shifted by channel. */
function normalised(given: Given<'batchNorm' | 'groupNorm' | 'instanceNorm'>, group: (n: number, channel: number) => number): Plain {
  const { inputs: [x = []] = [], parameters, shapes, layer } = given;
  const [channels, rows, columns] = sides(shapes[0]);
  const channelOf = (index: number) => Math.floor(index / (rows * columns)) % channels;
  const groups = x.map((_, index) => group(Math.floor(index / (channels * rows * columns)), channelOf(index)));
  const moments = new Map(
    [...new Set(groups)].map((key) => {
      const values = x.filter((_, index) => groups[index] === key);
      const centre = mean(values);
      return [key, [centre, mean(values.map((value) => (value - centre) ** 2))] as const];
    }),
  );
  return same(given, (value, index) => {
    const [centre = 0, variance = 1] = moments.get(groups[index] ?? 0) ?? [];
    const standard = (value - centre) / Math.sqrt(variance + (layer.epsilon ?? 1e-5));
    return standard * get(parameters[0], channelOf(index)) + get(parameters[1], channelOf(index));
  });
}

type Pooling = Given<'maxPool'> | Given<'averagePool'>;

function pooled({ layer, inputs, shapes, batch }: Pooling, outside: number, value: (window: readonly number[]) => number): Plain {
  const [channels, rows, columns] = sides(shapes[0]);
  const [size, padding] = [pairOf(layer.size ?? 2), pairOf(layer.padding ?? 0)];
  const stride = pairOf(layer.stride ?? layer.size ?? 2);
  const x = reader(inputs[0], shapes[0], outside);
  const places = [fits(rows, size[0], stride[0], padding[0], 1), fits(columns, size[1], stride[1], padding[1], 1)] as const;
  return image(batch, [channels, ...places], (n, c, r, k) => {
    const window = range(size[0] * size[1]).map((index) => {
      const [i, j] = [Math.floor(index / size[1]), index % size[1]];
      return x(n, c, r * stride[0] - padding[0] + i, k * stride[1] - padding[1] + j);
    });
    return value(window);
  });
}

const overImage = ({ inputs, shapes, batch }: Given<OpName>, value: (image: readonly number[]) => number): Plain => {
  const [channels, rows, columns] = sides(shapes[0]);
  const pixels = rows * columns;
  const values = range(batch * channels).map((index) => value((inputs[0] ?? []).slice(index * pixels, (index + 1) * pixels)));
  return { shape: [channels], values };
};

/** An image moved and cut: positive edges add zeros, negative ones take off. */
function edged({ inputs, shapes, batch }: Given<OpName>, { top = 0, bottom = 0, left = 0, right = 0 }: Edges, sign: 1 | -1): Plain {
  const [channels, rows, columns] = sides(shapes[0]);
  const x = reader(inputs[0], shapes[0], 0);
  const shape = [channels, rows + sign * (top + bottom), columns + sign * (left + right)] as const;
  return image(batch, shape, (n, c, r, k) => x(n, c, r - sign * top, k - sign * left));
}

const convolution = ({ layer, inputs, parameters, shapes, batch }: Given<'conv'>): Plain => {
  const [channels, rows, columns] = sides(shapes[0]);
  const { filters, groups = 1 } = layer;
  const [kernel, stride, dilation] = [pairOf(layer.kernel), pairOf(layer.stride ?? 1), pairOf(layer.dilation ?? 1)];
  const padding = pairOf(layer.padding ?? [(dilation[0] * (kernel[0] - 1)) / 2, (dilation[1] * (kernel[1] - 1)) / 2]);
  const x = reader(inputs[0], shapes[0], 0);
  const each = channels / groups;
  const count = (which: 0 | 1, length: number) => fits(length, kernel[which], stride[which], padding[which], dilation[which]);
  return image(batch, [filters, count(0, rows), count(1, columns)], (n, f, r, k) => {
    const first = Math.floor(f / (filters / groups)) * each;
    let sum = 0;
    for (const c of range(each))
      for (const i of range(kernel[0]))
        for (const j of range(kernel[1])) {
          const weight = get(parameters[0], ((f * each + c) * kernel[0] + i) * kernel[1] + j);
          const place = [r * stride[0] - padding[0] + i * dilation[0], k * stride[1] - padding[1] + j * dilation[1]] as const;
          sum += weight * x(n, first + c, ...place);
        }
    return sum;
  });
};

/** Every pixel paints its weights onto the output. */
const painted = ({ layer, inputs, parameters, shapes, batch }: Given<'transposedConv'>): Plain => {
  const [channels, rows, columns] = sides(shapes[0]);
  const { filters, groups = 1 } = layer;
  const [kernel, stride, dilation] = [pairOf(layer.kernel), pairOf(layer.stride ?? 1), pairOf(layer.dilation ?? 1)];
  const [padding, more] = [pairOf(layer.padding ?? 0), pairOf(layer.outputPadding ?? 0)];
  const side = (which: 0 | 1, length: number) =>
    (length - 1) * stride[which] + dilation[which] * (kernel[which] - 1) + 1 + more[which] - 2 * padding[which];
  const made = [side(0, rows), side(1, columns)] as const;
  const values = new Array<number>(batch * filters * made[0] * made[1]).fill(0);
  const each = filters / groups;
  const x = reader(inputs[0], shapes[0], 0);
  for (const place of range(batch * channels * rows * columns)) {
    const [n, c] = [Math.floor(place / (channels * rows * columns)), Math.floor(place / (rows * columns)) % channels];
    const [r, k] = [Math.floor(place / columns) % rows, place % columns];
    const first = Math.floor(c / (channels / groups)) * each;
    for (const entry of range(each * kernel[0] * kernel[1])) {
      const [f, i, j] = [Math.floor(entry / (kernel[0] * kernel[1])), Math.floor(entry / kernel[1]) % kernel[0], entry % kernel[1]];
      const [row, column] = [r * stride[0] + i * dilation[0] - padding[0], k * stride[1] + j * dilation[1] - padding[1]];
      if (row < 0 || column < 0 || row >= made[0] || column >= made[1]) continue;
      const at = ((n * filters + first + f) * made[0] + row) * made[1] + column;
      values[at] = get(values, at) + x(n, c, r, k) * get(parameters[0], c * each * kernel[0] * kernel[1] + entry);
    }
  }
  return { shape: [filters, ...made], values };
};

/** Between the two nearest centres, at the outermost pixel beyond the last. */
function between(length: number, scale: number, at: number): readonly (readonly [index: number, share: number])[] {
  const place = Math.min(Math.max((at + 0.5) / scale - 0.5, 0), length - 1);
  const low = Math.floor(place);
  return [
    [low, 1 - (place - low)],
    [Math.min(low + 1, length - 1), place - low],
  ];
}

const upsampled = ({ layer: { scale, mode }, inputs, shapes, batch }: Given<'upsample'>): Plain => {
  const [channels, rows, columns] = sides(shapes[0]);
  const x = reader(inputs[0], shapes[0], Number.NaN);
  return image(batch, [channels, rows * scale, columns * scale], (n, c, r, k) => {
    if (mode !== 'bilinear') return x(n, c, Math.floor(r / scale), Math.floor(k / scale));
    const shares = between(rows, scale, r).flatMap(([row, a]) =>
      between(columns, scale, k).map(([column, b]) => a * b * x(n, c, row, column)),
    );
    return shares.reduce((sum, share) => sum + share, 0);
  });
};

const softmax = (given: Given<'softmax'>): Plain => {
  const { inputs, shapes, batch } = given;
  const [channels, rows, columns] = sides(shapes[0]);
  const x = reader(inputs[0], shapes[0], Number.NaN);
  const shares = image(batch, [channels, rows, columns], (n, c, r, k) => {
    return Math.exp(x(n, c, r, k)) / range(channels).reduce((sum, other) => sum + Math.exp(x(n, other, r, k)), 0);
  });
  return { shape: shapes[0] ?? [], values: shares.values };
};

const dense = ({ layer: { units }, inputs, parameters, shapes, batch }: Given<'dense'>): Plain => {
  const [features] = sides(shapes[0]);
  const value = (n: number, u: number) =>
    range(features).reduce((sum, f) => sum + get(inputs[0], n * features + f) * get(parameters[0], f * units + u), 0);
  return { shape: [units], values: range(batch).flatMap((n) => range(units).map((u) => value(n, u))) };
};

const joined = ({ inputs, shapes, batch }: Given<'concat'>): Plain => {
  const sizes = shapes.map(product);
  const values = range(batch).flatMap((n) =>
    inputs.flatMap((array, index) => array.slice(n * (sizes[index] ?? 0), (n + 1) * (sizes[index] ?? 0))),
  );
  return { shape: [shapes.reduce((sum, shape) => sum + (shape[0] ?? 0), 0), ...(shapes[0] ?? []).slice(1)], values };
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Every kind of layer once more, written for being read rather than for speed. */
export const plainOps: { readonly [K in OpName]: (given: Given<K>) => Plain } = {
  conv: convolution,
  transposedConv: painted,
  dense,
  bias: (given) => {
    const [channels, rows, columns] = sides(given.shapes[0]);
    return same(given, (x, index) => x + get(given.parameters[0], Math.floor(index / (rows * columns)) % channels));
  },
  batchNorm: (given) => normalised(given, (_, channel) => channel),
  groupNorm: (given) => {
    const each = sides(given.shapes[0])[0] / given.layer.groups;
    return normalised(given, (n, channel) => n * given.layer.groups + Math.floor(channel / each));
  },
  instanceNorm: (given) => normalised(given, (n, channel) => n * sides(given.shapes[0])[0] + channel),
  relu: (given) => same(given, (x) => Math.max(0, x)),
  relu6: (given) => same(given, (x) => Math.min(6, Math.max(0, x))),
  leakyRelu: (given) => same(given, (x) => (x > 0 ? x : x * (given.layer.slope ?? 0.01))),
  silu: (given) => same(given, (x) => x * sigmoid(x)),
  sigmoid: (given) => same(given, sigmoid),
  tanh: (given) => same(given, Math.tanh),
  softmax,
  maxPool: (given) => pooled(given, Number.NEGATIVE_INFINITY, (window) => Math.max(...window)),
  averagePool: (given) =>
    given.layer.countPadding === false
      ? pooled(given, Number.NaN, (window) => mean(window.filter((value) => !Number.isNaN(value))))
      : pooled(given, 0, mean),
  globalAveragePool: (given) => overImage(given, mean),
  globalMaxPool: (given) => overImage(given, (pixels) => Math.max(...pixels)),
  upsample: upsampled,
  concat: joined,
  add: (given) => same(given, (_, index) => given.inputs.reduce((sum, array) => sum + get(array, index), 0)),
  multiply: (given) => same(given, (_, index) => given.inputs.reduce((all, array) => all * get(array, index), 1)),
  pad: (given) => edged(given, given.layer, 1),
  crop: (given) => edged(given, given.layer, -1),
  flatten: (given) => ({ shape: [product(given.shapes[0] ?? [])], values: given.inputs[0] ?? [] }),
  dropout: (given) => same(given, (x, index) => x * get(given.mask, index)),
};
