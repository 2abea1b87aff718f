import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SeriesListing } from '../../core/series/listSeries';
import { UserError } from '../../core/userError';
import { readVirtualSeries } from './readVirtualSeries';
import type { SeriesFound } from './seriesContent';
import type { ContentFile } from './viewerContent';
import { nameOf } from './viewerContent';
import type { ViewerParts } from './viewerPanel';
import { viewerType } from './viewerType';

/** Editors that one call opens, at most. */
const mostAtOnce = 12;

/** Opens a file or the series of a folder; without one, what is in front, else what a dialog chooses. */
export async function openInViewer(parts: ViewerParts, uri?: vscode.Uri, selected?: readonly vscode.Uri[]): Promise<void> {
  const given = selected !== undefined && selected.length > 1 ? selected : [uri ?? inFront()].filter((one) => one !== undefined);
  const chosen = given.length > 0 ? given : await askFiles();
  if (chosen.length > mostAtOnce) throw new UserError(`${chosen.length} files are selected: open ${mostAtOnce} of them at most at once.`);
  for (const one of chosen) await openOne(parts, one, chosen.length === 1);
}

/** Opens one file in an editor of the viewer, whatever its name; `column` is beside or a number. */
export async function openFile(
  { viewers }: ViewerParts,
  uri: vscode.Uri,
  options: { readonly image?: string; readonly linked?: boolean; readonly column?: vscode.ViewColumn; readonly preview?: boolean } = {},
): Promise<void> {
  viewers.expect(uri.toString(), options.image ?? '', options.linked ?? false);
  const { column = vscode.ViewColumn.Active, preview = true } = options;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewerType, { viewColumn: column, preview });
}

function inFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  return vscode.window.activeTextEditor?.document.uri;
}

async function askFiles(): Promise<readonly vscode.Uri[]> {
  const options = { title: 'Open in RadSteps Viewer', canSelectFiles: true, canSelectFolders: false, canSelectMany: true };
  return (await vscode.window.showOpenDialog(options)) ?? [];
}

async function openOne(parts: ViewerParts, uri: vscode.Uri, preview: boolean): Promise<void> {
  const isFolder = await typeOf(uri);
  const isDirectory = basename(uri.path).toUpperCase().startsWith('DICOMDIR') && uri.scheme === 'file';
  if (!isFolder && !isDirectory) return openFile(parts, uri, { preview });
  const found = uri.scheme === 'file' ? await parts.finder.list(uri.fsPath) : await readVirtualSeries(uri, new AbortController().signal);
  const file = await chooseSeries(nameOf(uri), found);
  if (file !== undefined) await openFile(parts, file.uri);
}

async function typeOf(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch (error) {
    throw new UserError('There is no such file or folder any more.', { cause: error });
  }
}

/** The first file of the series that the user wants; of one there is no question. */
async function chooseSeries(folder: string, { series, unreadable }: SeriesFound): Promise<ContentFile | undefined> {
  const [only, ...others] = series;
  const broken = unreadable > 0 ? ` ${unreadable} ${unreadable === 1 ? 'file' : 'files'} can't be read as DICOM.` : '';
  if (only === undefined) throw new UserError(`There is no DICOM image in "${folder}".${broken}`);
  if (others.length === 0) return firstShown(only);
  const title = `${series.length} Series`;
  return (await vscode.window.showQuickPick(series.map(itemOf), { title, placeHolder: 'Which series?', matchOnDescription: true }))?.file;
}

function itemOf(series: SeriesListing<ContentFile>) {
  const { modality, number, description, files, stacks } = series;
  const label = [modality || 'Series', ...(number === null ? [] : [String(number)])].join(' ');
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  return { label, description, detail: [count, ...stacks.slice(0, 3).map((stack) => stack.label)].join(' · '), file: firstShown(series) };
}

const firstShown = ({ files, stacks }: SeriesListing<ContentFile>): ContentFile | undefined => files[stacks[0]?.frames[0]?.file ?? 0];
