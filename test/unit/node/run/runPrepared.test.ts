import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { commitRun } from '../../../../src/node/run/commitRun';
import { listRuns } from '../../../../src/node/run/listRuns';
import { readRecord } from '../../../../src/node/run/readRecord';
import type { RunEvent } from '../../../../src/node/run/runPrepared';
import { stopRun } from '../../../../src/node/run/stopRun';
import { isolatedGit, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { asProject, awaited, fakeTrainer, plan, runFake, trainerNoted } from './runFixture';

const runsOf = (root: string): readonly string[] => readdirSync(join(root, '5-network/runs'));
const isTraining = (event: RunEvent): boolean => event.event === 'progress';

async function training(place: { readonly root: string }, mode: string, signal?: AbortSignal) {
  const { report, seen } = awaited(isTraining);
  const outcome = runFake(place, mode, { graceMs: 200 }, report, signal);
  await seen;
  const run = runsOf(place.root)[0] ?? '';
  await trainerNoted(place.root, run);
  return { outcome, run };
}

describe('runPrepared', () => {
  const folder = isolatedGit();
  const project = () => asProject(temporaryRepository(folder()));

  it('records before the start and at the end, and commits the whole record and nothing else', async () => {
    const place = project();
    place.write('radsteps.yaml', 'name: changed\n');
    place.write('1-problem/idea.md', 'untracked\n');
    const records: RunRecord[] = [];
    const { record, commit } = await runFake(place, 'finish', {}, (event) => {
      if (event.event === 'record') records.push(event.record);
    });
    assert.deepEqual(
      records.map(({ state }) => state),
      ['running', 'running', 'finished'],
    );
    assert.equal(records[1]?.engine.version, '1.2.3');
    assert.ok(record.state === 'finished' && record.result.metrics.mae?.best.value === 20 && record.result.metrics.mae.last.value === 25);
    assert.deepEqual(await readRecord(place.root, record.run), record);
    assert.match(record.run, /^\d{8}-\d{6}-baseline-[0-9a-f]{4}$/);
    assert.deepEqual([record.author, record.branch, record.parent], ['Ada Reader', 'main', place.git('rev-parse', 'HEAD^').trim()]);
    assert.deepEqual(commit, { state: 'committed', commit: place.git('rev-parse', 'HEAD').trim(), branch: 'main' });
    const name = (file: string) => `5-network/runs/${record.run}/${file}`;
    const files = ['changes.patch', 'metrics.csv', 'predictions.csv', 'record.json'].map(name);
    assert.deepEqual(place.git('show', '--format=', '--name-only', 'HEAD').trim().split('\n'), files);
    assert.equal(place.git('status', '--porcelain'), ' M radsteps.yaml\n?? 1-problem/\n');
    const patch = readFileSync(join(place.root, name('changes.patch')));
    assert.match(patch.toString(), /idea\.md[\s\S]*\+untracked[\s\S]*\+name: changed/);
    assert.equal(record.patch?.sha256, createHash('sha256').update(patch).digest('hex'));
    assert.equal(place.git('rev-parse', `refs/radsteps/runs/${record.run}`).trim(), record.snapshot);
    assert.match(place.git('log', '-1', '--format=%s'), new RegExp(`^Run ${record.run}: finished, MAE 20.0 months\n$`));
    assert.deepEqual(record.notes, ['Slow: image img-1']);
    assert.doesNotMatch(place.git('show', 'HEAD'), /DOE/);
    const [listing] = await listRuns(place.root);
    assert.ok(listing?.state === 'finished' && !listing.pending && listing.metric?.value === 20 && listing.metric.n === 1);
  });

  it('gives the trainer a job with both parts and its folders, and keeps its words on this machine', async () => {
    const place = project();
    const { record } = await runFake(place, 'noise');
    const local = join(place.root, '.radsteps/runs', record.run);
    const job = JSON.parse(readFileSync(join(local, 'job.json'), 'utf8'));
    assert.deepEqual([job.run, job.train.length, job.tuning.length, job.out.local], [record.run, 2, 1, local]);
    const events = readFileSync(join(local, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    assert.deepEqual(events, ['started', 'epoch', 'epoch', 'epoch', 'finished']);
    const log = readFileSync(join(local, 'trainer.log'), 'utf8');
    assert.match(log, /Loading libraries/);
    assert.match(log, /\{"event":"epoch"\}/);
    assert.match(log, /no line feed at the end/);
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('records and commits a failure, without the paths in its message and with the epochs before it', async () => {
    const place = project();
    const { record, commit } = await runFake(place, 'fail');
    assert.ok(record.state === 'failed', record.state);
    assert.equal(commit.state, 'committed');
    assert.match(record.reason, /^Image file image img-1 is damaged; see <path>/);
    assert.doesNotMatch(record.reason, /films/);
    assert.equal(record.result?.metrics.mae?.last.value, 30);
    assert.match(place.git('log', '-1', '--format=%s'), /failed, MAE 30/);
  });

  it('calls a trainer that ends without a result failed, and keeps what it said on standard error', async () => {
    const place = project();
    const { record } = await runFake(place, 'crash');
    assert.ok(record.state === 'failed' && /exit code 3/.test(record.reason));
    assert.match(readFileSync(join(place.root, '.radsteps/runs', record.run, 'trainer.log'), 'utf8'), /out of luck/);
  });

  it('records that the trainer could not be started', async () => {
    const place = project();
    const trainer = { ...fakeTrainer('finish'), command: join(place.root, 'no such program') };
    const { record } = await runFake(place, 'finish', { trainer });
    assert.ok(record.state === 'failed' && /could not be started \(ENOENT\)/.test(record.reason));
  });

  it('stops politely when asked', async () => {
    const place = project();
    const stop = new AbortController();
    const { outcome } = await training(place, 'wait', stop.signal);
    stop.abort();
    const { record } = await outcome;
    assert.ok(record.state === 'stopped' && record.result?.epochs === 1 && record.result.peakMemoryMb === 50);
  });

  it('kills a trainer that does not listen, and keeps its epochs', async () => {
    const place = project();
    const stop = new AbortController();
    const { outcome } = await training(place, 'stubborn', stop.signal);
    stop.abort();
    const { record } = await outcome;
    assert.ok(record.state === 'stopped' && record.result?.metrics.mae?.best.value === 30 && record.result.weights === null);
  });

  it('does not kill a stopped trainer while it measures what is kept', async () => {
    const stop = new AbortController();
    const { outcome } = await training(project(), 'measuring', stop.signal);
    stop.abort();
    const { record } = await outcome;
    // Five times as long as it may be silent.
    assert.ok(record.state === 'stopped' && record.result?.peakMemoryMb === 50, JSON.stringify(record));
  });

  it('begins nothing when it was cancelled before', async () => {
    const place = project();
    await assert.rejects(
      runFake(place, 'finish', {}, () => {}, AbortSignal.abort()),
      { name: 'AbortError' },
    );
    assert.deepEqual(runsOf(place.root), []);
  });

  it('is stopped from another terminal', async () => {
    const place = project();
    const { outcome, run } = await training(place, 'wait');
    assert.equal(await stopRun(place.root, run), 'asked');
    assert.equal((await outcome).record.state, 'stopped');
    await assert.rejects(stopRun(place.root, run), /already ended \(stopped\)/);
    await assert.rejects(stopRun(place.root, '../../etc'), /is not the name of a run/);
    await assert.rejects(stopRun(place.root, '20250101-000000-x-0000'), /There is no run/);
  });

  it('leaves the record pending when no commit was wanted, and commits it later, failed or not', async () => {
    const place = project();
    const { record, commit } = await runFake(place, 'crash', { commit: false });
    assert.equal(commit.state, 'pending');
    assert.equal((await listRuns(place.root))[0]?.pending, true);
    assert.equal((await commitRun(place.root, record.run)).state, 'committed');
    assert.equal((await listRuns(place.root))[0]?.pending, false);
  });

  it('leaves the record pending when the branch changed during the run, until it is asked to commit', async () => {
    const place = project();
    const gate = join(folder(), 'gate');
    const { report, seen } = awaited((event) => event.event === 'started');
    const outcome = runFake(place, 'gate', { env: { FAKE_GATE: gate } }, report);
    await seen;
    place.git('checkout', '-q', '-b', 'other');
    writeFileSync(gate, '');
    const { record, commit } = await outcome;
    assert.equal(record.branch, 'main');
    assert.ok(commit.state === 'pending' && commit.reason.includes(`radsteps commit ${record.run}`), JSON.stringify(commit));
    assert.equal(place.git('rev-list', '--count', '--branches'), '1\n');
    const later = await commitRun(place.root, record.run);
    assert.ok(later.state === 'committed' && later.branch === 'other');
  });

  it('leaves the record pending while the index is locked', async () => {
    const place = project();
    writeFileSync(join(place.root, '.git/index.lock'), '');
    const { record, commit } = await runFake(place, 'finish', { waitMs: 100 });
    assert.ok(record.state === 'finished' && record.snapshot !== null, 'a lock does not keep the state from being recorded');
    assert.equal(commit.state, 'pending');
    assert.equal((await listRuns(place.root))[0]?.pending, true);
  });

  it('two runs that finish at once are both committed', async () => {
    const place = project();
    const outcomes = await Promise.all([runFake(place, 'finish'), runFake(place, 'finish')]);
    assert.deepEqual(
      outcomes.map(({ commit }) => commit.state),
      ['committed', 'committed'],
    );
    assert.equal(place.git('rev-list', '--count', 'HEAD'), '3\n');
    assert.equal(place.git('status', '--porcelain'), '');
    assert.deepEqual(
      outcomes.map(({ record }) => record.patch?.omitted),
      [[], []],
    );
  });

  it('runs in a conflicted merge, on a detached HEAD and before the first commit', async () => {
    const place = project();
    place.git('checkout', '-q', '-b', 'other');
    place.write('radsteps.yaml', 'name: theirs\n');
    place.git('commit', '-qam', 'theirs');
    place.git('checkout', '-q', 'main');
    place.write('radsteps.yaml', 'name: ours\n');
    place.git('commit', '-qam', 'ours');
    assert.throws(() => place.git('merge', 'other'));
    assert.equal((await runFake(place, 'finish')).commit.state, 'committed');
    assert.equal(place.git('status', '--porcelain'), 'UU radsteps.yaml\n');
    place.git('merge', '--abort');
    place.git('checkout', '-q', '--detach');
    const detached = await runFake(place, 'finish');
    assert.ok(detached.commit.state === 'committed' && detached.commit.branch === null && detached.record.branch === null);
    const fresh = temporaryRepository(folder());
    fresh.write('.gitignore', '.radsteps/\n');
    const first = await runFake(fresh, 'finish');
    assert.ok(first.commit.state === 'committed' && first.record.parent === null && first.record.branch === 'main');
    assert.equal(fresh.git('status', '--porcelain'), '?? .gitignore\n');
  });

  it('trains where there is no repository, or a bare one, and says why nothing is committed', async () => {
    const root = mkdtempSync(join(folder(), 'no repository '));
    const { record, commit } = await runFake({ root }, 'finish');
    assert.ok(commit.state === 'none' && /not in a git repository/.test(commit.reason));
    assert.deepEqual([record.state, record.parent, record.patch, record.author], ['finished', null, null, 'RadSteps']);
    assert.match(record.notes.join(' '), /no git repository/);
    const [listing] = await listRuns(root);
    assert.ok(listing?.state === 'finished' && !listing.pending);
    const place = temporaryRepository(folder());
    const bare = join(place.root, '.git');
    place.git('config', 'core.bare', 'true');
    const inBare = await runFake({ root: bare }, 'finish');
    assert.ok(inBare.commit.state === 'none' && /bare/.test(inBare.commit.reason), JSON.stringify(inBare.commit));
  });

  it('finds a project in a folder of its repository', async () => {
    const place = project();
    const root = join(place.root, 'my project');
    mkdirSync(root);
    const { record, commit } = await runFake({ root }, 'finish');
    assert.equal(commit.state, 'committed');
    assert.match(place.git('show', '--format=', '--name-only', 'HEAD'), new RegExp(`^my project/5-network/runs/${record.run}/`));
    assert.equal((await listRuns(root))[0]?.pending, false);
  });

  it('leaves nothing behind when the record can not be written at the start', async () => {
    const place = project();
    rmSync(join(place.root, '5-network/runs'), { recursive: true });
    place.write('5-network/runs', 'a file in the way\n');
    await assert.rejects(runFake(place, 'finish'), { name: 'UserError' });
    assert.deepEqual(readdirSync(join(place.root, '.radsteps/runs')), []);
    assert.equal(place.git('for-each-ref', 'refs/radsteps'), '');
  });

  it('takes no weights into git that a trainer left among its results', async () => {
    const place = project();
    const { report, seen } = awaited((event) => event.event === 'started');
    const gate = join(folder(), 'another gate');
    const outcome = runFake(place, 'gate', { env: { FAKE_GATE: gate } }, report);
    await seen;
    const run = runsOf(place.root)[0] ?? '';
    place.write(`5-network/runs/${run}/model.pt`, new Uint8Array(10));
    writeFileSync(gate, '');
    await outcome;
    assert.doesNotMatch(place.git('show', '--format=', '--name-only', 'HEAD'), /model\.pt/);
    assert.ok(existsSync(join(place.root, '5-network/runs', run, 'model.pt')));
  });
});

describe('runPrepared without a git identity', () => {
  const folder = isolatedGit(false);
  it('signs as RadSteps and notes it', async () => {
    const place = temporaryRepository(folder());
    place.write('.gitignore', '.radsteps/\n');
    const { record, commit } = await runFake(place, 'finish');
    assert.equal(commit.state, 'committed');
    assert.equal(record.author, 'RadSteps');
    assert.match(record.notes.join(' '), /no name and address/);
    assert.equal(plan.notes.length, 0);
  });
});
