import { UserError } from '../../core/userError';
import { type ExportFormat, type ExportOutcome, exportRuns } from '../export/exportRuns';
import { findProject } from '../project/findProject';
import type { CommandContext, CommandResult } from './context';

type Options = {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly all?: boolean;
  readonly filter?: string;
  readonly images?: boolean;
};

const after: Readonly<Record<ExportFormat, (files: readonly string[]) => string>> = {
  csv: ([runs = '', epochs = '']) => `The runs are in ${runs}, their epochs in ${epochs}.`,
  html: ([page = '']) => `The report is ${page}.`,
  mlflow: ([store = '']) =>
    `The files are in ${store}; \`mlflow ui --backend-store-uri ./mlruns\` shows them, started in the folder above.`,
  tensorboard: ([folder = '']) => `The event files are in ${folder}; \`tensorboard --logdir ${folder}\` shows them.`,
};

const textOf = ({ format, runs, files, problems }: ExportOutcome): string =>
  [`${runs.length} ${runs.length === 1 ? 'run' : 'runs'} exported. ${after[format](files)}`, ...problems].join('\n');

/** `radsteps export [runs...]`. */
export async function exportCommand(
  { host, folder, path, output }: CommandContext,
  names: readonly string[],
  { format, out, all = false, filter, images = false }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  if (names.length === 0 && !all && filter === undefined)
    throw new UserError('Name the runs to export, or take them by --filter or --all.', { badUsage: true });
  if (out === undefined) throw new UserError('Name the place to write to by --out.', { badUsage: true });
  const request = { names, all, ...(filter !== undefined && { filter }), format, out: path(out), images };
  const outcome = await exportRuns(root, request, output.progress, host.signal);
  return { result: outcome, text: textOf(outcome) };
}
