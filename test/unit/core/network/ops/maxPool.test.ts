import type { Layer } from '../../../../../src/core/network/layer';
import { close } from '../checkOp';
import { runLayer, valuesOf } from '../runLayer';

const pool = (settings: { readonly size?: number; readonly stride?: number; readonly padding?: number }): Layer => ({
  op: 'maxPool',
  name: 'pool',
  from: [],
  ...settings,
});

describe('max pooling where several pixels are equally large', () => {
  it('shares the derivative evenly within a window', async () => {
    const x = valuesOf([1, 1, 5, 0, 1, 1, 0, 5], [1, 1, 2, 4]);
    const { dx } = await runLayer(pool({}), x, { dy: valuesOf([8, 6], [1, 1, 1, 2]) });
    close(dx, [2, 2, 3, 0, 2, 2, 0, 3], 1e-6, 'derivative');
  });

  it('does so for overlapping windows, where a pixel may have shares of several', async () => {
    const x = valuesOf([2, 0, 2, 2], [1, 1, 1, 4]);
    const layer: Layer = { op: 'maxPool', name: 'pool', from: [], size: [1, 3], stride: 1 };
    const { y, dx } = await runLayer(layer, x, { dy: valuesOf([4, 6], [1, 1, 1, 2]) });
    close(y, [2, 2], 0, 'output');
    close(dx, [2, 0, 5, 3], 1e-6, 'derivative');
  });

  it('never takes padding for the largest, however small the pixels', async () => {
    const x = valuesOf([-7, -8, -9, -10], [1, 1, 2, 2]);
    const { y, dx } = await runLayer(pool({ size: 3, stride: 1, padding: 1 }), x, { dy: valuesOf([1, 2, 3, 4], [1, 1, 2, 2]) });
    close(y, [-7, -7, -7, -7], 0, 'output');
    close(dx, [10, 0, 0, 0], 1e-6, 'derivative');
  });
});
