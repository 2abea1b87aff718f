import { parentPort, workerData } from 'node:worker_threads';
import { makeFingerprint } from './node/check/makeFingerprint';
import { serveBatches, type ThreadStart } from './node/dataset/answerBatches';

// A thread of `radsteps check`: batches of image files and their fingerprints pass as messages.
if (parentPort === null) throw new Error('This program is a thread of the checks; run `radsteps check` instead.');
serveBatches(parentPort, (workerData as ThreadStart).state, () => makeFingerprint);
