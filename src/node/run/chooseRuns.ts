import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import { parseRunFilter } from '../../core/experiment/runFilter';
import { UserError } from '../../core/userError';
import type { HistoryRun } from './readHistory';

/** Which runs are meant: those named (a cross-validation or sweep stands for its runs), those that fit a filter, or both; neither: all. */
export type RunChoice = { readonly names: readonly string[]; readonly filter?: string };

const metricsOf = ({ record }: HistoryRun): readonly string[] =>
  record !== null && 'result' in record ? Object.keys(record.result?.metrics ?? {}) : [];

const isOf =
  (name: string) =>
  ({ listing: { run, fold, sweep } }: HistoryRun): boolean =>
    run === name || (fold ?? sweep)?.group === name;

/** The runs of a history that are meant, in its order; UserError for a name that no run has, or a filter that can't be read. */
export function chooseRuns(history: readonly HistoryRun[], { names, filter }: RunChoice): readonly HistoryRun[] {
  for (const name of names)
    if (!history.some(isOf(name))) {
      const what = isGroupName(name) ? 'cross-validation' : isSweepName(name) ? 'sweep' : 'run';
      throw new UserError(`There is no ${what} ${name} in this project; \`radsteps runs --all\` lists them.`);
    }
  const wanted = filter === undefined ? null : parseRunFilter(filter, [...new Set(history.flatMap(metricsOf))]);
  const isNamed = (run: HistoryRun): boolean => names.length === 0 || names.some((name) => isOf(name)(run));
  return history.filter((run) => isNamed(run) && (wanted === null || wanted.test(run)));
}
