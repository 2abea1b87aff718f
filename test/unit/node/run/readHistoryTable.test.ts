import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryTable } from '../../../../src/core/experiment/historyTable';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import { unpackHistory } from '../../../../src/core/experiment/unpackHistory';
import { historyTableReader } from '../../../../src/node/run/readHistoryTable';
import { generatedRecord, writeHistory } from '../../../bench/historyFiles';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';

describe('readHistoryTable', function () {
  this.timeout(60_000);
  const folder = isolatedGit();
  let place: TemporaryRepository;
  const cache = () => join(place.root, '.radsteps/cache/history.json');
  const kept = () =>
    JSON.parse(readFileSync(cache(), 'utf8')) as { version: number; defaults: string; runs: [string, { record: object }][] };
  const read = (all = false) => historyTableReader(place.root)(all);
  // The numbers of words depend on what was packed first; what they say does not.
  const said = (table: HistoryTable) => unpackHistory(JSON.parse(JSON.stringify(table)));
  const untilKept = async (runs: number) => {
    for (const giveUp = Date.now() + 20_000; Date.now() < giveUp; await sleep(20)) {
      try {
        if (kept().runs.length === runs) return;
      } catch {
        // Not there yet, or as the test has damaged it.
      }
    }
    assert.fail(`The cache never held ${runs} runs.`);
  };

  before(async () => {
    place = temporaryRepository(folder());
    place.write('.gitignore', '.radsteps/\n');
    await writeHistory(place.root, 120, 60);
  });

  it('gives from the cache of this machine what it read from git, and adds other branches to it', async () => {
    const first = await read();
    await untilKept(120);
    assert.deepEqual(said(await read()), said(first));
    const all = await read(true);
    assert.equal(all.runs.length, 180);
    await untilKept(180);
    assert.deepEqual(said(await read(true)), said(all));
    assert.deepEqual(said(await read()), said(first));
  });

  it('does not read again what is kept, but what git holds otherwise by now', async () => {
    const before = kept();
    const [[key, run] = ['', { record: {} }]] = before.runs;
    const name = key.split(' ')[0] ?? '';
    const marked = before.runs.map((entry) => (entry[0] === key ? [key, { ...run, record: { ...run.record, images: 4711 } }] : entry));
    writeFileSync(cache(), JSON.stringify({ ...before, runs: marked }));
    const imagesOf = async () => said(await read()).find(({ listing }) => listing.run === name)?.record?.data?.train?.images;
    assert.equal(await imagesOf(), 4711, 'it comes from the cache');
    const record = Array.from({ length: 120 }, (_, number) => generatedRecord(number)).find((each) => each.run === name);
    assert.ok(record !== undefined, name);
    const train = { ...record.data.train, images: 815 };
    place.write(`5-network/runs/${name}/record.json`, formatRecord({ ...record, data: { ...record.data, train } }));
    assert.equal(await imagesOf(), 815, 'the file has changed');
    place.git('commit', '-qam', 'changed');
    assert.equal(await imagesOf(), 815, 'and so has git');
  });

  it('reads git where the cache is damaged, or is of another version or other defaults', async () => {
    const good = kept();
    const expected = said(await read(true)).map(({ listing }) => listing.run);
    for (const text of [
      '',
      '{"version":1',
      '[]',
      JSON.stringify({ ...good, version: 0 }),
      JSON.stringify({ ...good, words: null }),
      JSON.stringify({ ...good, defaults: '{}' }),
    ]) {
      writeFileSync(cache(), text);
      const rows = said(await read(true));
      assert.deepEqual(
        rows.map(({ listing }) => listing.run),
        expected,
      );
      assert.ok(rows.every(({ record }) => record?.data?.train?.images !== 4711));
      await untilKept(180);
    }
  });
});
