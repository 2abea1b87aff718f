import type { LayerOf, LayerSettings, OpName, Shape } from '../../../../src/core/network/layer';

/** One layer to be tried on inputs of some shapes. */
export type OpCase<K extends OpName> = {
  readonly title: string;
  readonly settings: LayerSettings[K];
  readonly shapes: readonly Shape[];
  readonly batch?: number;
  /** The input's numbers lie between minus and plus this; 1 unless told. */
  readonly span?: number;
};

/** Cases of one kind of layer: some with what they must give, and one drawn from random numbers. */
export type OpCases<K extends OpName> = {
  readonly fixed: readonly (OpCase<K> & { readonly expected: Shape })[];
  readonly drawn: (draw: Draw) => Omit<OpCase<K>, 'title'>;
};

/** Draws whole numbers, both ends included, and entries of lists. */
export type Draw = {
  readonly whole: (least: number, most: number) => number;
  readonly one: <T>(list: readonly T[]) => T;
};

/** A draw from random numbers. */
export function drawFrom(random: () => number): Draw {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return { whole, one: (list) => list[whole(0, list.length - 1)] as (typeof list)[number] };
}

/** The layer of a case. */
export const layerOf = <K extends OpName>(op: K, settings: LayerSettings[K]): LayerOf<K> =>
  ({ op, name: 'layer', from: [], ...(settings as object) }) as unknown as LayerOf<K>;

const anyImage = ({ whole }: Draw): Shape => [whole(1, 3), whole(1, 6), whole(1, 6)];
const anyShape = (draw: Draw): Shape => (draw.whole(0, 2) === 0 ? [draw.whole(1, 7)] : anyImage(draw));
const anyBatch = ({ whole }: Draw) => whole(1, 3);

const elementwise = <K extends OpName>(settings: LayerSettings[K], span?: number): OpCases<K> => {
  const more = span === undefined ? {} : { span };
  return {
    fixed: [
      { title: 'of an image', settings, shapes: [[2, 3, 4]], expected: [2, 3, 4], ...more },
      { title: 'of a vector', settings, shapes: [[5]], expected: [5], ...more },
    ],
    drawn: (draw) => ({ settings, shapes: [anyShape(draw)], batch: anyBatch(draw), ...more }),
  };
};

/** Two or three inputs of equal shape. */
const combining = <K extends 'add' | 'multiply'>(): OpCases<K> => ({
  fixed: [
    { title: 'two images', settings: {} as LayerSettings[K], shapes: [0, 1].map(() => [2, 3, 4]), expected: [2, 3, 4] },
    { title: 'four vectors', settings: {} as LayerSettings[K], shapes: [0, 1, 2, 3].map(() => [5]), expected: [5] },
  ],
  drawn: (draw) => {
    const shape = anyShape(draw);
    const shapes = Array.from({ length: draw.whole(2, 3) }, () => shape);
    return { settings: {} as LayerSettings[K], shapes, batch: anyBatch(draw) };
  },
});

/** A window's size with a padding of at most half of it, and an image into which it fits. */
function drawnPool(draw: Draw) {
  const size = [draw.whole(1, 4), draw.whole(1, 4)] as const;
  const padding = [draw.whole(0, Math.floor(size[0] / 2)), draw.whole(0, Math.floor(size[1] / 2))] as const;
  const stride = [draw.whole(1, 4), draw.whole(1, 4)] as const;
  const shape = [draw.whole(1, 3), size[0] + draw.whole(0, 5), size[1] + draw.whole(0, 5)];
  return { settings: { size, padding, stride }, shapes: [shape], batch: anyBatch(draw) };
}

