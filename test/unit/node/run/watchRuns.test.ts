import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { listRuns } from '../../../../src/node/run/listRuns';
import { stopRun } from '../../../../src/node/run/stopRun';
import { trainSweep } from '../../../../src/node/run/trainSweep';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { discProject } from './discProject';
import { realTrainer } from './realTrainer';
import { asProject, fakeTrainer, runFake, trainerNoted } from './runFixture';

describe('radsteps watch', function () {
  this.timeout(120_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;

  /** Watches as a terminal would, until it ends by itself or by the signal. */
  async function watch(words: readonly string[], terminal = false, signal = new AbortController().signal, root = place.root) {
    const said = { out: '', err: '' };
    const code = await runCommandLine(['watch', ...words, '-C', root], {
      ...{ cwd: folder(), templatesFolder: '', trainer: fakeTrainer('finish'), terminal, signal },
      write: (text) => {
        said.out += text;
      },
      writeError: (text) => {
        said.err += text;
      },
    });
    return { code, ...said };
  }
  const runningName = async (): Promise<string> => {
    for (;;) {
      const found = (await listRuns(place.root)).find(({ state }) => state === 'running');
      if (found !== undefined) return found.run;
      await sleep(50);
    }
  };

  before(() => {
    place = asProject(temporaryRepository(folder()));
  });

  it('says so at once where nothing trains', async () => {
    const { code, out, err } = await watch([]);
    assert.deepEqual([code, out, err], [0, 'No run trains on this machine now.\n', '']);
  });

  it('tells every epoch in plain lines, and ends when the run ends', async () => {
    const gate = join(folder(), 'gate');
    const trained = runFake(place, 'gate', { env: { FAKE_GATE: gate } });
    const run = await runningName();
    const watched = watch([]);
    await sleep(600);
    writeFileSync(gate, '');
    const { code, out, err } = await watched;
    await trained;
    assert.deepEqual([code, out], [0, '1 run has ended.\n']);
    const lines = err.trim().split('\n');
    assert.equal(lines.length, 4, err);
    assert.equal(lines[0], `[#######-------------] ${run}  epoch 1 of 3, MAE 30.0 months, 100 images/s, 0 s left`);
    assert.match(lines[3] ?? '', new RegExp(`^${run} finished after 3 epochs, best MAE 20\\.0 months \\(n = 1, tuning part\\)\\.$`));
    const again = await watch([run]);
    assert.deepEqual([again.code, /has already ended \(finished\)/.test(again.err)], [1, true]);
  });

  it('draws over itself on a terminal, one line a run, and clears it at the end', async () => {
    const both = [runFake(place, 'wait'), runFake(place, 'wait')];
    const first = await runningName();
    const drawn: Awaited<ReturnType<typeof watch>>[] = [];
    const watched = watch([], true).then((said) => drawn.push(said));
    await sleep(2500);
    assert.deepEqual(drawn, []);
    for (const { run, state } of await listRuns(place.root))
      if (state === 'running') await trainerNoted(place.root, run).then(() => stopRun(place.root, run));
    await watched;
    await Promise.all(both);
    const [{ err, out } = { err: '', out: '' }] = drawn;
    const frames = err.split('\u001b[2A\u001b[J');
    assert.ok(frames.length > 2, err);
    assert.ok(frames.some((frame) => frame.split('\n').filter((line) => line.startsWith('[')).length === 2));
    assert.match(err, new RegExp(`${first} +epoch 1 of 3, MAE 30\\.0 months`));
    assert.equal(out, '2 runs have ended.\n');
  });

  it('follows a run that is killed to its end, one object a line for machines, and leaves the run alone when it is cancelled', async () => {
    const stop = new AbortController();
    const trained = runFake(place, 'wait');
    const run = await runningName();
    const cancelled = watch([run], false, stop.signal);
    await sleep(900);
    stop.abort();
    assert.equal((await cancelled).out, 'Watching ended; the runs go on.\n');
    const events = watch([run, '--events']);
    await sleep(900);
    await trainerNoted(place.root, run);
    await stopRun(place.root, run);
    const documents = (await events).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    await trained;
    assert.deepEqual([...new Set(documents.map(({ event }) => event))], ['started', 'epoch', 'progress', 'finished', 'ended', 'result']);
    assert.ok(documents.slice(0, -1).every((document) => document.run === run));
    const unknown = await watch(['20250101-000000-x-0000-sweep']);
    assert.match(unknown.err, /was not begun on this machine/);
  });

  it('follows all runs of a sweep, also those that begin meanwhile', async () => {
    const disc = await discProject(folder());
    disc.write(
      '5-network/experiments/two.yaml',
      'data: { target: size }\nimage: { size: [16, 16] }\nnetwork: { filters: [4] }\ntrain: { epochs: 2, batch: 7 }\nengine: { backend: cpu, threads: 1 }\nsweep: { settings: { train.learningRate: [0.01, 0.001] } }\n',
    );
    let watched: Promise<{ code: number; out: string; err: string }> | undefined;
    const request = { experiment: 'two', sets: {}, trainer: realTrainer(), commit: true };
    const report = (event: { readonly event: string; readonly group?: unknown }) => {
      if (event.event === 'trial' && typeof event.group === 'string')
        watched ??= watch([event.group], false, new AbortController().signal, disc.root);
    };
    const { sweep } = await trainSweep(disc.root, request, report, () => {}, new AbortController().signal);
    assert.equal(sweep.state, 'finished');
    const { out, err } = (await watched) ?? { out: '', err: '' };
    assert.equal(out, '2 runs have ended.\n');
    assert.ok(
      sweep.trials.every(({ run }) => err.includes(`${run} finished after 2 epochs`)),
      err,
    );
  });
});
