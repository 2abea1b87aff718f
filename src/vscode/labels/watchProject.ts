import * as vscode from 'vscode';
import { labelFile, layout } from '../../core/project/layout';
import type { LabelPlace } from '../../node/label/labelPlace';
import { Disposables } from '../disposables';

/** Several changes of one file are looked at together. */
const quietMs = 150;

/** Tells when a label's file changes on the disk, and when what it is edited by does: the protocol, the reader, the trust in the folder. */
export function watchProject(
  { root, reader, image }: LabelPlace,
  heard: { readonly file: () => void; readonly rules: () => void },
): vscode.Disposable {
  const all = new Disposables();
  all.add(watchFile(root, labelFile(reader, image), heard.file));
  for (const file of [layout.protocol, layout.local]) all.add(watchFile(root, file, heard.rules));
  all.add(vscode.workspace.onDidGrantWorkspaceTrust(heard.rules));
  // Watchers miss changes on some network disks.
  all.add(
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) heard.file();
    }),
  );
  return all;
}

/** Hears of a file of a project, given relative to its root. */
export function watchFile(root: string, file: string, onChange: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(root), file));
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
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
