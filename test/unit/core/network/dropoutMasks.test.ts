import assert from 'node:assert/strict';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { dropoutMasks, maskInputs } from '../../../../src/core/network/dropoutMasks';
import { initialise } from '../../../../src/core/network/initialise';
import { makeLayers } from '../../../../src/core/network/makeLayers';
import { oneCore } from '../../../../src/node/training/cores';
import { openStepRunner } from '../../../../src/node/training/stepRunner';

const layers = makeLayers({ image: [1, 20, 30] });
const dropped = layers.dropout(layers.image, { name: 'first', rate: 0.25 });
const vector = layers.dropout(layers.globalAveragePool(dropped), { name: 'second', rate: 0.5 });
const graph = buildGraph(layers.network(layers.dense(vector, { units: 1 })));
const numbers = (seed: number, step: number) => Object.values(dropoutMasks(graph, 4, seed, step)).flatMap(({ data }) => [...data]);

describe('the masks of dropout', () => {
  it('are the inputs that the training step names', () => {
    assert.deepEqual(maskInputs(graph), [
      { name: 'mask:first', dims: ['n', 1, 20, 30] },
      { name: 'mask:second', dims: ['n', 1] },
    ]);
    const masks = dropoutMasks(graph, 4, 1, 1);
    assert.deepEqual(
      Object.entries(masks).map(([name, { dims, data }]) => [name, dims, data.length]),
      [
        ['mask:first', [4, 1, 20, 30], 2400],
        ['mask:second', [4, 1], 4],
      ],
    );
  });

  it('drop as many as the rate says, and scale the rest so that the mean stays', () => {
    const { data = new Float32Array() } = dropoutMasks(graph, 40, 1, 1)['mask:first'] ?? {};
    assert.deepEqual([...new Set(data)].toSorted(), [0, Math.fround(4 / 3)]);
    const share = data.filter((value) => value === 0).length / data.length;
    assert.ok(Math.abs(share - 0.25) < 0.01, String(share));
  });

  it('are the same for a seed and step, and others for another', () => {
    assert.deepEqual(numbers(3, 7), numbers(3, 7));
    const own = numbers(3, 7);
    const others = [numbers(3, 8), numbers(4, 7), numbers(8, 3), numbers(7, 3)];
    for (const other of others) {
      const alike = other.filter((value, index) => value === own[index]).length / other.length;
      // Two independent masks of rate 1/4 agree at 10 of 16 places.
      assert.ok(Math.abs(alike - 0.625) < 0.05, String(alike));
    }
  });

  it('are none for a network without dropout', () => {
    const plain = buildGraph({ inputs: { image: [1, 2, 2] }, layers: [{ op: 'relu', name: 'r', from: ['image'] }], output: 'r' });
    assert.deepEqual([dropoutMasks(plain, 2, 1, 1), maskInputs(plain)], [{}, []]);
  });

  it('make training the same for the same seed, and another for another', async () => {
    const train = async (seed: number) => {
      const runner = await openStepRunner(graph, 'mse', oneCore, initialise(graph, 1), undefined, seed);
      const inputs = {
        image: { data: Float32Array.from({ length: 1200 }, (_, index) => (index % 7) / 7), dims: [2, 1, 20, 30] },
        target: { data: Float32Array.of(1, 2), dims: [2, 1] },
        weight: { data: Float32Array.of(0.5, 0.5), dims: [2, 1] },
      };
      const losses: number[] = [];
      for (let step = 1; step <= 8; step++) losses.push(await runner.run({ inputs }, step, 0.05));
      await runner.close();
      return losses;
    };
    assert.deepEqual(await train(1), await train(1));
    assert.notDeepEqual(await train(1), await train(2));
  });
});
