import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import { readObjects } from '../../../../src/node/git/readObjects';
import { listRuns } from '../../../../src/node/run/listRuns';
import { type HistoryRun, readHistory } from '../../../../src/node/run/readHistory';
import { generatedRecord, writeHistory } from '../../../bench/historyFiles';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { saidBy } from '../commands/saidBy';
import { fakeTrainer } from './runFixture';

const same = (run: HistoryRun): HistoryRun => run;

describe('readHistory', function () {
  this.timeout(60_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  const fileOf = ({ run }: FinishedRun) => `5-network/runs/${run}/record.json`;
  const write = (record: FinishedRun, text = formatRecord(record)) => place.write(fileOf(record), text);
  const read = (all = true) => readHistory(place.root, { all }, same);
  const states = (runs: readonly HistoryRun[]) =>
    runs.map(({ listing }) => [listing.run, listing.state, listing.pending, listing.refs?.join('|') ?? '']);
  const run = (...words: readonly string[]) =>
    saidBy([...words, '-C', place.root], { cwd: folder(), templatesFolder: '', trainer: fakeTrainer('finish') });

  before(async () => {
    place = temporaryRepository(folder());
    await writeHistory(place.root, 120, 30);
  });

  it('reads from git what the disk says, record for record', async () => {
    const [fromGit, fromDisk] = await Promise.all([read(false), readHistory(place.root, { trusted: false }, same)]);
    assert.equal(fromGit.length, 120);
    assert.deepEqual(fromGit, fromDisk);
    assert.deepEqual(fromGit[0]?.record, generatedRecord(119));
    assert.deepEqual(
      await listRuns(place.root),
      fromGit.map(({ listing }) => listing),
    );
  });

  it('adds the runs of other branches, remote ones too, and of tags, without a checkout', async () => {
    place.git('tag', '-a', '-m', 'a tag', 'v1', 'other');
    place.git('tag', 'elsewhere', place.git('commit-tree', place.git('rev-parse', 'HEAD^{tree}').trim(), '-m', 'x').trim());
    place.git('update-ref', 'refs/remotes/origin/away', place.git('rev-parse', 'other~10').trim());
    place.git('tag', 'just-a-file', place.git('rev-parse', 'HEAD:radsteps.yaml').trim());
    const before = place.git('status', '--porcelain');
    const found = await read();
    assert.equal(found.length, 150);
    assert.deepEqual(
      found.map(({ record }) => record?.run),
      Array.from({ length: 150 }, (_, place) => generatedRecord(149 - place).run),
    );
    assert.deepEqual([...(found[0]?.listing.refs ?? [])].sort(), ['other', 'v1']);
    assert.deepEqual([...(found[25]?.listing.refs ?? [])].sort(), ['origin/away', 'other', 'v1']);
    assert.equal(found[30]?.listing.refs, undefined, 'what lies in the working tree is no foreign run');
    assert.equal(place.git('status', '--porcelain'), before);
  });

  it('lets the working tree win: changed, new, damaged, staged and deleted records, and bytes beyond ASCII', async () => {
    const [changed, fresh, broken, staged, gone] = [10, 500, 11, 501, 12].map(generatedRecord) as FinishedRun[];
    assert.ok(changed && fresh && broken && staged && gone);
    write({ ...changed, notes: ['Größe · 画像'], seconds: 77 });
    write({ ...fresh, notes: ['Übung'] });
    write(broken, '<<<<<<< ours\n{}\n');
    write({ ...staged, notes: ['Ä'] });
    place.git('add', fileOf(staged));
    rmSync(join(place.root, dirname(fileOf(gone))), { recursive: true });
    mkdirSync(join(place.root, '5-network/runs/20270101-000000-empty-0001'));
    const found = await read(false);
    const of = (record: FinishedRun) => found.find(({ listing }) => listing.run === record.run);
    assert.equal(found.length, 120 + 2 - 1);
    assert.deepEqual(
      [of(changed)?.listing.seconds, of(changed)?.listing.pending, of(changed)?.record?.notes],
      [77, true, ['Größe · 画像']],
    );
    assert.deepEqual([of(fresh)?.listing.pending, of(staged)?.listing.pending, of(gone)], [true, true, undefined]);
    assert.equal(of(broken)?.listing.state, 'damaged');
    assert.match(of(broken)?.listing.reason ?? '', /marks of an unsolved merge/);
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'all of it');
    const again = await read(false);
    assert.deepEqual(states(again).filter(([, state]) => state === 'damaged').length, 1);
    assert.deepEqual(again.find(({ listing }) => listing.run === changed.run)?.record?.notes, ['Größe · 画像']);
    const everywhere = await read();
    assert.ok(
      everywhere.some(({ listing }) => listing.run === gone.run && listing.refs?.includes('other')),
      'another branch still has it',
    );
  });

  it('reads again only what has changed, and the rest as it would without', async () => {
    const kept = new Map<string, HistoryRun>();
    const taken: string[] = [];
    const look = () =>
      readHistory(
        place.root,
        { all: true },
        (one) => {
          taken.push(one.listing.run);
          return one;
        },
        kept,
      );
    const first = await look();
    const [changed, foreign] = [generatedRecord(20), generatedRecord(140)];
    taken.length = 0;
    assert.deepEqual(await look(), first);
    const uncommitted = new Set(first.filter(({ listing }) => listing.pending).map(({ listing }) => listing.run));
    assert.ok(
      taken.every((run) => uncommitted.has(run)),
      taken.join(),
    );
    write({ ...changed, notes: ['changed'] });
    place.git('branch', 'twice', 'other');
    taken.length = 0;
    const second = await look();
    assert.deepEqual(second, await read());
    assert.ok(taken.includes(changed.run) && taken.includes(foreign.run), 'what lies on one more branch says so');
    assert.ok(second.find(({ listing }) => listing.run === foreign.run)?.listing.refs?.includes('twice'));
    place.git('branch', '-D', 'twice');
    place.git('checkout', '-q', '--', '5-network/runs');
    assert.deepEqual(await look(), first);
  });

  it('reads a project that lies deep in a repository, and one without git', async () => {
    const outer = temporaryRepository(folder());
    const record = generatedRecord(3);
    outer.write('a [b]/radsteps.yaml', 'name: test\n');
    outer.write(`a [b]/${fileOf(record)}`, formatRecord(record));
    const root = join(outer.root, 'a [b]');
    const pending = await readHistory(root, { all: true }, same);
    assert.deepEqual(states(pending), [[record.run, 'finished', true, '']]);
    outer.git('add', '.');
    outer.git('commit', '-q', '-m', 'first');
    outer.git('branch', 'side');
    outer.git('rm', '-q', '-r', 'a [b]/5-network');
    outer.git('commit', '-q', '-m', 'second');
    assert.deepEqual(states(await readHistory(root, { all: true }, same)), [[record.run, 'finished', false, 'side']]);
    const bare = join(folder(), 'no git');
    mkdirSync(join(bare, dirname(fileOf(record))), { recursive: true });
    writeFileSync(join(bare, fileOf(record)), formatRecord(record));
    assert.deepEqual(states(await readHistory(bare, { all: true }, same)), [[record.run, 'finished', false, '']]);
  });

  it('is what radsteps runs filters, sorts and prints', async () => {
    const { code, out, err } = await run('runs', '--all', '--filter', 'learningRate < 0.001 auc > 0.9', '--sort', '-auc');
    assert.deepEqual([code, err], [0, '']);
    const lines = out.trim().split('\n');
    const aucs = lines.slice(0, -1).map((line) => Number(/AUC ([\d.]+)/.exec(line)?.[1]));
    assert.ok(aucs.length > 3 && aucs.every((auc, index) => auc > 0.899 && (index === 0 || auc <= (aucs[index - 1] ?? 0))));
    assert.match(
      lines[0] ?? '',
      /^2026\S+ +finished(, not committed)? +AUC [\d.]+ \(95 % interval [\d.]+ to [\d.]+\), n = 120 \(tuning\) +300 s +train\.learningRate 0\.000\d+; auc 0\.9\d+/,
    );
    assert.match(lines.at(-1) ?? '', /^\d+ of 152 runs\.$/);
    assert.ok(lines.some((line) => / on (other|v1|origin)/.test(line)));
    const json = await run('runs', '--all', '--json', '--filter', 'auc > 0.9');
    assert.ok(JSON.parse(json.out).every(({ metric }: { metric: { value: number } }) => metric.value > 0.9));
    const bad = await run('runs', '--filter', 'acu > 0.9');
    assert.deepEqual([bad.code, bad.err], [2, 'A run has no "acu"; did you mean "auc"?\n']);
    assert.match((await run('runs', '--filter', 'auc > 2')).out, /^None of 121 runs fits the filter\.$/m);
    assert.equal((await run('runs', '--all')).out.trim().split('\n').length, 152);
  });
});

describe('readObjects', () => {
  const folder = isolatedGit();

  it('gives objects of all sizes in their order, and null for what is not there', async () => {
    const place = temporaryRepository(folder());
    const texts = ['', 'a', 'ä\n\n', 'x'.repeat(300_000), '{"b":1}\n', 'y'.repeat(65_536)];
    for (const [index, text] of texts.entries()) place.write(`f${index}`, text);
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'first');
    const names = texts.flatMap((_, index) => [`HEAD:f${index}`, `HEAD:none${index}`]);
    const found: (string | null)[] = [];
    await readObjects(place.root, names, (index, text) => {
      assert.equal(index, found.length);
      found.push(text);
    });
    assert.deepEqual(
      found,
      texts.flatMap((text) => [text, null]),
    );
    assert.equal(readFileSync(join(place.root, 'f1'), 'utf8'), 'a');
    await assert.rejects(
      readObjects(join(folder(), '.'), ['HEAD:x'], () => {}),
      /not a git repository/,
    );
  });
});
