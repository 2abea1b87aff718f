import { addTo, applyUpdate, type Range, shareOf, squareSum } from '../../core/network/applyUpdate';
import type { Slot } from '../../core/network/buildGraph';
import { gradientNames, matrixOf } from '../../core/network/gradientStep';
import type { WeightUpdate } from '../../core/network/weightUpdate';
import type { Gate } from './gate';
import { openSession, type Values } from './session';

/** The numbers that all workers of a training share; views of shared memory where there are several. */
export type SharedVectors = {
  readonly weights: Float32Array;
  readonly memory: readonly Float32Array[];
  readonly average: Float32Array | null;
  /** Running statistics that every worker starts a step from. */
  readonly state: Float32Array;
  /** By worker: the statistics after its share of the batch. */
  readonly newStates: readonly Float32Array[];
  /** By worker: its gradient where other workers update the weights. */
  readonly gradients: readonly Float32Array[];
  /** By worker: sum of squares of the whole gradient in its range. */
  readonly squares: Float64Array;
};

/** What a worker is opened with; all of it can be sent to a thread but the update. */
export type ShareSetup = {
  /** A gradient step (core/network/gradientStep.ts). */
  readonly model: Uint8Array;
  readonly parameters: readonly Slot[];
  readonly state: readonly Slot[];
  readonly threads: number;
  readonly index: number;
  readonly count: number;
  readonly shared: SharedVectors;
};

/** The numbers of one step. */
export type StepNumbers = { readonly rate: number; readonly scalars: Readonly<Record<string, number>> };

/** Works on one share of each batch, and updates one range of the weights. */
export type ShareRunner = {
  /** One step; inputs are null where the batch is too small for this worker. Gives the share's part of the batch's loss. */
  run(inputs: Readonly<Record<string, Values>> | null, numbers: StepNumbers): Promise<number>;
  close(): Promise<void>;
};

/**
 * Opens the work of one of several workers. In a step each works out the gradient of its share of the batch; when all have, each adds up the
 * gradients in its own range of the parameters and updates the weights there, so that the update is shared out as well.
 */
export async function openShareRunner(setup: ShareSetup, update: WeightUpdate, gate: Gate): Promise<ShareRunner> {
  const { parameters, state, shared, index, count } = setup;
  const length = shared.weights.length;
  // ONNX Runtime takes no views of memory that threads share.
  const own = count === 1;
  const weights = own ? shared.weights : Float32Array.from(shared.weights);
  const gradient = new Float32Array(length);
  const present = own ? shared.state : Float32Array.from(shared.state);
  const newState = new Float32Array(state.length === 0 ? 0 : shared.state.length);
  const range = shareOf(length, index, count);
  const others: readonly Range[] = [
    { from: 0, to: range.from },
    { from: range.to, to: length },
  ];
  const { parameter, state: stateName, gradient: gradientName, newState: newStateName } = gradientNames;
  const session = await openSession(setup.model, setup.threads, {
    inputs: { ...views(parameters, weights, parameter, shapeOf), ...views(state, present, stateName, shapeOf) },
    outputs: { ...views(parameters, gradient, gradientName, matrixOf), ...views(state, newState, newStateName, matrixOf) },
  });

  const passes = async (inputs: Readonly<Record<string, Values>> | null): Promise<number> => {
    if (!own) {
      for (const { from, to } of others) weights.set(shared.weights.subarray(from, to), from);
      present.set(shared.state);
    }
    if (inputs === null) gradient.fill(0);
    const loss = inputs === null ? 0 : ((await session.run(inputs)).loss?.[0] ?? Number.NaN);
    shared.newStates[index]?.set(inputs === null ? present : newState);
    if (!own) for (const { from, to } of others) shared.gradients[index]?.set(gradient.subarray(from, to), from);
    return loss;
  };
  const updateRange = (numbers: StepNumbers): void => {
    for (const [worker, theirs] of shared.gradients.entries()) if (worker !== index) addTo(gradient, theirs, range);
    let gradientLength = 0;
    if (update.clip > 0) {
      shared.squares[index] = squareSum(gradient, range);
      gate.pass();
      gradientLength = Math.sqrt(shared.squares.reduce((sum, value) => sum + value, 0));
    }
    const { memory, average } = shared;
    applyUpdate(update, parameters, range, { weights, gradient, memory, average }, { ...numbers, gradientLength });
    if (!own) shared.weights.set(weights.subarray(range.from, range.to), range.from);
  };

  return {
    run: async (inputs, numbers) => {
      let loss = Number.NaN;
      try {
        loss = await passes(inputs);
      } catch (error) {
        gate.fail();
        throw error;
      } finally {
        gate.pass();
      }
      if (!gate.failed()) updateRange(numbers);
      return loss;
    },
    close: () => session.close(),
  };
}

const shapeOf = ({ shape }: Slot): readonly number[] => shape;

/** Each slot's part of a flat vector, under its name. */
function views(
  slots: readonly Slot[],
  flat: Float32Array,
  name: (index: number) => string,
  dims: (slot: Slot) => readonly number[],
): Readonly<Record<string, Values>> {
  return Object.fromEntries(
    slots.map((slot, index) => [name(index), { data: flat.subarray(slot.offset, slot.offset + slot.size), dims: dims(slot) }]),
  );
}
