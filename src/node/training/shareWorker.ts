import { parentPort, workerData } from 'node:worker_threads';
import { makeOptimizer } from '../../core/network/optimizer';
import { UserError } from '../../core/userError';
import { openGate } from './gate';
import { openShareRunner } from './shareRunner';
import type { ShareAnswer, ShareRequest, ShareThreadData } from './shareThread';

/** A thread that works on one share of each batch, as it is asked. */
async function main(): Promise<void> {
  const { setup, update, gate } = workerData as ShareThreadData;
  const weightUpdate = { ...update, optimizer: makeOptimizer(update.optimizer) };
  const runner = await openShareRunner(setup, weightUpdate, openGate(gate, setup.count));
  parentPort?.on('message', async (request: ShareRequest) => {
    if (request === 'close') {
      await runner.close();
      parentPort?.close();
      return;
    }
    await runner.run(request.inputs, request.numbers).then((loss) => tell({ loss }), fail);
  });
  tell('open');
}

const tell = (answer: ShareAnswer): void => parentPort?.postMessage(answer);

function fail(error: unknown): void {
  const code = error instanceof UserError ? 'user' : error instanceof Error && 'code' in error ? String(error.code) : '';
  tell({ error: error instanceof Error ? error.message : String(error), code });
}

main().catch(fail);
