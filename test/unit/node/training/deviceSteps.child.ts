import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { initialise } from '../../../../src/core/network/initialise';
import type { Layer } from '../../../../src/core/network/layer';
import { adam, sgd } from '../../../../src/core/network/optimizer';
import { plainAdam, type WeightUpdate } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { oneCore } from '../../../../src/node/training/cores';
import { openDeviceStepRunner } from '../../../../src/node/training/deviceStepRunner';
import type { Values } from '../../../../src/node/training/session';
import { openStepRunner } from '../../../../src/node/training/stepRunner';

const random = mulberry32(8);
const numbers = (...dims: readonly number[]): Values => ({
  data: Float32Array.from({ length: dims.reduce((product, side) => product * side, 1) }, random),
  dims,
});

const layers: readonly Layer[] = [
  { op: 'conv', name: 'conv', from: ['image'], filters: 4, kernel: 3 },
  { op: 'batchNorm', name: 'norm', from: ['conv'] },
  { op: 'relu', name: 'relu', from: ['norm'] },
  { op: 'maxPool', name: 'pool', from: ['relu'], size: 2 },
  { op: 'globalAveragePool', name: 'mean', from: ['pool'] },
  { op: 'dropout', name: 'drop', from: ['mean'], rate: 0.25 },
  { op: 'dense', name: 'output', from: ['drop'], units: 2 },
];
const batchOf = (graph: Graph, count: number) => {
  const image = numbers(count, ...(graph.network.inputs.image ?? []));
  return {
    inputs: {
      image,
      target: numbers(count, ...graph.outputShape),
      weight: { data: new Float32Array(count).fill(1 / count), dims: [count, 1] },
    },
  };
};

/** Trains three steps on the processor and on the card, the last batch smaller; gives the largest difference of each vector, as a share of its largest number. */
async function differences(update: WeightUpdate): Promise<Readonly<Record<string, number>>> {
  const graph = buildGraph({ inputs: { image: [1, 11, 10] }, layers, output: 'output' });
  const { state, weights } = initialise(graph, 1);
  // The last layer starts at zero, which would leave the layers before it without a gradient.
  const start = { state, weights: weights.map((weight) => weight + 0.2 * (random() - 0.5)) };
  const batches = [5, 5, 3].map((count) => batchOf(graph, count));
  const runners = [
    await openStepRunner(graph, 'mae', oneCore, start, update, 3),
    await openDeviceStepRunner({ graph, loss: 'mae', update, seed: 3, backend: 'webgpu', batch: 5 }, start),
  ];
  const ends = [];
  for (const runner of runners) {
    const losses: number[] = [];
    for (const [index, batch] of batches.entries()) losses.push(await runner.run(batch, index + 1, 0.01));
    ends.push({ ...(await runner.vectors()), loss: Float32Array.from(losses) });
    await runner.close();
  }
  const [cpu, card] = ends as readonly Readonly<Record<string, Float32Array>>[];
  return Object.fromEntries(
    Object.entries(cpu ?? {}).map(([name, values]) => {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = values.reduce((most, value, index) => Math.max(most, Math.abs(value - (card?.[name]?.[index] ?? Number.NaN))), 0);
      return [name, worst / largest];
    }),
  );
}

/** Memory in MB after some steps of a network of 96,000 weights, and after 40 more: Adam's three vectors are 1.1 MB. */
async function memory(): Promise<readonly [number, number]> {
  const wide: readonly Layer[] = [
    { op: 'flatten', name: 'flat', from: ['image'] },
    { op: 'bias', name: 'output', from: ['flat'] },
  ];
  const graph = buildGraph({ inputs: { image: [1, 310, 310] }, layers: wide, output: 'output' });
  const runner = await openDeviceStepRunner({ graph, loss: 'mse', update: plainAdam, seed: 1, backend: 'webgpu', batch: 2 }, {});
  const batch = batchOf(graph, 2);
  const after: number[] = [];
  for (let step = 1; step <= 50; step++) {
    await runner.run(batch, step, 0.001);
    if (step === 10 || step === 50) after.push(process.memoryUsage().rss / 2 ** 20);
  }
  await runner.close();
  return [after[0] ?? 0, after[1] ?? 0];
}

async function main(): Promise<void> {
  const updates = {
    adam: { optimizer: adam(0.01), clip: 1, movingAverage: 0.9 },
    sgd: { optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }), clip: 0, movingAverage: 0 },
  };
  const results = { adam: await differences(updates.adam), sgd: await differences(updates.sgd), memory: await memory() };
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

void main();
