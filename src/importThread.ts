import { parentPort, workerData } from 'node:worker_threads';
import { answerBatches, type ThreadStart } from './node/dataset/answerBatches';

// A thread of `radsteps import`: its work comes with its start, and batches of files and what was found in them pass as messages.
if (parentPort === null) throw new Error('This program is a thread of the import; run `radsteps import` instead.');
answerBatches(parentPort, workerData as ThreadStart);
