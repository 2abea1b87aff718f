import { reproduceRun } from '../../../../src/node/run/reproduceRun';
import { fakeTrainer } from './runFixture';

/** Reproduces a run (arguments: project, run) with a trainer that waits, and kills itself as soon as that trains. */
const [root = '', run = ''] = process.argv.slice(2);
const request = { run, trainer: fakeTrainer('wait'), keep: false, anyway: false, note: false };
void reproduceRun(
  root,
  request,
  (event) => {
    if (event.event === 'progress') process.kill(process.pid, 'SIGKILL');
  },
  new AbortController().signal,
);
