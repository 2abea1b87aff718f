import { metricNumber, shortMetric } from '../../core/experiment/describeMetric';
import { type FilteredRun, parseRunFilter, parseRunOrder, type RunKey } from '../../core/experiment/runFilter';
import type { RunListing } from '../../core/experiment/runListing';
import { rankTrials } from '../../core/experiment/sweepRecord';
import { findProject } from '../project/findProject';
import { type GroupListing, listGroups } from '../run/listGroups';
import { listSweeps, type SweepListing } from '../run/listSweeps';
import { readHistory } from '../run/readHistory';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = { readonly all?: boolean; readonly filter?: string; readonly sort?: string };

const places = ({ fold, sweep }: RunListing): string =>
  fold !== undefined ? `fold ${fold.index} of ${fold.of}` : sweep === undefined ? '' : `run ${sweep.index} of ${sweep.of}`;

function runCells({ listing: run, record }: FilteredRun, keys: readonly RunKey[]): readonly string[] {
  const values = keys.map((key) => {
    const value = key.get({ listing: run, record });
    return `${key.name} ${value === null ? 'none' : typeof value === 'number' && key.name in metricsOf(record) ? metricNumber(value) : value}`;
  });
  const where =
    run.refs === undefined ? '' : `on ${run.refs.slice(0, 3).join(', ')}${run.refs.length > 3 ? ` and ${run.refs.length - 3} more` : ''}`;
  return [
    run.run,
    run.pending ? `${run.state}, not committed` : run.state,
    run.metric === null ? '' : `${shortMetric(run.metric.name, run.metric)}, n = ${run.metric.n} (tuning)`,
    run.seconds === null ? '' : `${Math.round(run.seconds)} s`,
    [places(run), ...values, where, run.reason ?? ''].filter(Boolean).join('; '),
  ];
}

const metricsOf = (record: FilteredRun['record']) => (record !== null && 'result' in record ? (record.result?.metrics ?? {}) : {});

function foldsCells({ group, record, reason }: GroupListing): readonly string[] {
  if (record === null) return [group, 'damaged', '', '', reason];
  const { pooled, folds, of, state } = record;
  const metric = pooled?.metrics[pooled.primary];
  const done = folds.filter(({ predicted }) => predicted !== null).length;
  const value = pooled === null || metric === undefined ? '' : `${shortMetric(pooled.primary, metric)}, n = ${metric.n} (out of fold)`;
  return [group, state, value, '', [`${done} of ${of} folds`, reason].filter(Boolean).join('; ')];
}

function sweepCells({ group, record, reason }: SweepListing): readonly string[] {
  if (record === null) return [group, 'damaged', '', '', reason];
  const [best] = rankTrials(record.trials);
  const metric = best?.metric ?? null;
  const value = metric === null ? '' : `best ${shortMetric(metric.name, metric)}, n = ${metric.n} (tuning)`;
  const done = record.trials.filter(({ run }) => run !== null).length;
  return [group, record.state, value, '', [`${done} of ${record.of} runs`, reason].filter(Boolean).join('; ')];
}

type Group = { readonly group: string; readonly cells: readonly string[] };

/** The lines of runs, cross-validations and sweeps, newest first; a group stands above its runs. */
function rowsOf(runs: readonly FilteredRun[], groups: readonly Group[], keys: readonly RunKey[]): readonly (readonly string[])[] {
  const known = new Set(groups.map(({ group }) => group));
  const members = new Map<string, FilteredRun[]>();
  const alone: FilteredRun[] = [];
  for (const run of runs) {
    const group = (run.listing.fold ?? run.listing.sweep)?.group;
    if (group === undefined || !known.has(group)) alone.push(run);
    else members.set(group, [...(members.get(group) ?? []), run]);
  }
  const blocks = [
    ...alone.map((run) => ({ name: run.listing.run, rows: [runCells(run, keys)] })),
    ...groups.map(({ group, cells }) => {
      const own = (members.get(group) ?? []).map((run) => runCells(run, keys));
      return { name: group, rows: [cells, ...own.map(([name = '', ...rest]) => [`  ${name}`, ...rest])] };
    }),
  ];
  return blocks.toSorted((a, b) => (a.name < b.name ? 1 : -1)).flatMap(({ rows }) => rows);
}

/** Keys whose value stands in the line anyway. */
const shown = ['run', 'state', 'experiment', 'seconds', 'group', 'reason', 'ref'];

/** The runs that are asked for, in the order that is asked for, and what is worth showing of them. */
function choose(runs: readonly FilteredRun[], { filter, sort }: Options) {
  const metrics = [...new Set(runs.flatMap(({ record }) => Object.keys(metricsOf(record))))];
  const wanted = filter === undefined ? null : parseRunFilter(filter, metrics);
  const order = sort === undefined ? null : parseRunOrder(sort, metrics);
  const passing = wanted === null ? runs : runs.filter(wanted.test);
  const named = [...(wanted?.keys ?? []), ...(order === null ? [] : [order.key])];
  const keys = [...new Map(named.map((key) => [key.name, key])).values()].filter(({ name }) => !shown.includes(name));
  return { runs: order === null ? passing : passing.toSorted(order.compare), keys };
}

/** `radsteps runs`. */
export async function runsCommand({ folder }: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const root = await findProject(folder);
  const isChosen = options.filter !== undefined || options.sort !== undefined;
  // Without a filter nothing is asked of the records, so they are not held.
  const take = (run: FilteredRun): FilteredRun => (isChosen ? run : { listing: run.listing, record: null });
  const all = await readHistory(root, { all: options.all === true }, take);
  const { runs, keys } = choose(all, options);
  const result = runs.map(({ listing }) => listing);
  const groups = isChosen ? [] : await groupsOf(root);
  if (all.length === 0 && groups.length === 0) return { result, text: 'No run yet: `radsteps train` makes the first one.' };
  if (runs.length === 0 && groups.length === 0) return { result, text: `None of ${all.length} runs fits the filter.` };
  // What is chosen or sorted is a plain list.
  const rows = isChosen ? runs.map((run) => runCells(run, keys)) : rowsOf(runs, groups, keys);
  const counted = options.filter === undefined ? [] : [`${runs.length} of ${all.length} runs.`];
  return { result, text: [...padColumns(rows), ...counted].join('\n') };
}

async function groupsOf(root: string): Promise<readonly Group[]> {
  const [folds, sweeps] = await Promise.all([listGroups(root), listSweeps(root)]);
  return [
    ...folds.map((listing) => ({ group: listing.group, cells: foldsCells(listing) })),
    ...sweeps.map((listing) => ({ group: listing.group, cells: sweepCells(listing) })),
  ];
}
