import { parentPort, workerData } from 'node:worker_threads';
import { answerThread } from './node/training/answerThread';
import type { ThreadWork } from './node/training/threadWork';

// A thread of the trainer: its work comes with its start, and questions and answers pass as messages.
if (parentPort === null) throw new Error('This program is a thread of the trainer; run `radsteps train` instead.');
void answerThread(parentPort, workerData as ThreadWork);
