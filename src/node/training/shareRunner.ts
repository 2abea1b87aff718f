import { addTo, applyUpdate, type Range, shareOf, squareSum } from '../../core/network/applyUpdate';
import type { Slot } from '../../core/network/buildGraph';
import { gradientNames, matrixOf } from '../../core/network/gradientStep';
import type { WeightUpdate } from '../../core/network/weightUpdate';
import type { Gate } from './gate';
import { openSession, type Session, type Values } from './session';

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
  const own = ownVectors(setup);
  const session = await openShareSession(setup, own);
  return {
    run: async (inputs, numbers) => {
      let loss = Number.NaN;
      try {
        copyIn(setup, own);
        loss = await passes(session, own, inputs);
        copyOut(setup, own);
      } catch (error) {
        gate.fail();
        throw error;
      } finally {
        gate.pass();
      }
      if (!gate.failed()) updateRange(setup, own, update, gate, numbers);
      return loss;
    },
    close: () => session.close(),
  };
}

/** One worker's own arrays; the only worker's weights and statistics are the shared ones, of several they are copies. */
type OwnVectors = {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly state: Float32Array;
  readonly newState: Float32Array;
  /** The parameters that this worker updates, and those that the others do. */
  readonly range: Range;
  readonly others: readonly Range[];
};

function ownVectors({ shared, index, count }: ShareSetup): OwnVectors {
  const { length } = shared.weights;
  const range = shareOf(length, index, count);
  // ONNX Runtime takes no views of memory that threads share.
  const copyOf = (vector: Float32Array): Float32Array => (count === 1 ? vector : Float32Array.from(vector));
  return {
    weights: copyOf(shared.weights),
    gradient: new Float32Array(length),
    state: copyOf(shared.state),
    newState: new Float32Array(shared.state.length),
    range,
    others: [
      { from: 0, to: range.from },
      { from: range.to, to: length },
    ],
  };
}

function openShareSession({ model, parameters, state, threads }: ShareSetup, own: OwnVectors): Promise<Session> {
  const names = gradientNames;
  return openSession(model, threads, {
    inputs: { ...views(parameters, own.weights, names.parameter, shapeOf), ...views(state, own.state, names.state, shapeOf) },
    outputs: { ...views(parameters, own.gradient, names.gradient, matrixOf), ...views(state, own.newState, names.newState, matrixOf) },
  });
}

/** Takes over what the other workers have updated. */
function copyIn({ shared, count }: ShareSetup, { weights, state, others }: OwnVectors): void {
  if (count === 1) return;
  for (const { from, to } of others) weights.set(shared.weights.subarray(from, to), from);
  state.set(shared.state);
}

/** Forward and backward pass of a share, or what none leaves; gives its part of the loss. */
async function passes(session: Session, own: OwnVectors, inputs: Readonly<Record<string, Values>> | null): Promise<number> {
  if (inputs !== null) return (await session.run(inputs)).loss?.[0] ?? Number.NaN;
  own.gradient.fill(0);
  own.newState.set(own.state);
  return 0;
}

/** Shows the others the statistics and their ranges of the gradient. */
function copyOut({ shared, index, count }: ShareSetup, { gradient, newState, others }: OwnVectors): void {
  shared.newStates[index]?.set(newState);
  if (count > 1) for (const { from, to } of others) shared.gradients[index]?.set(gradient.subarray(from, to), from);
}

/** Adds up the gradients in the worker's range, and updates the weights there. */
function updateRange(
  { parameters, shared, index, count }: ShareSetup,
  { weights, gradient, range }: OwnVectors,
  update: WeightUpdate,
  gate: Gate,
  numbers: StepNumbers,
): void {
  for (const [worker, theirs] of shared.gradients.entries()) if (worker !== index) addTo(gradient, theirs, range);
  let gradientLength = 0;
  if (update.clip > 0) {
    shared.squares[index] = squareSum(gradient, range);
    gate.pass();
    gradientLength = Math.sqrt(shared.squares.reduce((sum, value) => sum + value, 0));
  }
  const { memory, average } = shared;
  applyUpdate(update, parameters, range, { weights, gradient, memory, average }, { ...numbers, gradientLength });
  if (count > 1) shared.weights.set(weights.subarray(range.from, range.to), range.from);
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
