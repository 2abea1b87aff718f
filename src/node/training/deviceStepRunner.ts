import type { Graph } from '../../core/network/buildGraph';
import { dropoutMasks } from '../../core/network/dropoutMasks';
import type { LossSpec, PlainLossName } from '../../core/network/loss';
import { trainingStep } from '../../core/network/trainingStep';
import { type KeptVector, keptVectors, updateScalars, type WeightUpdate } from '../../core/network/weightUpdate';
import type { DeviceBackend } from './backends';
import { type Kept, openDeviceSession } from './deviceSession';
import type { StepRunner, Vectors } from './stepRunner';

/** Where and how a training step runs on a device; `seed` decides what dropout drops. */
export type DeviceSteps = {
  readonly graph: Graph;
  readonly loss: LossSpec | PlainLossName;
  readonly update: WeightUpdate;
  readonly seed: number;
  readonly backend: DeviceBackend;
};

/** Opens the training step of a graph on a device, going on from the given numbers, which stay on the device from step to step. */
export async function openDeviceStepRunner({ graph, loss, update, seed, backend }: DeviceSteps, start: Vectors): Promise<StepRunner> {
  const vectors = keptVectors(graph, update);
  const renewed = vectors.map(({ name }) => `new_${name}`);
  const session = await openDeviceSession(trainingStep(graph, loss, update, { target: 'device' }), backend, renewed);
  const first = ({ name, length, copyOf = '' }: KeptVector) => start[name] ?? start[copyOf] ?? new Float32Array(length);
  const named = async (vector: KeptVector) => [vector.name, await session.keep({ data: first(vector), dims: [vector.length] })] as const;
  let present: Readonly<Record<string, Kept>> = Object.fromEntries(await Promise.all(vectors.map(named)));
  const dispose = () => {
    for (const kept of Object.values(present)) kept.dispose();
  };
  return {
    run: async (batch, step, rate) => {
      const scalars = Object.entries({ rate, ...updateScalars(update, step) }).map(([name, number]) => [
        name,
        { data: Float32Array.of(number), dims: [1] },
      ]);
      const masks = dropoutMasks(graph, batch.inputs.image?.dims[0] ?? 0, seed, step);
      const { kept, numbers } = await session.run({ ...batch.inputs, ...masks, ...Object.fromEntries(scalars) }, present);
      // What nobody reads any more would stay in the device's memory until the garbage collector comes by.
      dispose();
      present = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name.slice('new_'.length), value]));
      return numbers.loss?.[0] ?? Number.NaN;
    },
    vectors: async () => {
      const fetched: [string, Float32Array][] = [];
      for (const [name, kept] of Object.entries(present)) fetched.push([name, await session.fetch(kept)]);
      return Object.fromEntries(fetched);
    },
    close: async () => {
      dispose();
      await session.close();
    },
  };
}
