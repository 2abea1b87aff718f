import assert from 'node:assert/strict';
import { changedSettings } from '../../../../src/core/experiment/settingBase';
import { unpackHistory } from '../../../../src/core/experiment/unpackHistory';
import { type Arrangement, arrange } from '../../../../webviews/history/arrange';
import { columnsOf, localTime, metricText, shownColumns } from '../../../../webviews/history/columns';
import { moved, wholeOrder } from '../../../../webviews/history/columnsPanel';
import { bestOf, countText, groupText } from '../../../../webviews/history/groupText';
import { lineKey } from '../../../../webviews/history/lineKey';
import { keptLook, toKeep } from '../../../../webviews/history/look';
import { historyTableOf } from '../../../browser/harness/historyTables';

const table = historyTableOf(200);
const rows = unpackHistory(table);
const columns = columnsOf(rows, table.metrics, changedSettings(rows, 'common'), false);
const column = (id: string) => columns.find((one) => one.id === id);
const plain: Arrangement = { group: 'none', collapsed: [], hideFailed: false, descending: false, test: () => true, column: undefined };
const order = (asked: Partial<Arrangement>) =>
  arrange(rows, { ...plain, ...asked }).lines.map((line) => ('row' in line ? line.row : line.group.title));

describe('the lines of the history', () => {
  it('are newest first, or ordered by any column, with those without a value last and equal ones as they were', () => {
    assert.deepEqual(
      order({}),
      rows.map((_, place) => place),
    );
    for (const { id, value } of columns)
      for (const descending of [false, true]) {
        const values = order({ column: column(id), descending }).map((place) => {
          const row = rows[Number(place)];
          return row === undefined ? null : value(row);
        });
        const known = values.filter((one) => one !== null);
        assert.ok(
          values.slice(known.length).every((one) => one === null),
          id,
        );
        for (const [index, one] of known.entries())
          if (index > 0) assert.ok(descending ? (known[index - 1] ?? 0) >= one : (known[index - 1] ?? 0) <= one, `${id} ${one}`);
      }
    const byExperiment = order({ column: column('experiment'), descending: true }).filter(
      (place) => rows[Number(place)]?.listing.experiment === 'search-6',
    );
    assert.deepEqual(
      byExperiment,
      byExperiment.toSorted((a, b) => Number(a) - Number(b)),
    );
  });

  it('are grouped in the order of their first runs, single runs last, and folded', () => {
    const grouped = arrange(rows, { ...plain, group: 'group', column: column('metric:auc'), descending: true });
    const heads = grouped.lines.flatMap((line) => ('group' in line ? [line.group] : []));
    assert.deepEqual(
      heads.map(({ title }) => title),
      ['20260101-000000-search-3-00ff-sweep', 'Single runs'],
    );
    assert.equal(grouped.lines.length, rows.length + 2);
    const folded = arrange(rows, { ...plain, group: 'experiment', collapsed: ['search-1'] });
    const own = rows.filter(({ listing }) => listing.experiment === 'search-1').length;
    assert.equal(folded.lines.length, rows.length + 8 - own);
    assert.equal(folded.passing, rows.length, 'a folded group still counts');
    const [sweep] = heads;
    assert.ok(sweep);
    assert.match(groupText(sweep, rows, table.groups), /^\d+ runs · paused · best AUC 0\.981/);
    assert.match(
      groupText(sweep, rows, {}),
      /^\d+ runs · best AUC 0\.\d+ \(95 % interval [\d.]+ to [\d.]+; tuning part, n = 120 images of 80 patients\)$/,
    );
  });

  it('leave out failed runs where these are hidden', () => {
    const shown = order({ hideFailed: true });
    assert.equal(shown.length, rows.filter(({ listing }) => listing.state !== 'failed').length);
    assert.ok(shown.some((place) => rows[Number(place)]?.listing.state === 'damaged'));
  });

  it('know the best of a group, whichever way is better', () => {
    const best = bestOf(rows);
    const values = rows.map(({ listing }) => listing.metric?.value ?? Number.NEGATIVE_INFINITY);
    assert.equal(best?.listing.metric?.value, Math.max(...values));
    const lower = rows.map((row) => {
      const auc = row.record?.result?.metrics.auc;
      if (row.record === null || row.record.result === null || auc === undefined) return row;
      return {
        ...row,
        record: { ...row.record, result: { ...row.record.result, metrics: { auc: { ...auc, better: 'lower' as const } } } },
      };
    });
    assert.equal(bestOf(lower)?.listing.metric?.value, Math.min(...values.filter(Number.isFinite)));
    assert.equal(bestOf([]), undefined);
    assert.deepEqual([countText(1, 1), countText(5000, 5000), countText(12, 5000)], ['1 run', '5,000 runs', '12 of 5,000 runs']);
  });
});

