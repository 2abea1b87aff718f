import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord, StoppedRun } from '../../../../src/core/experiment/runRecord';
import { validate } from '../../../../src/core/project/validate';
import { isolatedGit, type TemporaryRepository } from '../../../fixtures/temporaryRepository';
import { discProject } from '../run/discProject';
import { realTrainer } from '../run/realTrainer';
import { saidBy } from './saidBy';

describe('radsteps stop', function () {
  this.timeout(90_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  const radsteps = (...words: readonly string[]) =>
    saidBy([...words, '-C', place.root], { cwd: place.root, templatesFolder: '', trainer: realTrainer() });
  const recordOf = (run: string): RunRecord => JSON.parse(readFileSync(join(place.root, '5-network/runs', run, 'record.json'), 'utf8'));

  before(async () => {
    place = await discProject(folder());
  });

  /** The run that trains, once it has measured `epochs` whole epochs. */
  async function trainingRun(epochs: number): Promise<string> {
    for (let waited = 0; waited < 60_000; waited += 50) {
      const [run = ''] = existsSync(join(place.root, '5-network/runs')) ? readdirSync(join(place.root, '5-network/runs')) : [];
      const metrics = join(place.root, '5-network/runs', run, 'metrics.csv');
      if (run !== '' && existsSync(metrics) && readFileSync(metrics, 'utf8').trim().split('\n').length > epochs) return run;
      await sleep(50);
    }
    throw new Error('No run came to train.');
  }

  it('keeps numbers alone or the weights of the best epoch, as it is asked; the run goes on after either', async () => {
    const films = place.root;
    const trained = radsteps('train', 'quick', '--set', 'train.epochs=10000');
    const run = await trainingRun(2);
    const asked = await radsteps('stop', run, '--no-weights');
    assert.match(asked.out, /keeps its numbers, but no weights.*`radsteps resume .*` goes on/);
    await trained;
    const without = recordOf(run) as StoppedRun;
    assert.deepEqual([without.state, without.result?.weights, validate('record', without)], ['stopped', null, []]);
    assert.ok((without.result?.metrics.mae?.best.n ?? 0) > 0);
    const refused = await radsteps('predict', run, films);
    assert.match(refused.err, /\(stopped\) has no weights/);

    const resumed = radsteps('resume', run);
    const epochs = without.result?.epochs ?? 0;
    await trainingRun(epochs + 2);
    const best = await radsteps('stop', run);
    assert.match(best.out, /keeps the weights of the best epoch so far/);
    await resumed;
    const withWeights = recordOf(run) as StoppedRun;
    assert.equal(withWeights.state, 'stopped');
    assert.ok((withWeights.result?.epochs ?? 0) > epochs);
    const image = readdirSync(folder()).filter((name) => name.startsWith('films-'))[0] ?? '';
    const predicted = await radsteps('predict', run, join(folder(), image, 'images', '0.png'), '--json');
    assert.equal(predicted.code, 0, predicted.err);
    assert.equal(JSON.parse(predicted.out).predicted, 1);
  });

  it('refuses --no-weights for a sweep, and names the ways there are', async () => {
    const { code, err } = await radsteps('stop', '20250101-000000-x-0000-sweep', '--no-weights');
    assert.equal(code, 2);
    assert.match(err, /pauses as a whole.*sweep --cancel/);
  });
});
