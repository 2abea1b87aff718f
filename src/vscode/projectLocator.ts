import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../core/project/layout';
import { UserError } from '../core/userError';
import { Disposables } from './disposables';

const isProject = (folder: string): boolean => existsSync(join(folder, layout.project));

/** The folder itself or the nearest folder above it that is a project. */
function projectAbove(folder: string): string | undefined {
  if (isProject(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectAbove(parent);
}

async function projectsOf(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
  const above = projectAbove(folder.uri.fsPath);
  if (above !== undefined) return [above];
  const below = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, `*/${layout.project}`), '**/node_modules/**', 20);
  return below.map(({ fsPath }) => dirname(fsPath)).sort();
}

const chosenKey = 'radsteps.project.chosen';

/** Knows which project the window works on: the chosen one, else the first that a workspace folder is, lies in or holds. */
export class ProjectLocator implements vscode.Disposable {
  readonly #memento: vscode.Memento;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<string | null>());
  #all: readonly string[] = [];
  #current: string | null = null;

  readonly onDidChange = this.#changed.event;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()));
    const watcher = this.#disposables.add(vscode.workspace.createFileSystemWatcher(`**/${layout.project}`, false, true, false));
    watcher.onDidCreate(() => void this.refresh());
    watcher.onDidDelete(() => void this.refresh());
  }

  /** The project's root folder, or null. */
  get current(): string | null {
    return this.#current;
  }

  /** All projects of the window, in the order of its folders. */
  get all(): readonly string[] {
    return this.#all;
  }

  /** The project's root folder, or a UserError that says how to get one. */
  require(): string {
    if (this.#current === null)
      throw new UserError(
        'There is no RadSteps project in this window: make one with "RadSteps: New Project...", or open the folder of one.',
      );
    return this.#current;
  }

  /** Looks again at the window's folders. */
  async refresh(): Promise<void> {
    const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(projectsOf));
    this.#all = [...new Set(found.flat())];
    const chosen = this.#memento.get<string>(chosenKey);
    this.#setCurrent(this.#all.find((root) => root === chosen) ?? this.#all[0] ?? null);
    await vscode.commands.executeCommand('setContext', 'radsteps.hasProject', this.#current !== null);
    await vscode.commands.executeCommand('setContext', 'radsteps.hasProjects', this.#all.length > 1);
  }

  /** Works on another of the window's projects from now on. */
  async choose(root: string): Promise<void> {
    await this.#memento.update(chosenKey, root);
    await this.refresh();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #setCurrent(root: string | null): void {
    if (root === this.#current) return;
    this.#current = root;
    this.#changed.fire(root);
  }
}
