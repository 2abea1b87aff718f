import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ExportFormat, ExportOutcome } from '../../node/export/exportRuns';
import { showFailure } from '../command';
import type { Services } from '../services';

/** Shows a report in the editor: it needs no script, and its own policy lets nothing be fetched. */
async function openReport(file: string): Promise<void> {
  const html = await readFile(file, 'utf8');
  const options = { enableScripts: false, enableFindWidget: true, localResourceRoots: [] };
  const panel = vscode.window.createWebviewPanel('radsteps.report', basename(file), vscode.ViewColumn.Active, options);
  panel.webview.html = html;
}

async function openFolder(folder: string): Promise<void> {
  if (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop)
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  else await vscode.env.clipboard.writeText(folder);
}

const openers: Readonly<Record<ExportFormat, (place: string) => Promise<unknown>>> = {
  html: openReport,
  csv: async (file) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file)),
  mlflow: openFolder,
  tensorboard: openFolder,
};

const after: Readonly<Record<ExportFormat, string>> = {
  html: '',
  csv: ' Their epochs are in the table beside it.',
  mlflow: ' "mlflow ui --backend-store-uri ./mlruns" shows them, started in that folder.',
  tensorboard: ' "tensorboard --logdir" with that folder shows them.',
};

function buttonOf(format: ExportFormat): string {
  if (format === 'html' || format === 'csv') return 'Open';
  return vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop ? 'Show Folder' : 'Copy Path';
}

/** Tells that runs were exported and what is missing, and offers to open what was written. */
export async function announceExport({ log }: Services, { format, runs, files, problems }: ExportOutcome): Promise<void> {
  const [place = ''] = files;
  const lacking = problems.length === 0 ? '' : ` ${problems.slice(0, 3).join(' ')}`;
  const words = `${runs.length} ${runs.length === 1 ? 'run' : 'runs'} exported to ${basename(place)}.${after[format]}${lacking}`;
  const show = problems.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(words, buttonOf(format))) === undefined) return;
  await openers[format](place).catch((error: unknown) => showFailure(log, 'open the export', error));
}
