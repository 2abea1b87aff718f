import * as vscode from 'vscode';
import type { LabelDocument } from './labelDocument';

/** Backs up the labels of one editor that are not saved; their journals, or files beside `destination`, bring them back. */
export async function backUpLabels(labels: readonly LabelDocument[], destination: vscode.Uri): Promise<vscode.CustomDocumentBackup> {
  const kept: vscode.CustomDocumentBackup[] = [];
  for (const label of labels) {
    if (!label.isDirty) continue;
    kept.push(await label.backup({ destination: vscode.Uri.joinPath(destination, '..', `${label.place.image}.backup`) }));
  }
  const forget = (): void => {
    for (const one of kept) one.delete();
  };
  return { id: destination.toString(), delete: forget };
}
