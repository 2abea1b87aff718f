import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runWithProgress } from '../cliProgress';
import type { Services } from '../services';
import { describePrediction, predictionsFile } from './predictionsFile';

/** Arguments of `radsteps.runs.predict`: `paths` (absolute) saves the dialogs. */
export type Prediction = { readonly run?: string; readonly paths?: readonly string[] };

const kinds = [
  { label: 'Images...', detail: 'DICOM, PNG or JPEG files', files: true },
  { label: 'Folder...', detail: 'All images of a folder and its subfolders', files: false },
] as const;

// One dialog can't take both on every system.
async function askPaths(): Promise<readonly string[] | undefined> {
  const kind = await vscode.window.showQuickPick(kinds, { title: 'Predict Images', placeHolder: 'Images or a folder?' });
  if (kind === undefined) return undefined;
  const picked = await vscode.window.showOpenDialog({
    title: 'Predict Images',
    openLabel: 'Predict',
    canSelectFiles: kind.files,
    canSelectFolders: !kind.files,
    canSelectMany: true,
  });
  return picked?.map(({ fsPath }) => fsPath);
}

/** Applies a run's model to images that the user chooses, and opens the table. */
export async function predictImages({ cli, project }: Services, run: string, given: Prediction): Promise<unknown> {
  const root = project.require();
  const paths = given.paths ?? (await askPaths());
  if (paths === undefined || paths.length === 0) return undefined;
  const table = join(root, predictionsFile(run, new Date()));
  await mkdir(dirname(table), { recursive: true });
  const result = await runWithProgress(cli, 'RadSteps predicts images', ['-C', root, 'predict', run, ...paths, '--out', table], root);
  await vscode.window.showTextDocument(vscode.Uri.file(table), { preview: true });
  void vscode.window.showInformationMessage(describePrediction(result as { readonly predicted: number; readonly problems: number }));
  return table;
}
