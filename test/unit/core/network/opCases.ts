import type { LayerSettings, OpName, Shape } from '../../../../src/core/network/layer';
import { anyBatch, type Draw, type OpCases } from './opCase';
import { windowCases } from './windowCases';

const anyImage = ({ whole }: Draw): Shape => [whole(1, 3), whole(1, 6), whole(1, 6)];
const anyShape = (draw: Draw): Shape => (draw.whole(0, 2) === 0 ? [draw.whole(1, 7)] : anyImage(draw));

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

/** Cases for every kind of layer; a kind without any does not compile, and fails a test. */
export const opCases: { readonly [K in OpName]: OpCases<K> } = {
  ...windowCases,
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
