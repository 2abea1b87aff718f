import { shortMetric } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import { findProject } from '../project/findProject';
import { listRuns } from '../run/listRuns';
import type { CommandContext, CommandResult } from './context';

const cells = (run: RunListing): readonly string[] => [
  run.run,
  run.pending ? `${run.state}, not committed` : run.state,
  run.metric === null ? '' : `${shortMetric(run.metric.name, run.metric)}, n = ${run.metric.n} (tuning)`,
  run.seconds === null ? '' : `${Math.round(run.seconds)} s`,
  run.reason ?? '',
];

/** `radsteps runs`. */
export async function runsCommand({ folder }: CommandContext): Promise<CommandResult> {
  const runs = await listRuns(await findProject(folder));
  if (runs.length === 0) return { result: runs, text: 'No run yet: `radsteps train` makes the first one.' };
  const rows = runs.map(cells);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return { result: runs, text: text.join('\n') };
}
