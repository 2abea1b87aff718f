import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { experimentDefaults } from '../../src/core/experiment/experimentDefaults';
import type { TrainerEvent } from '../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../src/core/experiment/trainerJob';
import { discJob } from './node/training/discJob';

const root = process.cwd();
// Inside the repository, so that the bundle finds its native packages.
const home = join(root, 'node_modules', '.cache', 'radsteps-trainer-test', String(process.pid));
const bundle = join(home, 'trainer.js');

type Ended = { readonly code: number | null; readonly events: readonly TrainerEvent[]; readonly errors: string };

async function trainer(args: readonly string[], watch: (event: TrainerEvent, child: ChildProcess) => void = () => {}): Promise<Ended> {
  const child = spawn(process.execPath, [bundle, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const events: TrainerEvent[] = [];
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  createInterface(child.stdout).on('line', (line) => {
    const event = JSON.parse(line) as TrainerEvent;
    events.push(event);
    watch(event, child);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, events, errors };
}

describe('the trainer process', function () {
  this.timeout(60000);
  let folder = '';
  before(async () => {
    await mkdir(home, { recursive: true });
    await build({
      entryPoints: ['trainer', 'trainerThread'].map((name) => join(root, 'src', `${name}.ts`)),
      outdir: home,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'cjs',
      external: ['onnxruntime-node', 'sharp'],
      logLevel: 'error',
    });
    folder = await mkdtemp(join(tmpdir(), 'radsteps-trainer-'));
  });
  after(async () => {
    await rm(home, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  const jobFile = async (job: TrainerJob): Promise<string> => {
    const file = join(job.out.local, 'job.json');
    await mkdir(job.out.local, { recursive: true });
    await writeFile(file, JSON.stringify(job));
    return file;
  };

  it('runs a job: events on standard output, files in their folders, exit code 0', async () => {
    const job = await discJob(join(folder, 'whole'));
    const { code, events, errors } = await trainer([await jobFile(job)]);
    assert.equal(code, 0, errors);
    assert.equal(errors, '');
    assert.equal(events[0]?.event, 'started');
    assert.equal(events.at(-1)?.event, 'finished');
    assert.equal(events.filter((event) => event.event === 'epoch').length, 4);
    assert.match(
      await readFile(join(job.out.record, 'metrics.csv'), 'utf8'),
      /^epoch,train_loss,tuning_loss,seconds,images_per_second,mae,/,
    );
  });

  it('prepares batches by threads where they cost much, and says what share of the time it waited', async () => {
    const augment = { ...experimentDefaults.augment, blur: 4, noise: 0.1, rotate: 20 };
    const job = await discJob(join(folder, 'threads'), { augment, train: 40, settings: { epochs: 6, batch: 4 } });
    const image = { ...job.experiment.image, size: [256, 256] as const };
    const network = { ...job.experiment.network, filters: [2, 2] };
    const { code, events, errors } = await trainer([await jobFile({ ...job, experiment: { ...job.experiment, image, network } })]);
    assert.equal(code, 0, errors);
    const epochs = events.filter((event) => event.event === 'epoch');
    const shares = epochs.map(({ waitedShare = Number.NaN }) => waitedShare);
    // The first epoch waits for every batch; then threads work while the engine does, and while it evaluates.
    assert.ok(shares.every((share) => share > 0 && share < 1) && Math.min(...shares) < (shares[0] ?? 0), shares.join(' '));
    const last = events.at(-1);
    assert.ok(last?.event === 'finished' && (last.result.waitedShare ?? 0) > Math.min(...shares));
  });

  it('stops politely at SIGTERM', async function () {
    // Windows has no such signal to send.
    if (process.platform === 'win32') this.skip();
    const job = await discJob(join(folder, 'stopped'), { settings: { epochs: 100000 } });
    let sent = false;
    const { code, events } = await trainer([await jobFile(job)], (event, child) => {
      if (event.event === 'epoch' && !sent) sent = child.kill('SIGTERM');
    });
    const last = events.at(-1);
    assert.equal(code, 0);
    assert.ok(last?.event === 'finished' && last.stopped && last.result.weights !== null);
  });

  it('fails with one sentence and exit code 1', async () => {
    const job = await discJob(join(folder, 'failed'));
    const { code, events, errors } = await trainer([await jobFile({ ...job, tuning: [] })]);
    assert.equal(code, 1);
    assert.deepEqual(events.at(-1), {
      event: 'failed',
      message: 'No image of the tuning part could be used; label and split more images, then train again.',
    });
    assert.match(errors, /UserError/);
    const none = await trainer([]);
    assert.equal(none.code, 1);
    assert.deepEqual(
      none.events.map((event) => event.event),
      ['failed'],
    );
  });
});
