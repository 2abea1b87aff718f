import { trainSweep } from '../../../../src/node/run/trainSweep';
import { realTrainer } from './realTrainer';

/** Trains the sweep of the experiment "search" in a project, and kills itself after so many epochs of all runs (arguments: project, epochs). */
const [root = '', epochs = '1'] = process.argv.slice(2);
let heard = 0;
const request = { experiment: 'search', sets: {}, trainer: realTrainer(), commit: true };
void trainSweep(
  root,
  request,
  (event) => {
    if (event.event === 'epoch' && ++heard >= Number(epochs)) process.kill(process.pid, 'SIGKILL');
  },
  () => {},
  new AbortController().signal,
);
