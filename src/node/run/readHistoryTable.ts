import type { HistoryTable, PackedRun } from '../../core/experiment/historyTable';
import { type HistoryPacker, historyPacker, withNotes } from '../../core/experiment/packHistory';
import { foldsCells, sweepCells } from './groupCells';
import { readHistoryCache, writeHistoryCache } from './historyCache';
import { listGroups } from './listGroups';
import { listSweeps } from './listSweeps';
import { readHistory } from './readHistory';
import { readHistoryNotes } from './readHistoryNotes';

/** What is said of the project's sweeps and cross-validations, by name: state, best or pooled metric, how much is done. */
async function groupTexts(root: string): Promise<Readonly<Record<string, string>>> {
  const [folds, sweeps] = await Promise.all([listGroups(root), listSweeps(root)]);
  const lines = [...folds.map(foldsCells), ...sweeps.map(sweepCells)];
  return Object.fromEntries(lines.map(([group = '', ...cells]) => [group, cells.filter((cell) => cell !== '').join(' · ')]));
}

/** So many runs that are not in the cache yet are worth writing it. */
const fewest = 50;

/** Reads the history of runs with people's notes, packed for the page; `all` also has the runs of other branches and of tags. */
export type HistoryTableReader = (all: boolean) => Promise<HistoryTable>;

/** Makes the reader of a project's history; what it has read of git is kept, in memory and on this machine, so that a change of one run costs little. */
export function historyTableReader(root: string): HistoryTableReader {
  let begun: Promise<{ readonly packer: HistoryPacker; readonly kept: Map<string, PackedRun> }> | undefined;
  let written = 0;
  const begin = async () => {
    const { words, runs } = await readHistoryCache(root);
    written = runs.size;
    return { packer: historyPacker(words), kept: new Map(runs) };
  };
  return async (all) => {
    begun ??= begin();
    const { packer, kept } = await begun;
    const [runs, groups] = await Promise.all([
      readHistory(root, { all }, ({ listing, record }) => packer.pack(listing, record), kept),
      groupTexts(root),
    ]);
    const { notes, problems } = await readHistoryNotes(
      root,
      runs.map(({ listing }) => listing),
    );
    if (kept.size - written >= fewest) {
      written = kept.size;
      // Whoever asked is answered first.
      setImmediate(() => void writeHistoryCache(root, { words: packer.words, runs: kept }));
    }
    return packer.table(
      runs.map((run) => withNotes(run, notes.get(run.listing.run))),
      { groups, problems },
    );
  };
}
