import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { OptimizerSpec } from '../../core/network/optimizer';
import type { WeightUpdate } from '../../core/network/weightUpdate';
import { UserError } from '../../core/userError';
import type { Values } from './session';
import type { ShareRunner, ShareSetup, StepNumbers } from './shareRunner';

/** What a thread is started with. */
export type ShareThreadData = {
  readonly setup: ShareSetup;
  readonly update: Omit<WeightUpdate, 'optimizer'> & { readonly optimizer: OptimizerSpec };
  readonly gate: Int32Array;
};

/** What a thread is asked, and what it answers. */
export type ShareRequest = { readonly inputs: Readonly<Record<string, Values>> | null; readonly numbers: StepNumbers } | 'close';
export type ShareAnswer = { readonly loss: number } | { readonly error: string; readonly code: string } | 'open';

/** Opens one worker in a thread of its own. */
export async function openShareThread(setup: ShareSetup, update: WeightUpdate, gate: Int32Array): Promise<ShareRunner> {
  const { optimizer, ...rest } = update;
  const data: ShareThreadData = { setup, update: { ...rest, optimizer: optimizer.spec }, gate };
  const thread = startThread(data);
  const ended = new Promise<number>((resolve) => thread.once('exit', resolve));
  const answer = (): Promise<ShareAnswer> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        thread.off('message', take);
        thread.off('error', fail);
        thread.off('exit', end);
      };
      const take = (message: ShareAnswer) => {
        leave();
        resolve(message);
      };
      const fail = (error: unknown) => {
        leave();
        reject(error);
      };
      const end = () => fail(new Error('A worker of the engine ended before its work was done.'));
      thread.on('message', take).on('error', fail).on('exit', end);
    });
  lossOf(await answer());
  return {
    run: async (inputs, numbers) => {
      const request: ShareRequest = { inputs: inputs && ownCopies(inputs), numbers };
      const given = answer();
      thread.postMessage(request, buffersOf(request.inputs));
      return lossOf(await given);
    },
    close: async () => {
      thread.postMessage('close' satisfies ShareRequest);
      await ended;
    },
  };
}

/** Bundled, the thread's program lies beside this one; in the sources Node has to be told how to read TypeScript. */
function startThread(workerData: ShareThreadData): Worker {
  if (!__filename.endsWith('.ts')) return new Worker(join(__dirname, 'shareWorker.js'), { workerData });
  const file = join(__dirname, 'shareWorker.ts');
  return new Worker(`require('tsx/cjs'); require(${JSON.stringify(file)});`, { eval: true, workerData });
}

const ownCopies = (inputs: Readonly<Record<string, Values>>): Readonly<Record<string, Values>> =>
  Object.fromEntries(Object.entries(inputs).map(([name, { data, dims }]) => [name, { data: data.slice(), dims }]));

const buffersOf = (inputs: Readonly<Record<string, Values>> | null): readonly ArrayBuffer[] =>
  Object.values(inputs ?? {}).flatMap(({ data }) => (data.buffer instanceof ArrayBuffer ? [data.buffer] : []));

function lossOf(answer: ShareAnswer): number {
  if (answer === 'open') return 0;
  if ('loss' in answer) return answer.loss;
  if (answer.code === 'user') throw new UserError(answer.error);
  throw Object.assign(new Error(answer.error), answer.code === '' ? {} : { code: answer.code });
}
