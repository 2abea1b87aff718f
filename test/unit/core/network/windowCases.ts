import { anyBatch, type Draw, type OpCases } from './opCase';

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

/** Cases of the layers that go over images by a window. */
export const windowCases: { readonly [K in 'conv' | 'transposedConv' | 'maxPool' | 'averagePool']: OpCases<K> } = {
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
        title: 'many filters, few places',
        settings: { filters: 128, kernel: [3, 2], padding: 1 },
        shapes: [[2, 3, 2]],
        batch: 1,
        expected: [128, 3, 3],
      },
      {
        title: 'many filters, few places, stride, dilation and pixels that no window reaches',
        settings: { filters: 130, kernel: [2, 3], stride: [2, 3], dilation: [2, 1], padding: [0, 1] },
        shapes: [[2, 6, 8]],
        batch: 2,
        expected: [130, 2, 3],
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
      const [k, d] = [pair(1), pair(1)];
      const p = [draw.whole(0, 2), draw.whole(0, 2)] as const;
      const reach = (which: 0 | 1) => Math.max(2, d[which] * (k[which] - 1) + 1 - 2 * p[which]);
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
};
