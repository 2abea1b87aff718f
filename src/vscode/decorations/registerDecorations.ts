import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from '../disposables';
import { imageScheme } from '../imageUri';
import { labelPathOf } from '../labelPathOf';
import type { Services } from '../services';
import { imageDecoration, labelDecoration } from './stateDecoration';

/** A path from a folder with forward slashes; null where it lies outside. */
function pathBelow(folder: string, file: string): string | null {
  const path = relative(folder, file).split(sep).join('/');
  return path === '' || path.startsWith('../') || path === '..' || /^[a-z]:/i.test(path) ? null : path;
}

/** Registers the badges of images in trees, of their files, and of label files: how far each is labelled. */
export function registerDecorations({ project, changes, labelStates }: Services): vscode.Disposable {
  const all = new Disposables();
  const changed = all.add(new vscode.EventEmitter<undefined>());
  /** Folders of imported files; asked for once, since every file in the explorer is looked up. */
  let roots: Promise<readonly string[]> | undefined;
  const rootsOf = (root: string): Promise<readonly string[]> => {
    roots ??= import('../../node/project/local')
      .then(({ readLocal }) => readLocal(root))
      .then(
        (local) => Object.values(local.roots),
        () => [],
      );
    return roots;
  };
  const ofFile = async (root: string, file: string): Promise<vscode.FileDecoration | undefined> => {
    const path = pathBelow(root, file);
    const label = labelPathOf(root, file);
    if (label !== null) return labelDecoration(labelStates.of(label.image), label.reader);
    // Where images lie is asked for only where their states can be, too.
    if (path !== null || !vscode.workspace.isTrusted) return undefined;
    if (!(await rootsOf(root)).some((folder) => pathBelow(folder, file) !== null)) return undefined;
    const owner = await labelStates.imageOf(file).catch(() => null);
    return owner === null ? undefined : imageDecoration(labelStates.of(owner));
  };
  const provider: vscode.FileDecorationProvider = {
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration: (uri) => {
      if (uri.scheme === imageScheme) return imageDecoration(labelStates.of(uri.path.slice(1)));
      const root = project.current;
      return root === null || uri.scheme !== 'file' ? undefined : ofFile(root, uri.fsPath);
    },
  };
  // Which files these images have is not known here: all that are seen are asked for again, which is cheap.
  all.add(labelStates.onDidChange(() => changed.fire(undefined)));
  const forget = (): void => {
    roots = undefined;
  };
  all.add(project.onDidChange(forget));
  all.add(changes.onDidChange(({ steps }) => steps && forget()));
  all.add(vscode.window.registerFileDecorationProvider(provider));
  return all;
}
