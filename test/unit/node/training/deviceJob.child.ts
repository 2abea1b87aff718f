import { join } from 'node:path';
import type { NamedBackend } from '../../../../src/core/experiment/experiment';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { failureSentence } from '../../../../src/node/training/failureSentence';
import { runJob } from '../../../../src/node/training/runJob';
import { discJob } from './discJob';

const quiet = new AbortController().signal;

/** A small job with the settings that bring all of a training step with them. */
async function job(folder: string, backends: readonly NamedBackend[]): Promise<TrainerJob> {
  const settings = { epochs: 2, movingAverage: 0.9, weightDecay: 0.01, clip: 5 };
  const made = await discJob(folder, { train: 14, tuning: 4, inputs: ['sex'], settings });
  const [backend = 'cpu', ...others] = backends;
  const engine = { ...made.experiment.engine, backend: others.length > 0 ? ('auto' as const) : backend };
  const network = { ...made.experiment.network, filters: [2, 3], dropout: 0.1 };
  return { ...made, backends, experiment: { ...made.experiment, network, engine } };
}

/** What a job tells, or how it fails; `dies` ends it with an error at the first word of that epoch. */
async function told(of: TrainerJob, dies = 0): Promise<readonly TrainerEvent[]> {
  const events: TrainerEvent[] = [];
  const emit = (event: TrainerEvent) => {
    if (event.event === 'progress' && event.epoch === dies) throw new Error('killed');
    events.push(event);
  };
  await runJob(of, emit, quiet).catch((error: unknown) => events.push({ event: 'failed', message: failureSentence(error) }));
  return events.filter(({ event }) => event !== 'progress');
}

async function main(kind: string, folder: string): Promise<void> {
  const results: Record<string, unknown> = {};
  if (kind === 'card') {
    results.whole = await told(await job(join(folder, 'a'), ['webgpu']));
    const broken = await job(join(folder, 'b'), ['webgpu', 'cpu']);
    await told(broken, 2);
    results.resumed = await told(broken);
  }
  if (kind === 'broken') {
    results.auto = await told(await job(join(folder, 'a'), ['cuda', 'webgpu', 'cpu']));
    results.named = await told(await job(join(folder, 'b'), ['webgpu']));
  }
  results.cpu = await told(await job(join(folder, 'c'), ['cpu']));
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
