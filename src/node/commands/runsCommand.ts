import { metricLine, metricNumber } from '../../core/experiment/describeMetric';
import { type FilteredRun, parseRunFilter, parseRunOrder, type RunKey } from '../../core/experiment/runFilter';
import type { RunListing } from '../../core/experiment/runListing';
import { findProject } from '../project/findProject';
import { foldsCells, sweepCells } from '../run/groupCells';
import { listGroups } from '../run/listGroups';
import { listSweeps } from '../run/listSweeps';
import { readHistory } from '../run/readHistory';
import { readHistoryNotes } from '../run/readHistoryNotes';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = {
  readonly all?: boolean;
  readonly filter?: string;
  readonly sort?: string;
  readonly starred?: boolean;
  readonly tag?: readonly string[];
};

const places = ({ fold, sweep }: RunListing): string =>
  fold !== undefined ? `fold ${fold.index} of ${fold.of}` : sweep === undefined ? '' : `run ${sweep.index} of ${sweep.of}`;

const notesText = ({ notes }: FilteredRun): string =>
  notes === undefined ? '' : [notes.starred ? '★' : '', ...notes.tags.map((tag) => `#${tag}`)].filter(Boolean).join(' ');

function runCells(run: FilteredRun, keys: readonly RunKey[]): readonly string[] {
  const { listing, record } = run;
  const values = keys.map((key) => {
    const value = key.get(run);
    return `${key.name} ${value === null ? 'none' : typeof value === 'number' && key.name in metricsOf(record) ? metricNumber(value) : value}`;
  });
  const { refs, metric } = listing;
  const where = refs === undefined ? '' : `on ${refs.slice(0, 3).join(', ')}${refs.length > 3 ? ` and ${refs.length - 3} more` : ''}`;
  return [
    listing.run,
    listing.pending ? `${listing.state}, not committed` : listing.state,
    metric === null ? '' : metricLine(metric.name, metric, 'tuning'),
    listing.seconds === null ? '' : `${Math.round(listing.seconds)} s`,
    [notesText(run), places(listing), ...values, where, listing.reason ?? ''].filter(Boolean).join('; '),
  ];
}

const metricsOf = (record: FilteredRun['record']) => record?.result?.metrics ?? {};

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
const shown = ['run', 'state', 'experiment', 'seconds', 'group', 'reason', 'ref', 'starred', 'tag'];

/** The condition of a filter that stands for an option. */
const optionFilter = ({ starred, tag = [] }: Options): string =>
  [starred === true ? 'starred=yes' : '', ...tag.map((word) => `tag="${word}"`)].filter(Boolean).join(' ');

/** The runs that are asked for, in the order that is asked for, and what is worth showing of them. */
function choose(runs: readonly FilteredRun[], options: Options) {
  const metrics = [...new Set(runs.flatMap(({ record }) => Object.keys(metricsOf(record))))];
  const wanted = [options.filter ?? '', optionFilter(options)].map((filter) => parseRunFilter(filter, metrics));
  const order = options.sort === undefined ? null : parseRunOrder(options.sort, metrics);
  const passing = runs.filter((run) => wanted.every(({ test }) => test(run)));
  const named = [...wanted.flatMap(({ keys }) => keys), ...(order === null ? [] : [order.key])];
  const keys = [...new Map(named.map((key) => [key.name, key])).values()].filter(({ name }) => !shown.includes(name));
  return { runs: order === null ? passing : passing.toSorted(order.compare), keys };
}

/** All runs with what people noted of them; the records only where something is asked of them, since thousands take much memory. */
async function readRuns(root: string, all: boolean, withRecords: boolean): Promise<readonly FilteredRun[]> {
  const take = (run: FilteredRun): FilteredRun => (withRecords ? run : { listing: run.listing, record: null });
  const runs = await readHistory(root, { all }, take);
  const { notes } = await readHistoryNotes(
    root,
    runs.map(({ listing }) => listing),
  );
  return runs.map((run) => {
    const noted = notes.get(run.listing.run);
    return noted === undefined ? run : { ...run, notes: noted };
  });
}

/** `radsteps runs`. */
export async function runsCommand({ folder }: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const root = await findProject(folder);
  const isFiltered = options.filter !== undefined || options.starred === true || options.tag !== undefined;
  const isChosen = isFiltered || options.sort !== undefined;
  const all = await readRuns(root, options.all === true, isChosen);
  const { runs, keys } = choose(all, options);
  const result = runs.map(({ listing, notes }) => ({ ...listing, ...(notes && { notes }) }));
  const groups = isChosen ? [] : await groupsOf(root);
  if (all.length === 0 && groups.length === 0) return { result, text: 'No run yet: `radsteps train` makes the first one.' };
  if (runs.length === 0 && groups.length === 0) return { result, text: `None of ${all.length} runs fits the filter.` };
  // What is chosen or sorted is a plain list.
  const rows = isChosen ? runs.map((run) => runCells(run, keys)) : rowsOf(runs, groups, keys);
  const counted = !isFiltered ? [] : [`${runs.length} of ${all.length} runs.`];
  return { result, text: [...padColumns(rows), ...counted].join('\n') };
}

async function groupsOf(root: string): Promise<readonly Group[]> {
  const [folds, sweeps] = await Promise.all([listGroups(root), listSweeps(root)]);
  return [
    ...folds.map((listing) => ({ group: listing.group, cells: foldsCells(listing) })),
    ...sweeps.map((listing) => ({ group: listing.group, cells: sweepCells(listing) })),
  ];
}
