import { join } from 'node:path';
import { parseMetrics } from '../../core/experiment/metricsTable';
import { classesOf, parsePredictions } from '../../core/experiment/predictionTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import { isDrawnTask } from '../../core/experiment/taskName';
import { cleanRecord, type ExportedRun } from '../../core/export/exportedRun';
import type { ReportProgress } from '../../core/progress';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { readImages } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';
import { readObjects } from '../git/readObjects';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { refRuns } from '../run/historySources';
import type { HistoryRun } from '../run/readHistory';
import { recordCommits } from '../run/recordCommits';
import { readDrawnExport } from './readDrawnExport';

/** What else is read of a run beside its record. */
export type ExportedTables = {
  readonly epochs: boolean;
  readonly predictions: boolean;
  /** What boxes and masks are like beside their labels, for figures. */
  readonly drawn?: boolean;
};

/** Runs as they leave the project, and a sentence for each table that can't be read. */
export type ReadExport = { readonly runs: readonly ExportedRun[]; readonly problems: readonly string[] };

type Known = HistoryRun & { readonly record: RunRecord };

const names = ['metrics.csv', 'predictions.csv'] as const;
type Texts = Readonly<Partial<Record<(typeof names)[number], string>>>;

/** The tables that are read of a run: its sentences may name images, which only its predictions list. */
const namesFor =
  ({ epochs, predictions }: ExportedTables) =>
  ({ record }: Known): readonly (typeof names)[number][] =>
    names.filter((name) => (name === 'metrics.csv' ? epochs : predictions || record.notes.length > 0 || record.state === 'failed'));

const isElsewhere = ({ listing }: Known): boolean => listing.refs !== undefined;

/** The tables of the runs that lie on other branches or tags, by run, read by one process of git. */
async function tablesElsewhere(
  repository: Repository,
  runs: readonly Known[],
  wantedOf: (run: Known) => readonly string[],
): Promise<ReadonlyMap<string, Texts>> {
  const found = new Map<string, Texts>();
  if (runs.length === 0) return found;
  const folders = new Map((await refRuns(repository)).map(({ run, folder }) => [run, folder]));
  const asked = runs.flatMap((known) => {
    const { run } = known.record;
    return wantedOf(known).map((name) => ({ run, name, object: `${folders.get(run)}:${name}` }));
  });
  await readObjects(
    repository.root,
    asked.map(({ object }) => object),
    (index, text) => {
      const { run = '', name = '' } = asked[index] ?? {};
      if (text !== null) found.set(run, { ...found.get(run), [name]: text });
    },
  );
  return found;
}

async function tablesHere(root: string, run: string, wanted: readonly string[]): Promise<Texts> {
  const pairs = await Promise.all(wanted.map(async (name) => [name, await readIfThere(join(root, runFolder(run), name))] as const));
  return Object.fromEntries(pairs.filter(([, text]) => text !== null));
}

function parsed<T>(run: string, read: () => T, otherwise: T, problems: string[]): T {
  try {
    return read();
  } catch (error) {
    problems.push(`${run}: ${error instanceof Error ? error.message : String(error)}`);
    return otherwise;
  }
}

/** Nothing of runs that lie on other branches, whose labels may be others. */
async function drawnOf(root: string, run: Known, { drawn }: ExportedTables, problems: string[]): Promise<Pick<ExportedRun, 'drawn'>> {
  const { record } = run;
  if (drawn !== true || !isDrawnTask(record.task) || isElsewhere(run) || !('result' in record)) return {};
  try {
    return { drawn: await readDrawnExport(root, record.run) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(`${record.run}: ${error.message}`);
    return {};
  }
}

/** Every image that the project's index or the runs' tables name: what sentences of a record must not name outside. */
async function imageNames(root: string, predictions: readonly ExportedRun['predictions'][]): Promise<ReadonlySet<string>> {
  const index = await readImages(root).catch(() => []);
  return new Set([...index, ...predictions.flat()].map(({ image }) => image));
}

/** Reads the tables of runs and takes paths and names of images out of their records. */
export async function readExportedRuns(
  root: string,
  history: readonly HistoryRun[],
  tables: ExportedTables,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ReadExport> {
  const known = history.filter((run): run is Known => run.record !== null);
  const found = await findRepository(root);
  const repository = isRepository(found) ? found : null;
  const wantedOf = namesFor(tables);
  const elsewhere = repository === null ? new Map<string, Texts>() : await tablesElsewhere(repository, known.filter(isElsewhere), wantedOf);
  const commits = repository === null ? new Map<string, string>() : await recordCommits(repository);
  const problems: string[] = [];
  let done = 0;
  const read = await mapBounded(
    known,
    async (run): Promise<ExportedRun> => {
      const { record, listing } = run;
      const texts = isElsewhere(run) ? (elsewhere.get(record.run) ?? {}) : await tablesHere(root, record.run, wantedOf(run));
      const [rows, table] = [texts['metrics.csv'], texts['predictions.csv']];
      const classes = table === undefined || isDrawnTask(record.task) ? [] : classesOf(table);
      report({ phase: 'Reading runs', done: ++done, total: known.length });
      return {
        record,
        commit: listing.pending ? null : (commits.get(record.run) ?? null),
        refs: listing.refs ?? [],
        epochs: rows === undefined ? [] : parsed(record.run, () => parseMetrics(rows), [], problems),
        predictions: table === undefined ? [] : parsed(record.run, () => parsePredictions(table, classes), [], problems),
        classes,
        ...(await drawnOf(root, run, tables, problems)),
      };
    },
    signal,
  );
  const images = await imageNames(
    root,
    read.map((run) => run.predictions),
  );
  return { runs: read.map((run) => ({ ...run, record: cleanRecord(run.record, images) })), problems };
}
