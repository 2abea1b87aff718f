import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { predictRun } from '../../../../src/node/run/predictRun';
import { readRecord } from '../../../../src/node/run/readRecord';
import { resumeRun } from '../../../../src/node/run/resumeRun';
import { planTidyRuns, tidyRuns } from '../../../../src/node/run/tidyRuns';
import { writeRecord } from '../../../../src/node/run/writeRecord';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';
import { saidBy } from '../commands/saidBy';
import { asProject, fakeTrainer } from './runFixture';

const never = new AbortController().signal;
const names = ['20261123-213303-quick-0001', '20261123-213303-quick-0002', '20261123-213303-quick-0003'] as const;
const [first, second, elsewhere] = names;
const shas = ['a'.repeat(64), 'b'.repeat(64)] as const;

describe('tidyRuns', () => {
  const folder = isolatedGit();
  let place: TemporaryRepository;
  const weights = (sha: string) => join(place.root, '.radsteps/weights', `${sha}.onnx`);
  const checkpoint = (run: string) => join(place.root, '.radsteps/runs', run, 'checkpoint.bin');
  const host = () => ({ cwd: place.root, templatesFolder: '', trainer: fakeTrainer('finish') });
  const said = (...words: readonly string[]) => saidBy([...words, '-C', place.root], host());

  const writeRun = (run: string, sha: string, state: 'finished' | 'stopped' = 'finished') =>
    writeRecord(place.root, { ...sampleRecord, run, state, result: { ...sampleRecord.result, weights: { sha256: sha, bytes: 3 } } });

  /** Two runs here, the second stopped, and one on a branch that has the first one's weights. */
  beforeEach(async () => {
    place = asProject(temporaryRepository(folder()));
    place.write('radsteps.yaml', 'name: Test\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n');
    await writeRun(elsewhere, shas[0]);
    place.git('checkout', '-q', '-b', 'side');
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'side');
    place.git('checkout', '-q', 'main');
    await writeRun(first, shas[0]);
    await writeRun(second, shas[1], 'stopped');
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'main');
    mkdirSync(join(place.root, '.radsteps/weights'), { recursive: true });
    for (const sha of shas) writeFileSync(weights(sha), 'abc');
    mkdirSync(join(place.root, '.radsteps/runs', second), { recursive: true });
    writeFileSync(checkpoint(second), 'checkpoint');
  });

  it('removes nothing without a yes, and says what it would remove and keep', async () => {
    const { code, out } = await said('tidy', first, second);
    assert.equal(code, 0);
    assert.match(
      out,
      /^2 files, 13 B, can be removed; the records stay:\n {2}weights +3 B +bbbbbbbbbbbb… of \S+0002\n {2}checkpoint +10 B +\S+0002 \(it can't be resumed then\)\nLeft alone:\n {2}\S+0001 {2}\S+0003, which stays, has the same weights\.\nNothing was removed; --yes removes it\.\n$/,
    );
    const { out: json } = await said('tidy', '--json');
    const { remove, removed, bytes } = JSON.parse(json);
    assert.deepEqual([remove.length, removed, bytes], [3, [], 16]);
    assert.ok(shas.every((sha) => existsSync(weights(sha))) && existsSync(checkpoint(second)));
  });

  it('removes with --yes, keeps the records, and later commands say when that was', async () => {
    const { code, out } = await said('tidy', '--yes', '--json');
    assert.equal(code, 0, out);
    assert.deepEqual([JSON.parse(out).removed.length, JSON.parse(out).freed], [3, 16]);
    assert.ok(!shas.some((sha) => existsSync(weights(sha))) && !existsSync(checkpoint(second)));
    assert.equal(place.git('status', '--porcelain'), '');
    assert.equal((await readRecord(place.root, first)).state, 'finished');
    const today = new Date().toISOString().slice(0, 10);
    await assert.rejects(
      predictRun(place.root, first, [place.root], 'paths', () => {}, never),
      {
        name: 'UserError',
        message: `The weights of run ${first} were removed from this machine on ${today} (radsteps tidy); \`radsteps reproduce ${first}\` gets them back where it comes to the same bytes.`,
      },
    );
    const again = await said('tidy');
    assert.match(again.out, /^Nothing of these runs on this machine can be removed\./);
  });

  it('says of a run that can no longer go on that its checkpoint was removed', async () => {
    const job = {
      version: 1,
      run: second,
      task: 'regression',
      target: 'bone_age',
      unit: 'months',
      classes: [],
      experiment: sampleRecord.settings,
      train: [],
      tuning: [],
      project: '',
      out: {},
    };
    writeFileSync(join(place.root, '.radsteps/runs', second, 'job.json'), JSON.stringify(job));
    await said('tidy', second, '--yes');
    await assert.rejects(
      resumeRun(place.root, second, { trainer: fakeTrainer('finish'), commit: false }, () => {}, never),
      {
        name: 'UserError',
        message: /^The checkpoint of run \S+ was removed on 20\S+ \(radsteps tidy\), so it can't go on/,
      },
    );
  });

  it('asks on a terminal, and takes anything but yes for no', async () => {
    const answer = async (line: string) => {
      const input = Object.assign(new PassThrough(), { isTTY: true });
      let asked = '';
      const writeError = (text: string) => {
        asked += text;
        if (text.includes('[y/N]')) input.write(`${line}\n`);
      };
      let out = '';
      const write = (text: string) => {
        out += text;
      };
      const speak = { write, writeError, terminal: true, signal: never, input };
      const code = await runCommandLine(['tidy', second, '-C', place.root], { ...host(), ...speak });
      return { code, out, asked };
    };
    const no = await answer('nope');
    assert.match(no.asked, /2 files, 13 B, can be removed[\s\S]*Remove 13 B\? \[y\/N\] $/);
    assert.equal(no.out, 'Nothing was removed.\n');
    assert.ok(existsSync(weights(shas[1])));
    const yes = await answer('y');
    assert.match(yes.out, /^2 files removed, 13 B freed\./);
    assert.ok(!existsSync(weights(shas[1])));
  });

  it('takes filters and keeps the best, and refuses what is not there', async () => {
    const { out } = await said('tidy', '--filter', 'state:stopped', '--json');
    assert.deepEqual(
      JSON.parse(out).remove.map(({ kind }: { kind: string }) => kind),
      ['weights', 'checkpoint'],
    );
    const { remove, left } = await planTidyRuns(place.root, { names: [first, second], keepBest: 2 });
    assert.deepEqual([remove, left.length], [[], 2]);
    assert.equal((await said('tidy', 'nobody')).code, 1);
    assert.equal((await said('tidy', '--filter', 'nonsense < 3')).code, 2);
  });

  it('leaves a run alone that went on between the look and the answer', async () => {
    const request = { names: [second], keepBest: 0 };
    const plan = await planTidyRuns(place.root, request);
    assert.equal(plan.remove.length, 2);
    const { result: _r, ended: _e, seconds: _s, ...rest } = sampleRecord;
    await writeRecord(place.root, { ...rest, run: second, state: 'running' });
    assert.deepEqual((await tidyRuns(place.root, request, plan)).removed, []);
    assert.ok(existsSync(weights(shas[1])) && existsSync(checkpoint(second)));
  });

  it('leaves starred runs alone, also where their notes are in an unsolved merge', async () => {
    place.write(`5-network/run-notes/${second}.yaml`, '<<<<<<< ours\nstarred: true\n=======\ntags: [x]\n>>>>>>> theirs\n');
    place.write(`5-network/run-notes/${first}.yaml`, 'note: "starred: true"\n');
    const { remove, left } = await planTidyRuns(place.root, { names: [first, second, elsewhere], keepBest: 0 });
    assert.deepEqual([remove.map(({ name }) => name), left], [[shas[0]], [{ run: second, reason: 'It has a star.' }]]);
  });

  it('leaves the runs of a cross-validation alone that has not ended', async () => {
    const group = '20261123-213300-quick-0009-folds';
    await writeRecord(place.root, { ...sampleRecord, run: first, fold: { group, index: 1, of: 2 } });
    place.write(`5-network/runs/${group}/folds.json`, '{}');
    const { remove, left } = await planTidyRuns(place.root, { names: [first], keepBest: 0 });
    assert.deepEqual([remove, left.map(({ reason }) => reason)], [[], [`${group}, which it belongs to, has not ended.`]]);
  });

  it('notes what it removed on this machine only', async () => {
    await said('tidy', second, '--yes');
    const note = readFileSync(join(place.root, '.radsteps/tidied.csv'), 'utf8').trim().split('\n');
    assert.equal(note[0], 'at,kind,name,bytes,runs');
    assert.match(note[1] ?? '', new RegExp(`^20\\S+Z,weights,${shas[1]},3,${second}$`));
  });
});
