import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitRun } from '../../../../src/node/run/commitRun';
import { listRuns } from '../../../../src/node/run/listRuns';
import { openRun } from '../../../../src/node/run/openRun';
import { identifyProcess, isAlive } from '../../../../src/node/run/processIdentity';
import { readRecord } from '../../../../src/node/run/readRecord';
import { stopRun } from '../../../../src/node/run/stopRun';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { asProject, plan } from './runFixture';

const idle = 'setInterval(() => {}, 1000)';

async function living(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', idle], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

async function dead(): Promise<number> {
  const child = await living();
  child.kill('SIGKILL');
  await once(child, 'close');
  return child.pid ?? 0;
}

/** A run whose command died; its trainer as given. */
async function orphan({ root }: TemporaryRepository, changes: Readonly<Record<string, unknown>>) {
  const { record } = await openRun(root, plan);
  const local = join(root, '.radsteps/runs', record.run);
  const path = join(local, 'process.json');
  const note = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...note, cli: { pid: await dead(), start: null }, ...changes }));
  return { run: record.run, local, note };
}

const epoch = (number: number, value: number) =>
  JSON.stringify({
    event: 'epoch',
    epoch: number,
    epochs: 9,
    trainLoss: 1,
    tuningLoss: 1,
    metrics: { mae: { value, interval: [1, 2], method: 'm', n: 5, patients: 4, unit: 'months' } },
    best: true,
    seconds: 1,
    imagesPerSecond: 3,
  });

describe('reconcileRun (through listRuns)', () => {
  const folder = isolatedGit();
  let place: TemporaryRepository;
  before(() => {
    place = asProject(temporaryRepository(folder()));
  });
  const look = async (run: string) => (await listRuns(place.root)).find((listing) => listing.run === run);

  it('marks the run of a killed trainer as failed with what it had reached, to be committed later', async () => {
    const { run, local } = await orphan(place, { trainer: { pid: await dead(), start: '1' } });
    writeFileSync(join(local, 'events.jsonl'), `${epoch(1, 30)}\n${epoch(2, 20)}\n${epoch(3, 25)}\n{"event":"epo`);
    const listing = await look(run);
    assert.ok(listing?.state === 'failed' && listing.pending, JSON.stringify(listing));
    assert.match(listing.reason ?? '', /ended without a word/);
    assert.deepEqual([listing.epochs, listing.metric?.value, listing.metric?.n], [3, 20, 5]);
    const record = await readRecord(place.root, run);
    assert.ok(record.state === 'failed' && record.result?.metrics.mae?.last.value === 25);
    assert.equal((await commitRun(place.root, run)).state, 'committed');
    assert.equal((await look(run))?.pending, false);
  });

  it('takes the word of a trainer that finished after its command had died', async () => {
    const { run, local } = await orphan(place, { trainer: { pid: await dead(), start: '1' } });
    const metric = { epoch: 1, value: 9, interval: null, n: 5, patients: 4, method: 'm' };
    const metrics = { mae: { unit: 'months', better: 'lower', part: 'tuning', best: metric, last: metric } };
    const result = { epochs: 1, primary: 'mae', metrics, parameters: 1, imagesPerSecond: 1, peakMemoryMb: 1, weights: null };
    writeFileSync(join(local, 'events.jsonl'), `${JSON.stringify({ event: 'finished', stopped: false, result })}\n`);
    const listing = await look(run);
    assert.ok(listing?.state === 'finished' && listing.metric?.value === 9);
  });

  it('does not call a living trainer dead when only its command died, and can stop it', async () => {
    const trainer = await living();
    try {
      const { run } = await orphan(place, { trainer: await identifyProcess(trainer.pid ?? 0) });
      assert.equal((await look(run))?.state, 'running');
      assert.equal((await readRecord(place.root, run)).state, 'running');
      assert.equal((await commitRun(place.root, run)).state, 'pending');
      const ended = once(trainer, 'close');
      assert.equal(await stopRun(place.root, run), 'asked');
      await ended;
      assert.equal((await look(run))?.state, 'stopped');
    } finally {
      trainer.kill('SIGKILL');
    }
  });

  it('is not misled by another process that got the number', async function () {
    const other = await living();
    try {
      const identity = await identifyProcess(other.pid ?? 0);
      if (identity.start === null) this.skip();
      assert.equal(await isAlive(identity), true);
      assert.equal(await isAlive({ ...identity, start: '1' }), false);
      const { run } = await orphan(place, { trainer: { pid: other.pid, start: '1' } });
      assert.equal((await look(run))?.state, 'failed');
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('knows processes from before the machine was started anew as dead', async function () {
    const own = await identifyProcess(process.pid);
    const { run, note } = await orphan(place, { cli: own, trainer: own, boot: 'an earlier one' });
    if (note.boot === null) this.skip();
    assert.equal((await look(run))?.state, 'failed');
  });

  it('says nothing about a run of another machine, and does not stop it', async () => {
    const { run } = await orphan(place, { host: 'elsewhere.example' });
    assert.equal((await look(run))?.state, 'running');
    await assert.rejects(stopRun(place.root, run), /elsewhere\.example/);
    const { run: unknown, local } = await orphan(place, {});
    rmSync(local, { recursive: true });
    assert.equal((await look(unknown))?.state, 'running');
    await assert.rejects(stopRun(place.root, unknown), /not started on this machine/);
  });

  it('only looks in an untrusted folder: the record stays as it is', async () => {
    const { run } = await orphan(place, {});
    const listing = (await listRuns(place.root, { trusted: false })).find((found) => found.run === run);
    assert.ok(listing?.state === 'failed' && !listing.pending);
    assert.equal((await readRecord(place.root, run)).state, 'running');
  });
});

describe('listRuns', () => {
  const folder = isolatedGit();

  it('lists the newest first, damaged records with the reason, and what is no run not at all', async () => {
    const place = asProject(temporaryRepository(folder()));
    const write = (run: string, text: string) => place.write(`5-network/runs/${run}/record.json`, text);
    const { record } = await openRun(place.root, plan);
    write('20240101-000000-old-0001', '');
    write('20240102-000000-old-0002', '<<<<<<< ours\n');
    write('20240103-000000-old-0003', '{"version":2}');
    write('20240104-000000-old-0004', JSON.stringify({ ...record, state: 'done' }));
    write('20240105-000000-old-0005', JSON.stringify(record));
    place.write('5-network/runs/20240106-000000-old-0006/metrics.csv', 'epoch\n');
    place.write('5-network/runs/notes/text.md', 'no run\n');
    place.write('5-network/runs/20240107-000000-old-0007/.record.json.ab.tmp', '');
    const listings = await listRuns(place.root);
    assert.deepEqual(listings.map(({ run }) => run.slice(0, 8)).slice(1), [
      '20240106',
      '20240105',
      '20240104',
      '20240103',
      '20240102',
      '20240101',
    ]);
    assert.equal(listings[0]?.state, 'running');
    assert.ok(listings.slice(1).every(({ state, experiment }) => state === 'damaged' && experiment === 'old'));
    assert.deepEqual(
      listings
        .slice(1)
        .map(({ reason = '' }) => reason.replace(/^Its record.json is damaged: /, ''))
        .map((reason) => reason.split(/[,(]/)[0]?.trim()),
      [
        'It has no record.json.',
        'it names another run',
        'state is "done".',
        'version is 2',
        'it holds the marks of an unsolved merge.',
        'it is empty.',
      ],
    );
  });

  it('is empty for a project that has not run anything', async () => {
    assert.deepEqual(await listRuns(temporaryRepository(folder()).root), []);
  });
});
