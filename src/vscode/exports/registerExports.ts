import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { ExportFormat, ExportOutcome } from '../../node/export/exportRuns';
import { runWithProgress } from '../cliProgress';
import { registerFailableCommand } from '../command';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { announceExport } from './announceExport';

/** Arguments of `radsteps.runs.export`: what is left out is asked for; `out` is absolute. */
export type ExportArguments = {
  readonly runs?: readonly string[];
  readonly run?: string;
  readonly format?: ExportFormat;
  readonly out?: string;
};

const title = 'Export Runs';

const formats: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
  { format: 'html', label: 'HTML report', detail: 'One page with metrics, curves and settings, to read, print and send' },
  { format: 'csv', label: 'Tables (CSV)', detail: 'One row a run, and a second table with every epoch' },
  { format: 'mlflow', label: 'MLflow', detail: "MLflow's file layout, a folder mlruns that mlflow ui opens" },
  { format: 'tensorboard', label: 'TensorBoard', detail: 'Event files with learning curves and settings' },
];

async function askRuns({ runs }: Services): Promise<readonly string[] | undefined> {
  await runs.refresh();
  const items = runs.listings.filter(({ state }) => state !== 'damaged').map(({ run, state }) => ({ label: run, description: state }));
  if (items.length === 0) throw new UserError('There is no run yet: "RadSteps: Train..." makes the first one.');
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Which runs?',
    canPickMany: true,
    matchOnDescription: true,
  });
  return picked?.map(({ label }) => label);
}

/** A file beside the project for tables and pages; a folder for the others. */
async function askPlace(root: string, format: ExportFormat, runs: readonly string[]): Promise<string | undefined> {
  const name = runs.length === 1 ? (runs[0] ?? '') : `${basename(root)}-runs`;
  if (format === 'csv' || format === 'html') {
    const filters = format === 'csv' ? { Tables: ['csv'] } : { 'Web pages': ['html'] };
    const defaultUri = vscode.Uri.file(join(dirname(root), `${name}.${format}`));
    return (await vscode.window.showSaveDialog({ title, defaultUri, filters, saveLabel: 'Export' }))?.fsPath;
  }
  const defaultUri = vscode.Uri.file(dirname(root));
  const options = { title, defaultUri, openLabel: 'Export Here', canSelectFiles: false, canSelectFolders: true };
  const [folder] = (await vscode.window.showOpenDialog(options)) ?? [];
  return folder && (format === 'tensorboard' ? join(folder.fsPath, `${basename(root)}-tensorboard`) : folder.fsPath);
}

async function exportRuns(services: Services, given: ExportArguments): Promise<ExportOutcome | undefined> {
  requireTrust('Exporting runs');
  const root = services.project.require();
  const runs = given.runs ?? (given.run === undefined ? await askRuns(services) : [given.run]);
  if (runs === undefined || runs.length === 0) return undefined;
  const format = given.format ?? (await vscode.window.showQuickPick(formats, { title, placeHolder: 'As what?' }))?.format;
  const out = format && (given.out ?? (await askPlace(root, format, runs)));
  if (format === undefined || out === undefined) return undefined;
  const words = ['-C', root, 'export', ...runs, '--format', format, '--out', out];
  const outcome = (await runWithProgress(services.cli, 'RadSteps exports runs', words, root)) as ExportOutcome;
  void announceExport(services, outcome);
  return outcome;
}

/** Registers the export of runs as tables, a report, for MLflow and for TensorBoard. */
export const registerExports = (services: Services): vscode.Disposable =>
  registerFailableCommand(services.log, 'radsteps.runs.export', 'export the runs', (given?: ExportArguments) =>
    exportRuns(services, given ?? {}),
  );
