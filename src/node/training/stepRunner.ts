import type { Graph } from '../../core/network/buildGraph';
import type { LossName } from '../../core/network/loss';
import { encodeOnnx } from '../../core/network/onnx';
import { adam } from '../../core/network/optimizer';
import { trainingStep, vectorsOf } from '../../core/network/trainingStep';
import type { Batch } from './batches';
import { openSession, type Values } from './session';

/** The numbers that training changes, by name: `weights`, `state` and the optimizer's memory. */
export type Vectors = Readonly<Record<string, Float32Array>>;

/** Runs training steps and holds the numbers that they change. */
export type StepRunner = {
  /** One step; gives the batch's loss. `step` counts from 1. */
  run(batch: Batch, step: number, rate: number): Promise<number>;
  /** The present numbers; the next steps overwrite these arrays. */
  vectors(): Vectors;
  close(): Promise<void>;
};

/** Opens the training step of a graph, going on from the given numbers (the optimizer's memory starts at zero where it is not given). */
export async function openStepRunner(graph: Graph, loss: LossName, threads: number, start: Vectors): Promise<StepRunner> {
  const session = await openSession(encodeOnnx(trainingStep(graph, loss, adam)), threads);
  const vectors = vectorsOf(graph, adam).map(({ name, dims }) => ({ name, length: Number(dims[0]) }));
  const value = (data: Float32Array): Values => ({ data, dims: [data.length] });
  let present = Object.fromEntries(
    vectors.map(({ name, length }) => [name, value(Float32Array.from(start[name] ?? new Float32Array(length)))]),
  );
  let spare = Object.fromEntries(vectors.map(({ name, length }) => [name, value(new Float32Array(length))]));
  return {
    run: async (batch, step, rate) => {
      const numbers = Object.entries({ rate, ...adam.scalars(step) }).map(([name, number]) => [name, value(Float32Array.of(number))]);
      const into = Object.fromEntries(Object.entries(spare).map(([name, vector]) => [`new_${name}`, vector]));
      const result = await session.run({ ...batch.inputs, ...present, ...Object.fromEntries(numbers) }, into);
      [present, spare] = [spare, present];
      return result.loss?.[0] ?? Number.NaN;
    },
    vectors: () => Object.fromEntries(Object.entries(present).map(([name, { data }]) => [name, data])),
    close: () => session.close(),
  };
}
