import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { Disposables } from '../disposables';

/** Git's folders of a project: where this worktree's HEAD lies, and where the branches do; null without git. */
async function gitFolders(project: string): Promise<{ readonly own: string; readonly common: string } | null> {
  const { gitAt } = await import('../../node/git/git');
  const words = await gitAt(project)(['rev-parse', '--absolute-git-dir', '--git-common-dir']).catch(() => '');
  const [own = '', common = ''] = words.split('\n');
  return own === '' || common === '' ? null : { own, common: resolve(project, common) };
}

/** True for what lies beside a file only while it is written: a lock of git's, or our own before it gets its name. */
const isBeside = (path: string): boolean => path.endsWith('.lock') || path.endsWith('.tmp');

/**
 * Watches what the history of runs depends on besides the project's runs: branches and tags wherever git keeps them (a checkout, a pull, a rebase, a
 * fetch, a branch that came or went), and what people noted of runs.
 */
export function watchHistory(project: string, changed: () => void): vscode.Disposable {
  const all = new Disposables();
  // Plain patterns: VS Code does not take braces within braces.
  const watch = (base: string, patterns: readonly string[]): void => {
    const note = ({ path }: vscode.Uri): void => {
      if (!isBeside(path)) changed();
    };
    for (const pattern of patterns) {
      const watcher = all.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(base), pattern)));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) all.add(event(note));
    }
  };
  watch(project, [layout.runNotes, `${layout.runNotes}/**`]);
  void gitFolders(project).then((folders) => {
    if (folders === null || all.disposed) return;
    watch(folders.own, ['{HEAD,index}']);
    watch(folders.common, ['packed-refs', 'refs/{heads,remotes,tags}/**', 'reftable/**']);
  });
  return all;
}
