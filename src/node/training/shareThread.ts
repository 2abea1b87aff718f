import type { OptimizerSpec } from '../../core/network/optimizer';
import { makeOptimizer } from '../../core/network/optimizer';
import type { WeightUpdate } from '../../core/network/weightUpdate';
import { openGate } from './gate';
import type { Values } from './session';
import { openShareRunner, type ShareRunner, type ShareSetup, type StepNumbers } from './shareRunner';
import { openThread } from './thread';

/** What a thread needs to work on one share of each batch. */
export type ShareWork = {
  readonly setup: ShareSetup;
  readonly update: Omit<WeightUpdate, 'optimizer'> & { readonly optimizer: OptimizerSpec };
  /** The memory of the workers' gate. */
  readonly gate: Int32Array;
};

/** One step that a thread is asked for; it answers with its part of the loss. */
export type ShareQuestion = { readonly inputs: Readonly<Record<string, Values>> | null; readonly numbers: StepNumbers };

/** Opens one worker in a thread of its own. */
export async function openShareThread(setup: ShareSetup, update: WeightUpdate, gate: Int32Array): Promise<ShareRunner> {
  const { optimizer, ...rest } = update;
  const thread = await openThread<ShareQuestion, number>({
    kind: 'share',
    share: { setup, update: { ...rest, optimizer: optimizer.spec }, gate },
  });
  return {
    // Copies, because a message takes the whole memory that a view lies in.
    run: (inputs, numbers) => thread.ask({ inputs: inputs && ownCopies(inputs), numbers }),
    close: thread.close,
  };
}

/** Opens the same worker inside its thread. */
export const openShare = ({ setup, update, gate }: ShareWork): Promise<ShareRunner> =>
  openShareRunner(setup, { ...update, optimizer: makeOptimizer(update.optimizer) }, openGate(gate, setup.count));

const ownCopies = (inputs: Readonly<Record<string, Values>>): Readonly<Record<string, Values>> =>
  Object.fromEntries(Object.entries(inputs).map(([name, { data, dims }]) => [name, { data: data.slice(), dims }]));
