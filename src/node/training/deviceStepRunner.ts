import type { Graph } from '../../core/network/buildGraph';
import { dropoutMasks } from '../../core/network/dropoutMasks';
import type { LossSpec, PlainLossName } from '../../core/network/loss';
import type { OnnxModel } from '../../core/network/onnx';
import { trainingStep } from '../../core/network/trainingStep';
import { type KeptVector, keptVectors, updateScalars, type WeightUpdate } from '../../core/network/weightUpdate';
import type { DeviceBackend } from './backends';
import { type Kept, openDeviceSession } from './deviceSession';
import type { Values } from './session';
import type { StepRunner, Vectors } from './stepRunner';

/** Where and how a training step runs on a device. */
export type DeviceSteps = {
  readonly graph: Graph;
  readonly loss: LossSpec | PlainLossName;
  readonly update: WeightUpdate;
  /** Decides what dropout drops. */
  readonly seed: number;
  readonly backend: DeviceBackend;
  /** Examples of a whole batch. */
  readonly batch: number;
};

type KeptVectors = Readonly<Record<string, Kept>>;

/**
 * Opens the training step of a graph on a device, going on from the given numbers, which stay on the device from step to step. A step of a whole
 * batch is tried and forgotten first, so that a device that can't do it, or has too little memory, fails here.
 */
export async function openDeviceStepRunner(steps: DeviceSteps, start: Vectors): Promise<StepRunner> {
  const { graph, loss, update, seed, backend } = steps;
  const vectors = keptVectors(graph, update);
  const model = trainingStep(graph, loss, update, { target: 'device' });
  const session = await openDeviceSession(
    model,
    backend,
    vectors.map(({ name }) => `new_${name}`),
  );
  const first = ({ name, length, copyOf = '' }: KeptVector) => start[name] ?? start[copyOf] ?? new Float32Array(length);
  const begin: [string, Kept][] = [];
  for (const vector of vectors) begin.push([vector.name, await session.keep({ data: first(vector), dims: [vector.length] })]);
  let present: KeptVectors = Object.fromEntries(begin);
  disposeOf((await session.run(zeroInputs(model, present, steps.batch), present)).kept);
  return {
    run: async (batch, step, rate) => {
      const scalars = Object.entries({ rate, ...updateScalars(update, step) }).map(([name, number]) => [name, oneNumber(number)]);
      const masks = dropoutMasks(graph, batch.inputs.image?.dims[0] ?? 0, seed, step);
      const { kept, numbers } = await session.run({ ...batch.inputs, ...masks, ...Object.fromEntries(scalars) }, present);
      disposeOf(present);
      present = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name.slice('new_'.length), value]));
      return numbers.loss?.[0] ?? Number.NaN;
    },
    vectors: async () => {
      const fetched: [string, Float32Array][] = [];
      for (const [name, kept] of Object.entries(present)) fetched.push([name, await session.fetch(kept)]);
      return Object.fromEntries(fetched);
    },
    close: async () => {
      disposeOf(present);
      await session.close();
    },
  };
}

/** Gives memory on the device back at once, instead of when the garbage collector comes by. */
function disposeOf(vectors: KeptVectors): void {
  for (const kept of Object.values(vectors)) kept.dispose();
}

const oneNumber = (number: number): Values => ({ data: Float32Array.of(number), dims: [1] });

/** Zeros for every input that is not kept on the device, `batch` examples of them. */
function zeroInputs({ inputs }: OnnxModel, kept: KeptVectors, batch: number): Readonly<Record<string, Values>> {
  const given = inputs.filter(({ name }) => kept[name] === undefined);
  return Object.fromEntries(
    given.map(({ name, dims }) => {
      const sides = dims.map((side) => (typeof side === 'number' ? side : batch));
      return [name, { data: new Float32Array(sides.reduce((product, side) => product * side, 1)), dims: sides }];
    }),
  );
}
