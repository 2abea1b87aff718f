import { moveAverage } from '../../core/network/applyUpdate';
import type { Graph } from '../../core/network/buildGraph';
import { dropoutMasks } from '../../core/network/dropoutMasks';
import { gradientStep } from '../../core/network/gradientStep';
import type { LossSpec, PlainLossName } from '../../core/network/loss';
import { encodeOnnx } from '../../core/network/onnx';
import { type KeptVector, keptVectors, plainAdam, updateScalars, type WeightUpdate } from '../../core/network/weightUpdate';
import type { Batch } from './batches';
import type { Cores } from './cores';
import { makeGateMemory, openGate } from './gate';
import type { Values } from './session';
import { openShareRunner, type SharedVectors, type ShareRunner } from './shareRunner';
import { openShareThread } from './shareThread';

/** The numbers that training changes, by name: `weights`, `state`, the optimizer's memory and the moving average. */
export type Vectors = Readonly<Record<string, Float32Array>>;

/** Runs training steps and holds the numbers that they change. */
export type StepRunner = {
  /** One step; gives the batch's loss. `step` counts from 1. */
  run(batch: Pick<Batch, 'inputs'>, step: number, rate: number): Promise<number>;
  /** The present numbers; the next steps may overwrite these arrays. */
  vectors(): Promise<Vectors>;
  close(): Promise<void>;
};

/**
 * Opens training on the CPU, going on from the given numbers (what is not given begins as the update says); `seed` decides what dropout drops.
 * Several workers share each batch: the same seed and number of workers give the same numbers. Batch norm sees one worker's share at a time.
 */
export async function openStepRunner(
  graph: Graph,
  loss: LossSpec | PlainLossName,
  cores: Cores,
  start: Vectors,
  update: WeightUpdate = plainAdam,
  seed = 0,
): Promise<StepRunner> {
  const kept = keepVectors(graph, update, start, cores.workers);
  const { vectors, shared } = kept;
  const runners = await openRunners(graph, encodeOnnx(gradientStep(graph, loss)), cores, shared, update);
  return {
    run: async (batch, step, rate) => {
      const count = batch.inputs.image?.dims[0] ?? 0;
      const inputs = { ...batch.inputs, ...dropoutMasks(graph, count, seed, step) };
      const numbers = { rate, scalars: updateScalars(update, step) };
      const shares = sharesOf(count, runners.length);
      const work = runners.map((runner, index) => runner.run(partOf(inputs, shares[index] ?? noImages), numbers));
      // All of them, so that none is at work when the first failure is told.
      const results = await Promise.allSettled(work);
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      renewState(shared, shares, vectors.average_state, numbers.scalars.average_keep ?? 0);
      return results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
    },
    vectors: async () => vectors,
    close: async () => {
      await Promise.all(runners.map((runner) => runner.close()));
    },
  };
}

/** Images `from` to before `to` of a batch. */
type Share = { readonly from: number; readonly to: number };
const noImages: Share = { from: 0, to: 0 };

/** The vectors by name, and as the workers share them. */
function keepVectors(graph: Graph, update: WeightUpdate, start: Vectors, workers: number) {
  const make = (length: number) => new Float32Array(workers === 1 ? new ArrayBuffer(4 * length) : new SharedArrayBuffer(4 * length));
  const filled = ({ name, length, copyOf = '' }: KeptVector): Float32Array => {
    const vector = make(length);
    vector.set(start[name] ?? start[copyOf] ?? []);
    return vector;
  };
  const vectors: Vectors = Object.fromEntries(keptVectors(graph, update).map((vector) => [vector.name, filled(vector)]));
  const { parameterCount, stateCount } = graph;
  const each = (length: number) => Array.from({ length: workers }, () => make(length));
  const shared: SharedVectors = {
    weights: vectors.weights ?? make(parameterCount),
    memory: update.optimizer.memory.map((name) => vectors[name] ?? make(parameterCount)),
    average: vectors.average_weights ?? null,
    state: vectors.state ?? make(stateCount),
    newStates: each(stateCount),
    gradients: workers === 1 ? [] : each(parameterCount),
    squares: new Float64Array(new SharedArrayBuffer(8 * workers)),
  };
  return { vectors, shared };
}

function openRunners(
  graph: Graph,
  model: Uint8Array,
  { workers, threadsEach }: Cores,
  shared: SharedVectors,
  update: WeightUpdate,
): Promise<readonly ShareRunner[]> {
  const { parameters, state } = graph;
  const setup = { model, parameters, state, threads: threadsEach, count: workers, shared };
  if (workers === 1) return Promise.all([openShareRunner({ ...setup, index: 0 }, update, openGate(makeGateMemory(), 1))]);
  const gate = makeGateMemory();
  return Promise.all(Array.from({ length: workers }, (_, index) => openShareThread({ ...setup, index }, update, gate)));
}

/** A batch in as many shares as there are workers, the first ones larger by one where it can't be even. */
function sharesOf(count: number, workers: number): readonly Share[] {
  const least = Math.floor(count / workers);
  const more = count % workers;
  return Array.from({ length: workers }, (_, index) => {
    const from = index * least + Math.min(index, more);
    return { from, to: from + least + (index < more ? 1 : 0) };
  });
}

/** Some images of every input; null for none. */
function partOf(inputs: Batch['inputs'], { from, to }: Share): Batch['inputs'] | null {
  if (from === to) return null;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { data, dims }]): [string, Values] => {
      const [count = 1, ...rest] = dims;
      const size = data.length / count;
      return [name, { data: data.subarray(from * size, to * size), dims: [to - from, ...rest] }];
    }),
  );
}

/** The running statistics after a step: the mean of the workers', by the images that each has seen. */
function renewState({ state, newStates }: SharedVectors, shares: readonly Share[], average: Float32Array | undefined, keep: number): void {
  const images = shares.reduce((sum, { from, to }) => sum + to - from, 0);
  for (let i = 0; i < state.length; i++) {
    let sum = 0;
    for (const [index, { from, to }] of shares.entries()) sum += (to - from) * (newStates[index]?.[i] ?? 0);
    state[i] = sum / images;
  }
  if (average !== undefined) moveAverage(average, state, { from: 0, to: state.length }, keep);
}