const poolings = [
  { title: 'even sides', settings: {}, shapes: [[2, 4, 6]], expected: [2, 2, 3] },
  { title: 'odd sides', settings: {}, shapes: [[2, 5, 7]], expected: [2, 2, 3] },
  { title: 'odd rows only', settings: {}, shapes: [[1, 3, 4]], expected: [1, 1, 2] },
  { title: 'side by side, 3 x 2', settings: { size: [3, 2] }, shapes: [[2, 7, 6]], expected: [2, 2, 3] },
  {
    title: 'overlapping with padding, as in a ResNet',
    settings: { size: 3, stride: 2, padding: 1 },
    shapes: [[2, 8, 7]],
    expected: [2, 4, 4],
  },
  { title: 'overlapping, with rows left over', settings: { size: 3, stride: 2 }, shapes: [[2, 8, 5]], expected: [2, 3, 2] },
  { title: 'stride 1', settings: { size: 2, stride: 1 }, shapes: [[1, 4, 3]], expected: [1, 3, 2] },
  { title: 'gaps between windows', settings: { size: 2, stride: 3 }, shapes: [[2, 8, 7]], expected: [2, 3, 2] },
  {
    title: 'unlike rows and columns',
    settings: { size: [3, 4], stride: [1, 3], padding: [1, 2] },
    shapes: [[1, 4, 6]],
    expected: [1, 4, 3],
  },
] as const;