describe('the columns of the history', () => {
  it('are those of the issue at first, the metric that chooses epochs before the settings, and every setting that varies on demand', () => {
    const ids = shownColumns(columns, null).map(({ id }) => id);
    assert.deepEqual(ids.slice(0, 6), ['star', 'state', 'created', 'author', 'experiment', 'run']);
    assert.deepEqual(ids.slice(6, 9), ['metric:auc', 'changed', 'metric:accuracy']);
    assert.deepEqual(ids.slice(-5), ['seconds', 'engine', 'commit', 'tags', 'note']);
    assert.ok(column('setting:train.learningRate') && !ids.includes('setting:train.learningRate'));
    assert.equal(column('setting:train.epochs'), undefined, 'all runs have the same');
    assert.deepEqual(
      shownColumns(columns, ['note', 'gone', 'star']).map(({ id }) => id),
      ['note', 'star'],
    );
    assert.ok(
      shownColumns(
        columnsOf(rows, table.metrics, () => [], true),
        null,
      ).some(({ id }) => id === 'refs'),
    );
  });

  it('print metrics with interval and n, alike in decimals', () => {
    assert.equal(
      metricText({ unit: '', better: 'higher', best: { value: 0.85, interval: [0.8, 0.9], n: 120, patients: 80 } }),
      '0.850 (0.800 to 0.900) n 120',
    );
    assert.equal(
      metricText({ unit: 'months', better: 'lower', best: { value: 14.25, interval: null, n: 7, patients: 7 } }),
      '14.3 (no interval) n 7',
    );
    const auc = column('metric:auc');
    const row = rows.find(({ record }) => record?.result);
    assert.ok(auc?.says && row);
    assert.match(auc.says(row), /^AUC 0\.\d+ \(95 % interval .* tuning part, n = 120 images of 80 patients\)$/);
    assert.equal(localTime('no date'), '');
    assert.match(localTime('2026-03-01T09:30:00Z'), /^2026-0[23]-\d\d \d\d:\d\d$/);
  });

  it('are moved, and stay where they stand when they are chosen', () => {
    assert.deepEqual(moved(['a', 'b', 'c'], 'b', -1), ['b', 'a', 'c']);
    assert.deepEqual(moved(['a', 'b', 'c'], 'c', 1), ['a', 'b', 'c']);
    assert.deepEqual(moved(['a'], 'gone', 1), ['a']);
    const without = columns.filter(({ id }) => id !== 'author');
    assert.deepEqual(wholeOrder(columns, without), columns);
    assert.deepEqual(wholeOrder(columns, []), columns);
    const [first, second] = columns;
    assert.ok(first && second);
    assert.deepEqual([wholeOrder(columns, [second, first])[0], wholeOrder(columns, [second, first]).at(-1)], [second, first]);
  });
});

describe('the keys and the look of the history', () => {
  it('move, extend, choose and open', () => {
    const press = (key: string, focus: number, more = {}) =>
      lineKey({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...more }, focus, 99, 10);
    assert.deepEqual(press('ArrowDown', -1), { kind: 'move', place: 0 });
    assert.deepEqual(press('ArrowDown', 99), { kind: 'move', place: 99 });
    assert.deepEqual(press('PageUp', 4), { kind: 'move', place: 0 });
    assert.deepEqual(press('End', 4, { shiftKey: true }), { kind: 'extend', place: 99 });
    assert.deepEqual(press('a', 4, { ctrlKey: true }), { kind: 'all' });
    assert.deepEqual([press('a', 4), press(' ', -1), press('Enter', -1), press('toString', 4)], [null, null, null, null]);
    assert.equal(lineKey({ key: 'ArrowDown', shiftKey: false, ctrlKey: false, metaKey: false }, -1, -1, 10), null);
  });

  it('keep what the page put away before what the project keeps', () => {
    const kept = toKeep({ ...keptLook(null, null, 1200), group: 'experiment', columns: ['star'] });
    assert.equal(keptLook(undefined, kept, 1200).group, 'experiment');
    assert.equal(keptLook({ look: { group: 'none' } }, kept, 1200).group, 'none');
    assert.deepEqual(keptLook({ look: { group: 'none' } }, kept, 1200).columns, ['star']);
    assert.equal(keptLook('nonsense', null, 600).details, false);
    assert.ok(!('filter' in kept));
  });
});
