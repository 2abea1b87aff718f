import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../../core/check/finding';
import { Disposables } from '../disposables';
import type { Services } from '../services';

/** Milliseconds without a keystroke before a text is looked at. */
const restMs = 300;

/** What is invalid in texts that are not saved yet, as `radsteps check` would find it in the saved file; by the document's URI. */
export class UnsavedFindings implements vscode.Disposable {
  readonly #services: Services;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<undefined>());
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #found = new Map<string, readonly Finding[]>();
  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#disposables.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#note(document)));
    this.#disposables.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri.toString())));
  }

  /** By the document's URI; an empty list where nothing is invalid any more. */
  get all(): ReadonlyMap<string, readonly Finding[]> {
    return this.#found;
  }

  /** After a look at the disk, what is saved by now counts again as it was found there. */
  forgetSaved(): void {
    const dirty = new Set(vscode.workspace.textDocuments.flatMap((document) => (document.isDirty ? [document.uri.toString()] : [])));
    for (const uri of this.#found.keys()) if (!dirty.has(uri)) this.#found.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#disposables.dispose();
  }

  #note(document: vscode.TextDocument): void {
    const { current } = this.#services.project;
    if (current === null || document.uri.scheme !== 'file' || !document.uri.fsPath.startsWith(current + sep)) return;
    const uri = document.uri.toString();
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => void this.#look(current, document), restMs),
    );
  }

  async #look(root: string, document: vscode.TextDocument): Promise<void> {
    this.#timers.delete(document.uri.toString());
    const { schemaFindings, schemaOf } = await import('../../core/check/schemaFindings');
    const file = relative(root, document.uri.fsPath).split(sep).join('/');
    if (document.isClosed || !document.isDirty || schemaOf(file) === undefined) return;
    this.#found.set(document.uri.toString(), schemaFindings(file, document.getText()));
    this.#changed.fire(undefined);
  }

  #forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    if (this.#found.delete(uri)) this.#changed.fire(undefined);
  }
}