export const opCases: { readonly [K in OpName]: OpCases<K> } = {
  conv: {
    fixed: [
      { title: '3x3, several channels', settings: { filters: 4, kernel: 3 }, shapes: [[2, 5, 6]], expected: [4, 5, 6] },
      { title: '1x1', settings: { filters: 2, kernel: 1 }, shapes: [[3, 4, 3]], expected: [2, 4, 3] },
      { title: '5x5, one channel, one filter', settings: { filters: 1, kernel: 5 }, shapes: [[1, 6, 5]], expected: [1, 6, 5] },
      { title: 'stride 2, rows left over', settings: { filters: 3, kernel: 3, stride: 2 }, shapes: [[2, 8, 7]], expected: [3, 4, 4] },
      {
        title: 'stride 3, no padding, both left over',
        settings: { filters: 2, kernel: 2, stride: 3, padding: 0 },
        shapes: [[2, 7, 10]],
        expected: [2, 2, 3],
      },
      {
        title: '1x1 with stride, as beside a ResNet block',
        settings: { filters: 3, kernel: 1, stride: 2 },
        shapes: [[2, 6, 5]],
        expected: [3, 3, 3],
      },
      {
        title: '7x7 with stride 2, as in a ResNet',
        settings: { filters: 2, kernel: 7, stride: 2 },
        shapes: [[1, 10, 9]],
        expected: [2, 5, 5],
      },
      { title: 'dilated', settings: { filters: 2, kernel: 3, dilation: 2 }, shapes: [[2, 6, 7]], expected: [2, 6, 7] },
      {
        title: 'dilated with stride',
        settings: { filters: 2, kernel: [3, 2], dilation: [2, 3], stride: 2, padding: [1, 2] },
        shapes: [[2, 8, 7]],
        expected: [2, 3, 4],
      },
      { title: 'even kernel', settings: { filters: 2, kernel: 4, padding: 1 }, shapes: [[2, 6, 5]], expected: [2, 5, 4] },
      {
        title: 'more padding than the kernel reaches',
        settings: { filters: 2, kernel: 2, padding: 3 },
        shapes: [[1, 3, 2]],
        expected: [2, 8, 7],
      },
      {
        title: 'unlike rows and columns',
        settings: { filters: 3, kernel: [1, 4], stride: [2, 1], padding: [0, 2] },
        shapes: [[2, 5, 6]],
        expected: [3, 3, 7],
      },
      { title: 'two groups', settings: { filters: 6, kernel: 3, groups: 2 }, shapes: [[4, 5, 4]], expected: [6, 5, 4] },
      { title: 'depthwise', settings: { filters: 4, kernel: 3, groups: 4 }, shapes: [[4, 5, 6]], expected: [4, 5, 6] },
      {
        title: 'depthwise with stride, as in a MobileNet',
        settings: { filters: 3, kernel: 3, groups: 3, stride: 2 },
        shapes: [[3, 8, 7]],
        expected: [3, 4, 4],
      },
      {
        title: 'depthwise, two filters a channel, dilated',
        settings: { filters: 6, kernel: 3, groups: 3, dilation: 2 },
        shapes: [[3, 5, 6]],
        expected: [6, 5, 6],
      },
      {
        title: 'large images (turned weights)',
        settings: { filters: 1, kernel: 3 },
        shapes: [[2, 50, 51]],
        expected: [1, 50, 51],
        batch: 2,
      },
      {
        title: 'large images, even kernel',
        settings: { filters: 1, kernel: 2, padding: 1 },
        shapes: [[1, 50, 51]],
        expected: [1, 51, 52],
        batch: 1,
      },
      {
        title: 'large images, groups and dilation',
        settings: { filters: 4, kernel: [2, 1], groups: 2, dilation: 2, padding: [1, 0] },
        shapes: [[4, 50, 50]],
        expected: [4, 50, 50],
        batch: 1,
      },
      {
        title: 'large images, much padding',
        settings: { filters: 1, kernel: 2, padding: 2 },
        shapes: [[1, 50, 50]],
        expected: [1, 53, 53],
        batch: 1,
      },
      {
        title: 'many channels (one product over the batch)',
        settings: { filters: 3, kernel: [3, 2], stride: 2, padding: 1 },
        shapes: [[128, 4, 5]],
        expected: [3, 2, 3],
      },
      { title: 'many channels, 1x1', settings: { filters: 2, kernel: 1 }, shapes: [[130, 2, 3]], expected: [2, 2, 3] },
    ],
    drawn: (draw) => {
      const groups = draw.whole(1, 3);
      const pair = (least: number) => [draw.whole(least, 3), draw.whole(least, 3)] as const;
      const [k, d, p] = [pair(1), pair(1), pair(0)];
      const reach = (which: 0 | 1) => Math.max(1, d[which] * (k[which] - 1) + 1 - 2 * p[which]);
      const settings = { filters: groups * draw.whole(1, 2), kernel: k, dilation: d, padding: p, stride: pair(1), groups };
      return {
        settings,
        shapes: [[groups * draw.whole(1, 2), reach(0) + draw.whole(0, 4), reach(1) + draw.whole(0, 4)]],
        batch: anyBatch(draw),
      };
    },
  },
  transposedConv: {
    fixed: [
      { title: 'twice the size, as in a U-Net', settings: { filters: 3, kernel: 2, stride: 2 }, shapes: [[2, 3, 4]], expected: [3, 6, 8] },
      { title: 'overlapping', settings: { filters: 2, kernel: 4, stride: 2, padding: 1 }, shapes: [[3, 3, 2]], expected: [2, 6, 4] },
      { title: 'gaps', settings: { filters: 2, kernel: 2, stride: 3 }, shapes: [[2, 3, 2]], expected: [2, 8, 5] },
      {
        title: 'with output padding',
        settings: { filters: 2, kernel: 3, stride: 2, padding: 1, outputPadding: 1 },
        shapes: [[2, 3, 4]],
        expected: [2, 6, 8],
      },
      {
        title: 'unlike rows and columns, dilated',
        settings: { filters: 1, kernel: [3, 2], stride: [1, 3], dilation: [2, 1], padding: [1, 0], outputPadding: [0, 2] },
        shapes: [[2, 3, 2]],
        expected: [1, 5, 7],
      },
      { title: 'two groups', settings: { filters: 4, kernel: 3, groups: 2 }, shapes: [[6, 2, 3]], expected: [4, 4, 5] },
      { title: 'depthwise', settings: { filters: 3, kernel: 2, stride: 2, groups: 3 }, shapes: [[3, 3, 2]], expected: [3, 6, 4] },
      {
        title: 'many filters (one product over the batch)',
        settings: { filters: 128, kernel: 2, stride: 2 },
        shapes: [[2, 2, 3]],
        expected: [128, 4, 6],
      },
    ],
    drawn: (draw) => {
      const groups = draw.whole(1, 3);
      const kernel = [draw.whole(1, 3), draw.whole(1, 3)] as const;
      const stride = [draw.whole(1, 3), draw.whole(1, 3)] as const;
      const outputPadding = [draw.whole(0, stride[0] - 1), draw.whole(0, stride[1] - 1)] as const;
      const padding = [draw.whole(0, Math.floor((kernel[0] - 1) / 2)), draw.whole(0, Math.floor((kernel[1] - 1) / 2))] as const;
      const dilation = [draw.whole(1, 2), draw.whole(1, 2)] as const;
      const settings = { filters: groups * draw.whole(1, 2), kernel, stride, outputPadding, padding, dilation, groups };
      return { settings, shapes: [[groups * draw.whole(1, 2), draw.whole(1, 4), draw.whole(1, 4)]], batch: anyBatch(draw) };
    },
  },
  dense: {
    fixed: [{ title: 'of a vector', settings: { units: 4 }, shapes: [[5]], expected: [4] }],
    drawn: (draw) => ({ settings: { units: draw.whole(1, 5) }, shapes: [[draw.whole(1, 6)]], batch: anyBatch(draw) }),
  },
  bias: elementwise({}),
  batchNorm: {
    fixed: [
      { title: 'of images', settings: {}, shapes: [[3, 4, 2]], expected: [3, 4, 2] },
      { title: 'of one image', settings: {}, shapes: [[2, 3, 4]], expected: [2, 3, 4], batch: 1 },
      { title: 'of vectors', settings: {}, shapes: [[4]], expected: [4] },
      { title: 'with a large epsilon', settings: { epsilon: 0.5 }, shapes: [[2, 3, 3]], expected: [2, 3, 3] },
    ],
    drawn: (draw) => ({
      settings: { epsilon: draw.one([1e-5, 1e-3, 0.1]) },
      shapes: [[draw.whole(1, 4), draw.whole(2, 5), draw.whole(2, 5)]],
      batch: anyBatch(draw),
    }),
  },
  groupNorm: {
    fixed: [
      { title: 'two groups', settings: { groups: 2 }, shapes: [[4, 3, 2]], expected: [4, 3, 2] },
      { title: 'one group', settings: { groups: 1, epsilon: 0.1 }, shapes: [[3, 2, 2]], expected: [3, 2, 2] },
    ],
    drawn: (draw) => {
      const groups = draw.whole(1, 3);
      return { settings: { groups }, shapes: [[groups * draw.whole(1, 3), draw.whole(2, 4), draw.whole(2, 4)]], batch: anyBatch(draw) };
    },
  },
  instanceNorm: {
    fixed: [
      { title: 'of images', settings: {}, shapes: [[3, 3, 4]], expected: [3, 3, 4] },
      { title: 'with a large epsilon', settings: { epsilon: 0.1 }, shapes: [[2, 4, 3]], expected: [2, 4, 3] },
    ],
    drawn: (draw) => ({ settings: {}, shapes: [[draw.whole(1, 4), draw.whole(2, 5), draw.whole(2, 5)]], batch: anyBatch(draw) }),
  },
  relu: elementwise({}),
  relu6: elementwise({}, 9),
  leakyRelu: {
    fixed: [
      { title: 'of an image', settings: {}, shapes: [[2, 3, 4]], expected: [2, 3, 4] },
      { title: 'of a vector, with a slope', settings: { slope: 0.3 }, shapes: [[6]], expected: [6] },
    ],
    drawn: (draw) => ({ settings: { slope: draw.one([0, 0.01, 0.2]) }, shapes: [anyShape(draw)], batch: anyBatch(draw) }),
  },
  silu: elementwise({}, 6),
  sigmoid: elementwise({}, 6),
  tanh: elementwise({}, 3),
  softmax: elementwise({}, 4),
  maxPool: { fixed: poolings, drawn: drawnPool },
  averagePool: {
    fixed: [
      ...poolings,
      {
        title: 'padding not counted',
        settings: { size: 3, stride: 2, padding: 1, countPadding: false },
        shapes: [[2, 6, 5]],
        expected: [2, 3, 3],
      },
      {
        title: 'padding not counted, no padding',
        settings: { size: 3, stride: 2, countPadding: false },
        shapes: [[1, 6, 5]],
        expected: [1, 2, 2],
      },
    ],
    drawn: (draw) => {
      const { settings, ...rest } = drawnPool(draw);
      return { settings: { ...settings, countPadding: draw.one([true, false]) }, ...rest };
    },
  },
  globalAveragePool: {
    fixed: [{ title: 'of an image', settings: {}, shapes: [[3, 4, 5]], expected: [3] }],
    drawn: (draw) => ({ settings: {}, shapes: [anyImage(draw)], batch: anyBatch(draw) }),
  },
  globalMaxPool: {
    fixed: [{ title: 'of an image', settings: {}, shapes: [[3, 4, 5]], expected: [3] }],
    drawn: (draw) => ({ settings: {}, shapes: [anyImage(draw)], batch: anyBatch(draw) }),
  },
  upsample: {
    fixed: [
      { title: 'nearest by 2', settings: { scale: 2 }, shapes: [[2, 3, 4]], expected: [2, 6, 8] },
      { title: 'nearest by 3', settings: { scale: 3, mode: 'nearest' }, shapes: [[1, 2, 3]], expected: [1, 6, 9] },
      { title: 'bilinear by 2', settings: { scale: 2, mode: 'bilinear' }, shapes: [[2, 3, 4]], expected: [2, 6, 8] },
      { title: 'bilinear by 3', settings: { scale: 3, mode: 'bilinear' }, shapes: [[2, 4, 2]], expected: [2, 12, 6] },
      { title: 'bilinear of a single pixel and row', settings: { scale: 4, mode: 'bilinear' }, shapes: [[1, 1, 2]], expected: [1, 4, 8] },
      { title: 'bilinear by 1', settings: { scale: 1, mode: 'bilinear' }, shapes: [[1, 3, 2]], expected: [1, 3, 2] },
    ],
    drawn: (draw) => ({
      settings: { scale: draw.whole(1, 5), mode: draw.one(['nearest', 'bilinear'] as const) },
      shapes: [anyImage(draw)],
      batch: anyBatch(draw),
    }),
  },
  concat: {
    fixed: [
      { title: 'vectors of different lengths', settings: {}, shapes: [[2], [3]], expected: [5] },
      { title: 'images along their channels', settings: {}, shapes: [1, 2, 3].map((channels) => [channels, 2, 2]), expected: [6, 2, 2] },
    ],
    drawn: (draw) => {
      const [, ...rest] = anyShape(draw);
      return { settings: {}, shapes: Array.from({ length: draw.whole(2, 4) }, () => [draw.whole(1, 3), ...rest]), batch: anyBatch(draw) };
    },
  },
  add: combining<'add'>(),
  multiply: combining<'multiply'>(),
  pad: {
    fixed: [
      { title: 'all edges unlike', settings: { top: 1, bottom: 2, left: 3, right: 4 }, shapes: [[2, 3, 2]], expected: [2, 6, 9] },
      { title: 'nothing', settings: {}, shapes: [[2, 3, 2]], expected: [2, 3, 2] },
    ],
    drawn: (draw) => ({
      settings: { top: draw.whole(0, 2), bottom: draw.whole(0, 2), left: draw.whole(0, 2), right: draw.whole(0, 2) },
      shapes: [anyImage(draw)],
      batch: anyBatch(draw),
    }),
  },
  crop: {
    fixed: [
      { title: 'all edges unlike', settings: { top: 1, bottom: 2, left: 3, right: 0 }, shapes: [[2, 5, 6]], expected: [2, 2, 3] },
      { title: 'nothing', settings: {}, shapes: [[2, 3, 2]], expected: [2, 3, 2] },
    ],
    drawn: (draw) => {
      const [top, bottom, left, right] = [0, 1, 2, 3].map(() => draw.whole(0, 2)) as [number, number, number, number];
      const shape = [draw.whole(1, 3), top + bottom + draw.whole(1, 3), left + right + draw.whole(1, 3)];
      return { settings: { top, bottom, left, right }, shapes: [shape], batch: anyBatch(draw) };
    },
  },
  flatten: {
    fixed: [
      { title: 'an image', settings: {}, shapes: [[2, 3, 4]], expected: [24] },
      { title: 'a vector', settings: {}, shapes: [[5]], expected: [5] },
    ],
    drawn: (draw) => ({ settings: {}, shapes: [anyShape(draw)], batch: anyBatch(draw) }),
  },
  dropout: {
    fixed: [
      { title: 'of a vector', settings: { rate: 0.5 }, shapes: [[9]], expected: [9] },
      { title: 'of an image', settings: { rate: 0.2 }, shapes: [[2, 3, 4]], expected: [2, 3, 4] },
      { title: 'rate 0', settings: { rate: 0 }, shapes: [[4]], expected: [4] },
    ],
    drawn: (draw) => ({ settings: { rate: draw.one([0.1, 0.5, 0.9]) }, shapes: [anyShape(draw)], batch: anyBatch(draw) }),
  },
};
