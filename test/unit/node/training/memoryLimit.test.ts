import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { discJob } from './discJob';

const tsx = pathToFileURL(require.resolve('tsx')).href;
const source = resolve(dirname(__filename), '../../../../src/trainer.ts');

/** Runs the trainer with `spare` MB of address space, from its first line that begins with `from` on; gives its last event. */
function limitedTrainer(jobFile: string, spare: number, from: string): { readonly event: string; readonly message: string } {
  const script = `import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
const limit = () => {
  const used = 1024 * Number(/VmSize:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  execFileSync('prlimit', ['--pid', String(process.pid), '--as=' + (used + ${spare} * 2 ** 20)]);
};
let limited = false;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, ...rest) => {
  if (!limited && String(text).startsWith(${JSON.stringify(from)})) {
    limited = true;
    limit();
  }
  return write(text, ...rest);
};`;
  const args = ['--import', tsx, '--import', `data:text/javascript,${encodeURIComponent(script)}`, source, jobFile];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  assert.ok(last.startsWith('{'), stderr);
  return JSON.parse(last);
}

const hasPrlimit = (): boolean => {
  try {
    execFileSync('prlimit', ['--version']);
    return true;
  } catch {
    return false;
  }
};

describe('a trainer with little memory', function () {
  this.timeout(30_000);
  let folder = '';
  let job: TrainerJob;

  before(async function () {
    if (process.platform !== 'linux' || !hasPrlimit()) this.skip();
    folder = await mkdtemp(join(tmpdir(), 'radsteps-memory-'));
    job = await discJob(folder, { train: 14, tuning: 4 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function train(size: number, batch: number, spare: number, from: string) {
    const { experiment } = job;
    const image = { ...experiment.image, size: [size, size] as const };
    const larger: TrainerJob = { ...job, experiment: { ...experiment, image, train: { ...experiment.train, batch } } };
    const file = join(folder, 'job.json');
    await writeFile(file, JSON.stringify(larger));
    return limitedTrainer(file, spare, from);
  }

  it('ends before the first epoch with what the batch needs and what would fit', async () => {
    const { event, message } = await train(512, 14, 300, '{"event":"started"');
    assert.equal(event, 'failed');
    assert.match(
      message,
      /^A batch of 14 images of 512 x 512 needs about [\d,]+ MB of memory, but the limit on this process leaves \d+ MB; set train\.batch to \d or less\.$/,
    );
  });

  it('says the same when the engine runs out in an epoch', async () => {
    const { event, message } = await train(512, 14, 400, '{"event":"progress","phase":"caching","done":18');
    assert.equal(event, 'failed');
    assert.match(
      message,
      /^Memory ran out in training\. A batch of 14 images of 512 x 512 needs about [\d,]+ MB of memory, more than there was; set train\.batch to 7 or less\.$/,
    );
  });
});
