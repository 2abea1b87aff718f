import * as vscode from 'vscode';
import { listSeries, type ReadFile } from '../../core/series/listSeries';
import { mayBeDicom } from '../../node/series/listFolder';
import { readSeriesBytes } from '../../node/series/readSeriesHeader';
import type { SeriesFound } from './seriesContent';
import type { ContentFile } from './viewerContent';

/** A file system of an extension gives whole files only, through the host: so many of them, and so many bytes, are read at most. */
const mostFiles = 1000;
const mostBytes = 512 * 2 ** 20;

/** The series of a folder of a file system that is not on this machine's disk. */
export async function readVirtualSeries(folder: vscode.Uri, signal: AbortSignal): Promise<SeriesFound> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.filter(([name, type]) => (type & vscode.FileType.File) !== 0 && mayBeDicom(name)).map(([name]) => name);
  const read: ReadFile<ContentFile>[] = [];
  let [unreadable, bytes] = [0, 0];
  for (const name of names.toSorted().slice(0, mostFiles)) {
    if (bytes > mostBytes) return withNote(read, unreadable);
    signal.throwIfAborted();
    const file = await readFile(vscode.Uri.joinPath(folder, name));
    bytes += file?.source.bytes ?? 0;
    if (file === null) unreadable += 1;
    else if (file.header !== null) read.push({ ...file, header: file.header, folder: '' });
  }
  return names.length > mostFiles ? withNote(read, unreadable) : { image: '', series: listSeries(read), unreadable, notes: [] };
}

async function readFile(uri: vscode.Uri) {
  try {
    // Each await lets the host do other things between two files.
    const [{ mtime, size }, bytes] = await Promise.all([vscode.workspace.fs.stat(uri), vscode.workspace.fs.readFile(uri)]);
    return { source: { uri, bytes: size, modified: mtime }, header: readSeriesBytes(bytes) };
  } catch {
    return null;
  }
}

const withNote = (read: readonly ReadFile<ContentFile>[], unreadable: number): SeriesFound => ({
  image: '',
  series: listSeries(read),
  unreadable,
  notes: ['The folder is not on a disk of this machine; only a part of its files was looked at, so that the series may lack slices.'],
});
