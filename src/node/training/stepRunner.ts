import type { Graph } from '../../core/network/buildGraph';
import { dropoutMasks } from '../../core/network/dropoutMasks';
import type { LossSpec, PlainLossName } from '../../core/network/loss';
import { encodeOnnx } from '../../core/network/onnx';
import { trainingStep } from '../../core/network/trainingStep';
import { type KeptVector, keptVectors, plainAdam, updateScalars, type WeightUpdate } from '../../core/network/weightUpdate';
import type { Batch } from './batches';
import { openSession, type Values } from './session';

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

/** Opens the training step of a graph, going on from the given numbers (what is not given begins as the update says); `seed` decides what dropout drops. */
export async function openStepRunner(
  graph: Graph,
  loss: LossSpec | PlainLossName,
  threads: number,
  start: Vectors,
  update: WeightUpdate = plainAdam,
  seed = 0,
): Promise<StepRunner> {
  const session = await openSession(encodeOnnx(trainingStep(graph, loss, update)), threads);
  const vectors = keptVectors(graph, update);
  const value = (data: Float32Array): Values => ({ data, dims: [data.length] });
  const first = ({ name, length, copyOf = '' }: KeptVector) => Float32Array.from(start[name] ?? start[copyOf] ?? new Float32Array(length));
  let present = Object.fromEntries(vectors.map((vector) => [vector.name, value(first(vector))]));
  let spare = Object.fromEntries(vectors.map(({ name, length }) => [name, value(new Float32Array(length))]));
  return {
    run: async (batch, step, rate) => {
      const numbers = Object.entries({ rate, ...updateScalars(update, step) }).map(([name, number]) => [
        name,
        value(Float32Array.of(number)),
      ]);
      const into = Object.fromEntries(Object.entries(spare).map(([name, vector]) => [`new_${name}`, vector]));
      const masks = dropoutMasks(graph, batch.inputs.image?.dims[0] ?? 0, seed, step);
      const result = await session.run({ ...batch.inputs, ...masks, ...present, ...Object.fromEntries(numbers) }, into);
      [present, spare] = [spare, present];
      return result.loss?.[0] ?? Number.NaN;
    },
    vectors: async () => Object.fromEntries(Object.entries(present).map(([name, { data }]) => [name, data])),
    close: () => session.close(),
  };
}
