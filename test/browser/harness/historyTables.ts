import type { HistoryTable } from '../../../src/core/experiment/historyTable';
import { historyPacker, withNotes } from '../../../src/core/experiment/packHistory';
import { damagedListing, summarise } from '../../../src/core/experiment/runListing';
import type { ReadNotes } from '../../../src/core/experiment/runNotesFile';
import type { FinishedRun, RunRecord } from '../../../src/core/experiment/runRecord';
import { generatedRecord } from '../../bench/historyFiles';

const group = '20260101-000000-search-3-00ff-sweep';

/** A run in one of many states: most have finished, some failed or stopped, one is running. */
function variedRecord(number: number, n: number): RunRecord {
  const record = generatedRecord(number);
  const { result, ended, seconds, ...common } = record;
  if (number === n - 1) return { ...common, state: 'running' };
  if (number % 13 === 4)
    return { ...common, state: 'failed', ended, seconds, reason: 'Memory was not enough for a batch of 64.', result: null };
  if (number % 29 === 5) return { ...common, state: 'stopped', ended, seconds, result };
  const sweep = record.experiment === 'search-3' ? { sweep: { group, index: Math.floor(number / 7) + 1, of: Math.ceil(n / 7) } } : {};
  return { ...record, ...sweep } satisfies FinishedRun;
}

function notesOf(number: number): ReadNotes | undefined {
  if (number % 17 === 3)
    return {
      starred: true,
      tags: number % 2 === 0 ? ['baseline'] : ['baseline', 'paper'],
      note: 'The best of its kind.\nSee the meeting.',
    };
  return number % 41 === 6 ? { starred: false, tags: ['odd'], note: '' } : undefined;
}

/** A made-up history of `n` runs, newest first; `foreign` more lie on another branch only, and one record is damaged unless `n` is 0. */
export function historyTableOf(n: number, foreign = 0): HistoryTable {
  const packer = historyPacker();
  const runs = Array.from({ length: n + foreign }, (_, number) => {
    const record = variedRecord(number, n);
    const listing = { ...summarise(record, number % 19 === 2), ...(number >= n ? { refs: ['other', 'v1'] } : {}) };
    return withNotes(packer.pack(listing, record), notesOf(number));
  }).reverse();
  const damaged = packer.pack(damagedListing('20250101-000000-broken-0bad', 'Its record.json is damaged: it is empty.'), null);
  const groups = { [group]: 'paused · best AUC 0.981 (95 % interval 0.940 to 0.995), n = 120 (tuning) · 5 of 12 runs' };
  return packer.table(n === 0 ? [] : [...runs, damaged], { groups: n === 0 ? {} : groups, problems: [] });
}
