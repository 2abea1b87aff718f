import assert from 'node:assert/strict';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { initialise } from '../../../../src/core/network/initialise';
import type { Layer } from '../../../../src/core/network/layer';
import { sgd } from '../../../../src/core/network/optimizer';
import { plainAdam, type WeightUpdate } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import type { Batch } from '../../../../src/node/training/batches';
import { openStepRunner } from '../../../../src/node/training/stepRunner';

const layers = (norm: 'batchNorm' | 'instanceNorm'): readonly Layer[] => [
  { op: 'conv', name: 'conv', from: ['image'], filters: 4, kernel: 3 },
  { op: norm, name: 'norm', from: ['conv'] },
  { op: 'relu', name: 'relu', from: ['norm'] },
  { op: 'globalAveragePool', name: 'mean', from: ['relu'] },
  { op: 'dropout', name: 'dropout', from: ['mean'], rate: 0.3 },
  { op: 'dense', name: 'dense', from: ['dropout'], units: 2 },
  { op: 'bias', name: 'output', from: ['dense'] },
];
const graphWith = (norm: 'batchNorm' | 'instanceNorm'): Graph =>
  buildGraph({ inputs: { image: [1, 8, 9] }, layers: layers(norm), output: 'output' });

const random = mulberry32(4);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() * 2 - 1);
const batchOf = (count: number): Pick<Batch, 'inputs'> => ({
  inputs: {
    image: { data: numbers(count * 72), dims: [count, 1, 8, 9] },
    target: { data: numbers(count * 2), dims: [count, 2] },
    weight: { data: new Float32Array(count).fill(1 / count), dims: [count, 1] },
  },
});
// The last of an epoch is smaller, also than the number of workers.
const batches = [batchOf(7), batchOf(8), batchOf(2), batchOf(1)];

type Trained = { readonly losses: readonly number[]; readonly vectors: Readonly<Record<string, Float32Array>> };

async function trainWith(graph: Graph, workers: number, update: WeightUpdate = plainAdam, of = batches): Promise<Trained> {
  const runner = await openStepRunner(graph, 'mse', { workers, threadsEach: 1 }, initialise(graph, 1), update, 5);
  try {
    const losses: number[] = [];
    for (const [index, batch] of of.entries()) losses.push(await runner.run(batch, index + 1, 0.02));
    return {
      losses,
      vectors: Object.fromEntries(Object.entries(await runner.vectors()).map(([name, vector]) => [name, Float32Array.from(vector)])),
    };
  } finally {
    await runner.close();
  }
}

function assertNear(found: Trained, expected: Trained): void {
  assert.deepEqual(Object.keys(found.vectors), Object.keys(expected.vectors));
  for (const [name, vector] of Object.entries(expected.vectors))
    for (const [index, value] of vector.entries()) {
      const other = found.vectors[name]?.[index] ?? Number.NaN;
      assert.ok(Math.abs(other - value) < 2e-5, `${name} ${index}: ${other} is not ${value}`);
    }
  for (const [index, loss] of expected.losses.entries()) assert.ok(Math.abs((found.losses[index] ?? Number.NaN) - loss) < 1e-5);
}

describe('training by several workers', () => {
  const updates: Readonly<Record<string, WeightUpdate>> = {
    Adam: plainAdam,
    'SGD, clipped, with a moving average': {
      optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
      clip: 0.5,
      movingAverage: 0.9,
    },
  };
  for (const [title, update] of Object.entries(updates))
    it(`gives what one worker gives where no norm goes over the batch: ${title}`, async () => {
      const graph = graphWith('instanceNorm');
      const one = await trainWith(graph, 1, update);
      for (const workers of [2, 3]) assertNear(await trainWith(graph, workers, update), one);
    });

  it('gives the same numbers for the same number of workers, bit for bit', async () => {
    const graph = graphWith('batchNorm');
    assert.deepEqual(await trainWith(graph, 3), await trainWith(graph, 3));
  });

  it('keeps running statistics as the mean of the workers’', async () => {
    const graph = graphWith('batchNorm');
    const [one, two] = [
      await trainWith(graph, 1, plainAdam, batches.slice(0, 1)),
      await trainWith(graph, 2, plainAdam, batches.slice(0, 1)),
    ];
    const channels = graph.stateCount / 2;
    for (let channel = 0; channel < channels; channel++) {
      // Seven images are four and three: their means weigh so.
      const [mean = 0, other = 1] = [one, two].map(({ vectors }) => vectors.state?.[channel]);
      assert.ok(Math.abs(mean - other) < 1e-6, `${mean} and ${other}`);
    }
  });

  it('tells what failed in a worker, and ends', async () => {
    const graph = graphWith('batchNorm');
    const runner = await openStepRunner(graph, 'mse', { workers: 2, threadsEach: 1 }, initialise(graph, 1));
    const { image: _, ...lacking } = batchOf(6).inputs;
    const wrong = { ...lacking, image: { data: numbers(6 * 72), dims: [6, 1, 9, 8] } };
    await assert.rejects(() => runner.run({ inputs: wrong }, 1, 0.01), /image|dimension/i);
    await runner.close();
  });
});
