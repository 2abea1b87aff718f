import { shortMetric } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import { findProject } from '../project/findProject';
import { type GroupListing, listGroups } from '../run/listGroups';
import { listRuns } from '../run/listRuns';
import type { CommandContext, CommandResult } from './context';

const runCells = (run: RunListing): readonly string[] => [
  run.run,
  run.pending ? `${run.state}, not committed` : run.state,
  run.metric === null ? '' : `${shortMetric(run.metric.name, run.metric)}, n = ${run.metric.n} (tuning)`,
  run.seconds === null ? '' : `${Math.round(run.seconds)} s`,
  [run.fold === undefined ? '' : `fold ${run.fold.index} of ${run.fold.of}`, run.reason ?? ''].filter(Boolean).join('; '),
];

function groupCells({ group, record, reason }: GroupListing): readonly string[] {
  if (record === null) return [group, 'damaged', '', '', reason];
  const { pooled, folds, of, state } = record;
  const metric = pooled?.metrics[pooled.primary];
  const done = folds.filter(({ predicted }) => predicted !== null).length;
  const value = pooled === null || metric === undefined ? '' : `${shortMetric(pooled.primary, metric)}, n = ${metric.n} (out of fold)`;
  return [group, state, value, '', [`${done} of ${of} folds`, reason].filter(Boolean).join('; ')];
}

/** The lines of runs and cross-validations, newest first; a cross-validation stands above its runs. */
function rowsOf(runs: readonly RunListing[], groups: readonly GroupListing[]): readonly (readonly string[])[] {
  const known = new Set(groups.map(({ group }) => group));
  const alone = runs.filter(({ fold }) => fold === undefined || !known.has(fold.group));
  const blocks = [
    ...alone.map((run) => ({ name: run.run, rows: [runCells(run)] })),
    ...groups.map((group) => {
      const own = runs.filter(({ fold }) => fold?.group === group.group).map(runCells);
      return { name: group.group, rows: [groupCells(group), ...own.map(([name = '', ...rest]) => [`  ${name}`, ...rest])] };
    }),
  ];
  return blocks.toSorted((a, b) => (a.name < b.name ? 1 : -1)).flatMap(({ rows }) => rows);
}

/** `radsteps runs`. */
export async function runsCommand({ folder }: CommandContext): Promise<CommandResult> {
  const root = await findProject(folder);
  const runs = await listRuns(root);
  const rows = rowsOf(runs, await listGroups(root));
  if (rows.length === 0) return { result: runs, text: 'No run yet: `radsteps train` makes the first one.' };
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { result: runs, text: text.join('\n') };
}
