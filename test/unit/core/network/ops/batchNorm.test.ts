import type { Layer } from '../../../../../src/core/network/layer';
import { close } from '../checkOp';
import { runLayer, valuesOf } from '../runLayer';

const layer = (settings: { readonly momentum?: number; readonly epsilon?: number } = {}): Layer => ({
  op: 'batchNorm',
  name: 'norm',
  from: [],
  ...settings,
});
// Two images of two channels: the first channel's mean is 3 and variance 5, the second's 10 and 0.
const x = valuesOf([0, 2, 10, 10, 4, 6, 10, 10], [2, 2, 1, 2]);
const parameters = [valuesOf([2, 3], [2, 1, 1]), valuesOf([0.5, -1], [2, 1, 1])];
const state = [valuesOf([1, -2], [2, 1, 1]), valuesOf([4, 0.25], [2, 1, 1])];
const dy = valuesOf([0, 0, 0, 0, 0, 0, 0, 0], x.dims);

describe('batch norm', () => {
  it("moves the running statistics a tenth of the way to the batch's", async () => {
    const { state0, state1 } = await runLayer(layer(), x, { parameters, state, dy });
    close(state0, [0.9 * 1 + 0.1 * 3, 0.9 * -2 + 0.1 * 10], 1e-6, 'mean');
    close(state1, [0.9 * 4 + 0.1 * 5, 0.9 * 0.25], 1e-6, 'variance');
  });

  it('moves them as its momentum says', async () => {
    const { state0, state1 } = await runLayer(layer({ momentum: 0.75 }), x, { parameters, state, dy });
    close(state0, [0.25 * 1 + 0.75 * 3, 0.25 * -2 + 0.75 * 10], 1e-6, 'mean');
    close(state1, [0.25 * 4 + 0.75 * 5, 0.25 * 0.25], 1e-6, 'variance');
  });

  it('normalises by the running statistics in inference, which stay as they are', async () => {
    const { y, state0, state1 } = await runLayer(layer({ epsilon: 0.01 }), x, { parameters, state });
    const first = (value: number) => ((value - 1) / Math.sqrt(4.01)) * 2 + 0.5;
    const second = ((10 + 2) / Math.sqrt(0.26)) * 3 - 1;
    close(y, [first(0), first(2), second, second, first(4), first(6), second, second], 1e-6, 'output');
    close(state0, [1, -2], 0, 'mean');
    close(state1, [4, 0.25], 0, 'variance');
  });

  it('keeps running statistics of vectors too', async () => {
    const vectors = valuesOf([0, 10, 4, 10], [2, 2]);
    const flat = (numbers: readonly number[]) => valuesOf(numbers, [2]);
    const given = { parameters: [flat([1, 1]), flat([0, 0])], state: [flat([0, 0]), flat([1, 1])] };
    const { state0, state1 } = await runLayer(layer(), vectors, { ...given, dy: valuesOf([0, 0, 0, 0], [2, 2]) });
    close(state0, [0.2, 1], 1e-6, 'mean');
    close(state1, [0.9 + 0.4, 0.9], 1e-6, 'variance');
  });
});
