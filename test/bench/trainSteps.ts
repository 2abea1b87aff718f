import { createInterface } from 'node:readline';
import { namedNetwork } from '../../src/core/network/architectures/namedNetwork';
import { buildGraph } from '../../src/core/network/buildGraph';
import { initialise } from '../../src/core/network/initialise';
import { mulberry32 } from '../../src/core/statistics/random';
import { coresFor } from '../../src/node/training/cores';
import { openStepRunner } from '../../src/node/training/stepRunner';

/** What is measured: a named network on random images, with as many threads as both sides get. */
type Case = {
  readonly name: 'compact-cnn' | 'resnet-18' | 'unet';
  readonly size: number;
  readonly batch: number;
  readonly threads: number;
};

/**
 * One side of the training bench: `node trainSteps.js <case as JSON>`. First prints the network as JSON, for the other side to build; then, for each
 * line with a number of milliseconds, trains for about so long and prints images a second and the peak of its memory in MB.
 */
async function main({ name, size, batch, threads }: Case): Promise<void> {
  const sizes = { filters: [16, 32, 64], width: name === 'unet' ? 0.5 : 1, depth: 3, trunk: 'resnet-18', dropout: 0 } as const;
  const network = namedNetwork({ ...sizes, name }, { size: [size, size], scalars: 0, outputs: 1 });
  const graph = buildGraph(network);
  const cores = coresFor({ threads, workers: 0 }, batch);
  const runner = await openStepRunner(graph, 'mse', cores, initialise(graph, 1));
  const random = mulberry32(1);
  const numbers = (shape: readonly number[]) => {
    const dims = [batch, ...shape];
    return { data: Float32Array.from({ length: dims.reduce((product, side) => product * side, 1) }, random), dims };
  };
  const weight = { data: new Float32Array(batch).fill(1 / batch), dims: [batch, 1] };
  const inputs = { image: numbers([1, size, size]), target: numbers(graph.outputShape), weight };
  print({ network, parameters: graph.parameterCount, ...cores });
  let step = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const began = performance.now();
    let steps = 0;
    for (; steps === 0 || performance.now() - began < Number(line); steps++) await runner.run({ inputs }, ++step, 0.001);
    const seconds = (performance.now() - began) / 1000;
    print({ imagesPerSecond: (steps * batch) / seconds, peakMb: process.resourceUsage().maxRSS / 1024 });
  }
  await runner.close();
}

const print = (value: unknown): void => console.log(JSON.stringify(value));

void main(JSON.parse(process.argv[2] ?? ''));
