import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedBackend } from '../../../../src/core/experiment/experiment';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { hashModel } from '../../../../src/node/project/networkFiles';
import { openDeviceModel } from '../../../../src/node/training/deviceModel';
import { failureSentence } from '../../../../src/node/training/failureSentence';
import { runJob } from '../../../../src/node/training/runJob';
import { discJob } from './discJob';

const quiet = new AbortController().signal;

// The fewer kinds of products, the sooner a card in software has compiled its programs.
const model = `export default (layers, { outputs }) => {
  const seen = layers.maxPool(layers.relu(layers.batchNorm(layers.conv(layers.image, { filters: 2, kernel: 3 }))));
  const features = layers.dropout(layers.globalAveragePool(seen), { rate: 0.1 });
  return layers.network(layers.bias(layers.dense(features, { units: outputs })));
};`;

/** A small job with the settings that bring all of a training step with them. */
async function job(folder: string, backends: readonly NamedBackend[]): Promise<TrainerJob> {
  const settings = { epochs: 2, movingAverage: 0.9, weightDecay: 0.01, clip: 5 };
  const made = await discJob(folder, { train: 14, tuning: 4, settings });
  const file = join(folder, 'model.mjs');
  await writeFile(file, model);
  const [backend = 'cpu', ...others] = backends;
  const engine = { ...made.experiment.engine, backend: others.length > 0 ? ('auto' as const) : backend };
  const network = { ...made.experiment.network, name: 'own' as const };
  return { ...made, backends, files: { model: { file, sha256: hashModel(model) } }, experiment: { ...made.experiment, network, engine } };
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

const emit = makeEmitter();
emit.output('value', 'copy');
const copied = emit.finish('copied', [{ name: 'value', dims: [1] }], [{ name: 'copy', dims: [1] }]);

async function main(kind: string, folder: string): Promise<void> {
  const results: Record<string, unknown> = {};
  if (kind === 'card') {
    // As long as one session is open, the next ones find their programs compiled.
    await openDeviceModel(copied, 'webgpu', []);
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
