import { createHash } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { version } from '../../../package.json';
import { formatEpochsCsv, formatRunsCsv } from '../../core/export/csvTables';
import type { ExportedRun } from '../../core/export/exportedRun';
import { htmlReport, type ReportOptions } from '../../core/export/htmlReport';
import { mlflowExperiment, mlflowExperimentId, mlflowRun, mlflowRunId } from '../../core/export/mlflowRun';
import { reportStyle } from '../../core/export/reportStyle';
import { startSeconds, tensorBoardEvents } from '../../core/export/tensorBoardEvents';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { writeBeside } from '../files/writeBeside';
import { readProject } from '../project/readProject';
import { chooseRuns, type RunChoice } from '../run/chooseRuns';
import { readHistory } from '../run/readHistory';
import { type ExportedTables, readExportedRuns } from './readExportedRuns';

/** What runs can be exported as. */
export const exportFormats = ['csv', 'html', 'mlflow', 'tensorboard'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportRequest = RunChoice & {
  readonly format: ExportFormat;
  /** Absolute: a file for `csv` and `html`, a folder for the others. */
  readonly out: string;
  /** A report also names the images of the largest errors, by the project's names for them. */
  readonly images: boolean;
};

/** What was written: `files` are absolute, the one to open first. */
export type ExportOutcome = {
  readonly format: ExportFormat;
  readonly runs: readonly string[];
  readonly files: readonly string[];
  /** What could not be exported, a sentence each. */
  readonly problems: readonly string[];
};

const mostInReport = 200;
const tables: Readonly<Record<ExportFormat, ExportedTables>> = {
  csv: { epochs: true, predictions: false },
  html: { epochs: true, predictions: true, drawn: true },
  mlflow: { epochs: true, predictions: true },
  tensorboard: { epochs: true, predictions: false },
};

type Write = (
  runs: readonly ExportedRun[],
  request: ExportRequest,
  about: ReportOptions,
  signal: AbortSignal,
) => Promise<readonly string[]>;

async function writeCsv(runs: readonly ExportedRun[], { out }: ExportRequest): Promise<readonly string[]> {
  const extension = extname(out);
  const epochs = join(dirname(out), `${basename(out, extension)}-epochs${extension || '.csv'}`);
  await writeBeside(out, formatRunsCsv(runs));
  await writeBeside(epochs, formatEpochsCsv(runs));
  return [out, epochs];
}

const writeHtml: Write = async (runs, { out }, about) => {
  await writeBeside(out, htmlReport(runs, about));
  return [out];
};

/** `mlruns` below the folder, or the folder itself where it has that name; what an earlier export wrote of the same runs is replaced. */
const writeMlflow: Write = async (runs, { out }, about, signal) => {
  const store = basename(out) === 'mlruns' ? out : join(out, 'mlruns');
  const nameOf = ({ record }: ExportedRun): string => `${about.project}: ${record.experiment}`;
  for (const name of new Set(runs.map(nameOf))) {
    const members = runs.filter((run) => nameOf(run) === name);
    const { path, text } = mlflowExperiment(name, members);
    await writeBeside(join(store, path), text, { flush: false });
  }
  await mapBounded(
    runs,
    async (run) => {
      const name = nameOf(run);
      await rm(join(store, mlflowExperimentId(name), mlflowRunId(run.record.run)), { recursive: true, force: true });
      for (const { path, text } of mlflowRun(run, name, htmlReport([run], about)))
        await writeBeside(join(store, path), text, { flush: false });
    },
    signal,
  );
  return [store];
};

/** A folder a run, as TensorBoard tells runs apart; an event file's name holds its time, so that a second export replaces the first. */
const writeTensorBoard: Write = async (runs, { out }, _about, signal) => {
  await mapBounded(
    runs,
    (run) => {
      const name = `events.out.tfevents.${Math.floor(startSeconds(run))}.radsteps`;
      return writeBeside(join(out, run.record.run, name), tensorBoardEvents(run), { flush: false });
    },
    signal,
  );
  return [out];
};

const writers: Readonly<Record<ExportFormat, Write>> = {
  csv: writeCsv,
  html: writeHtml,
  mlflow: writeMlflow,
  tensorboard: writeTensorBoard,
};

/** UserError where the place can't take the export. */
async function requirePlace({ out, format }: ExportRequest): Promise<void> {
  const isFile = format === 'csv' || format === 'html';
  const [there, above] = await Promise.all([stat(out).catch(() => null), stat(dirname(out)).catch(() => null)]);
  if (above?.isDirectory() !== true) throw new UserError(`${dirname(out)} is no folder; --out needs a place in one that exists.`);
  if (there === null) return isFile ? undefined : void (await mkdir(out, { recursive: true }));
  if (isFile && there.isDirectory()) throw new UserError(`${out} is a folder, but ${format} is written to a file; name one by --out.`);
  if (!isFile && !there.isDirectory()) throw new UserError(`${out} is a file, but ${format} needs a folder; name one by --out.`);
}

/** Writes chosen runs (of all branches and tags where they are named, else of the working tree) in one of the formats; UserError where there is nothing to write or no place for it. */
export async function exportRuns(
  root: string,
  request: ExportRequest & { readonly all: boolean },
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const history = await readHistory(root, { all: request.all || request.names.length > 0 }, (run) => run);
  const chosen = chooseRuns(history, request);
  const damaged = chosen.filter(({ record }) => record === null);
  if (chosen.length === damaged.length)
    throw new UserError(
      chosen.length > 0
        ? `No record of the chosen runs can be read: ${damaged[0]?.listing.reason ?? ''}`
        : 'There is no run to export: none fits.',
    );
  if (request.format === 'html' && chosen.length > mostInReport)
    throw new UserError(
      `A report takes ${mostInReport} runs at most, and ${chosen.length} are chosen; name fewer, or choose them by --filter.`,
    );
  await requirePlace(request);
  const { runs, problems } = await readExportedRuns(root, chosen, tables[request.format], report, signal);
  signal.throwIfAborted();
  const { name: project } = await readProject(root);
  const styleHash = createHash('sha256').update(reportStyle).digest('base64');
  const about = { project, made: new Date().toISOString(), version, styleHash, images: request.images };
  const files = await writers[request.format](runs, request, about, signal);
  return {
    format: request.format,
    runs: runs.map(({ record }) => record.run),
    files,
    problems: [...damaged.map(({ listing: { run, reason } }) => `${run} is left out: ${reason}`), ...problems],
  };
}
