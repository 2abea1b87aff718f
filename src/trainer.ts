import { readFile } from 'node:fs/promises';
import type { NamedBackend } from './core/experiment/experiment';
import { type Emit, lineWriter } from './node/training/events';
import { failureSentence } from './node/training/failureSentence';
import { parseJob } from './node/training/parseJob';
import { runJob } from './node/training/runJob';
import { selfTest } from './node/training/selfTest';

const selfTestSeconds = 10;

/** Runs the job file named by the first argument; events go to standard output, one a line. With `--self-test <backend>` it tries that instead. */
async function main([file, backend]: readonly string[], emit: Emit): Promise<void> {
  if (file === '--self-test') {
    process.stdout.write(`${JSON.stringify(await selfTest(backend as NamedBackend, selfTestSeconds))}\n`);
    return;
  }
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stop.abort());
  try {
    if (file === undefined) throw new Error('no job file was given');
    await runJob(parseJob(await readFile(file, 'utf8')), emit, stop.signal);
  } catch (error) {
    // The stack is for the log that the parent keeps of standard error.
    if (error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
    emit({ event: 'failed', message: failureSentence(error) });
    process.exitCode = 1;
  }
}

// A parent that is gone is no reason to end: the run's files tell the next one what happened.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
void main(
  process.argv.slice(2),
  lineWriter((line) => process.stdout.write(line)),
);
