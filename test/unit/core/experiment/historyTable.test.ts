import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { historyPacker, ownSettings, withNotes } from '../../../../src/core/experiment/packHistory';
import { type FilteredRun, parseRunFilter } from '../../../../src/core/experiment/runFilter';
import { damagedListing, summarise } from '../../../../src/core/experiment/runListing';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import {
  changedSettings,
  type SettingBase,
  settingOf,
  settingText,
  shortSetting,
  varyingSettings,
} from '../../../../src/core/experiment/settingBase';
import { unpackHistory } from '../../../../src/core/experiment/unpackHistory';
import { generatedRecord } from '../../../bench/historyFiles';

const notes = { starred: true, tags: ['paper', 'old'], note: 'Seen.' };

/** An old record lacks a setting that was added later. */
function records(): readonly RunRecord[] {
  const all: RunRecord[] = Array.from({ length: 60 }, (_, number) => generatedRecord(number));
  const [old] = all;
  assert.ok(old);
  const { sampling: _, ...train } = old.settings.train;
  all[0] = { ...old, settings: { ...old.settings, train: train as typeof old.settings.train } };
  const { result: __, ended: ___, seconds: ____, ...queued } = generatedRecord(70);
  return [...all, { ...queued, state: 'queued' }];
}

const runs: readonly FilteredRun[] = [
  ...records().map((record, index) => ({ listing: summarise(record, index === 3), record, ...(index === 5 ? { notes } : {}) })),
  { listing: damagedListing('20250101-000000-broken-0bad', 'It is empty.'), record: null },
];

function packed() {
  const packer = historyPacker();
  const all = runs.map(({ listing, record, notes: noted }) => withNotes(packer.pack(listing, record as RunRecord | null), noted));
  return packer.table(all, { groups: {}, problems: [] });
}

// As it crosses to the page.
const rows = unpackHistory(JSON.parse(JSON.stringify(packed())));

describe('the table of the history', () => {
  it('answers every filter as the records themselves do', () => {
    const filters = [
      ...[
        'learningRate < 0.001 auc > 0.7',
        'seed=3',
        'network.name:resnet',
        'filters=[16,32,64]',
        'flip=false',
        'auc=none',
        'state=queued',
      ],
      ...['sampling=none', 'sampling=all', 'dropout=0', 'state:pending', 'ada', '-ada', 'left out', 'device:processor', 'images=560'],
      ...['starred:yes', 'tag=paper', 'tag=pap', 'tag:pap', 'tag=old,none', 'paper', 'note:seen', 'starred=none', 'created>2026-01-02'],
      ...[
        'parameters > 100',
        'imagesPerSecond >= 810',
        'peakMemoryMb=900',
        'target=fracture',
        'branch=main',
        'parent:0000',
        'epochs=20',
        'reason:empty',
      ],
    ];
    const found = (all: readonly FilteredRun[], filter: string) =>
      all.filter(parseRunFilter(filter, ['auc']).test).map(({ listing }) => listing.run);
    for (const filter of filters) assert.deepEqual(found(rows, filter), found(runs, filter), filter);
    assert.deepEqual(
      found(rows, 'sampling=none'),
      [runs[0], runs.at(-1)].map((run) => run?.listing.run),
    );
    assert.deepEqual(found(rows, 'tag=paper'), [runs[5]?.listing.run]);
    assert.deepEqual(found(rows, 'tag=pap'), []);
  });

  it('keeps what the table shows: listing, primary metric with interval and n, engine, notes', () => {
    for (const [index, row] of rows.entries()) assert.deepEqual(row.listing, runs[index]?.listing, String(index));
    assert.deepEqual(rows[5]?.notes, notes);
    assert.deepEqual(rows[0]?.record?.engine.backend, 'cpu');
    assert.deepEqual(rows[0]?.changed, ['train.learningRate', 'train.seed']);
    assert.equal(rows.at(-1)?.record, null);
  });

  it('holds settings only where they differ from the defaults, and crosses small', () => {
    assert.deepEqual(ownSettings(experimentDefaults), {});
    assert.deepEqual(ownSettings({ ...experimentDefaults, augment: { ...experimentDefaults.augment, flip: true } }), {
      'augment.flip': true,
    });
    assert.deepEqual(
      Object.keys(rows[0]?.record?.ownSettings ?? {}).filter((key) => rows[0]?.record?.ownSettings[key] === null),
      ['train.sampling'],
    );
    const size = JSON.stringify(packed()).length / runs.length;
    assert.ok(size < 1100, `${size} letters a run`);
  });
});

describe('changedSettings', () => {
  const keysOf = (base: SettingBase, place: number) => {
    const row = rows[place];
    return row === undefined ? [] : changedSettings(rows, base)(row).map(([key]) => key);
  };

  it('holds against what most runs have', () => {
    const networks = rows.map((row) => settingOf(row, 'network.name'));
    assert.ok(networks.filter((name) => name === 'compact-cnn').length >= 20);
    const varying = varyingSettings(rows);
    assert.deepEqual(varying, ['network.name', 'train.learningRate', 'train.sampling', 'train.seed']);
    const tell = changedSettings(rows, 'common');
    for (const row of rows)
      for (const key of varying) {
        const values = rows.filter(({ record }) => record !== null).map((other) => JSON.stringify(settingOf(other, key)));
        const count = (value: string) => values.filter((other) => other === value).length;
        const own = JSON.stringify(settingOf(row, key));
        const most = Math.max(...values.map(count));
        if (row.record !== null && count(own) < most)
          assert.ok(
            tell(row).some(([name]) => name === key),
            key,
          );
      }
    assert.deepEqual(keysOf('common', rows.length - 1), [], 'a damaged record has no settings');
  });

  it('holds against defaults, the file of the experiment, and one run', () => {
    assert.ok(keysOf('defaults', 1).includes('network.name') && !keysOf('defaults', 1).includes('data.target'));
    assert.deepEqual(keysOf('experiment', 1), ['train.learningRate', 'train.seed']);
    const base = { run: rows[1]?.listing.run ?? '' };
    assert.deepEqual(keysOf(base, 1), []);
    assert.deepEqual(keysOf(base, 4), ['train.learningRate', 'train.seed'], 'run 4 has the network of run 1');
    assert.deepEqual(keysOf({ run: 'gone' }, 1), keysOf('common', 1));
    assert.deepEqual(keysOf({ run: rows.at(-1)?.listing.run ?? '' }, 1), keysOf('common', 1), 'a damaged one is no base');
  });

  it('writes settings short but clear', () => {
    assert.equal(shortSetting('train.learningRate'), 'learningRate');
    assert.equal(shortSetting('network.name'), 'network.name', 'engine.name is another');
    assert.deepEqual([0.001, true, [16, 32], [], '', null, undefined, 'adam'].map(settingText), [
      ...['0.001', 'on', '16, 32', 'none', 'none', 'unknown', 'unknown', 'adam'],
    ]);
  });
});
