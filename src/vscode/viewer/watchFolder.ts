import * as vscode from 'vscode';
import { nameOf } from './viewerContent';

/** A folder that is being filled is looked at when nothing has come for this long. */
const quietMs = 1000;

/** Tells which files of a folder (not of the folders in it) came, changed or went, together, when it has been quiet for a second. */
export function watchFolder(folder: vscode.Uri, onChange: (names: ReadonlySet<string>) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  let names = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const note = (uri: vscode.Uri): void => {
    names.add(nameOf(uri));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const changed = names;
      names = new Set();
      onChange(changed);
    }, quietMs);
  };
  watcher.onDidCreate(note);
  watcher.onDidChange(note);
  watcher.onDidDelete(note);
  return {
    dispose: () => {
      clearTimeout(timer);
      watcher.dispose();
    },
  };
}
