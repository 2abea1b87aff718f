import type { HistoryTable } from '../../core/experiment/historyTable';
import { historyPacker, withNotes } from '../../core/experiment/packHistory';
import { foldsCells, sweepCells } from './groupCells';
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

/** The history of runs with people's notes, packed for the page; `all` also has the runs of other branches and of tags. */
export async function readHistoryTable(root: string, all: boolean): Promise<HistoryTable> {
  const packer = historyPacker();
  const [runs, groups] = await Promise.all([
    readHistory(root, { all }, ({ listing, record }) => packer.pack(listing, record)),
    groupTexts(root),
  ]);
  const { notes, problems } = await readHistoryNotes(
    root,
    runs.map(({ listing }) => listing),
  );
  return packer.table(
    runs.map((run) => withNotes(run, notes.get(run.listing.run))),
    { groups, problems },
  );
}
