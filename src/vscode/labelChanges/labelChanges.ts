import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { ChangedLabel } from '../../node/label/labelChanges';
import { runWithProgress } from '../cliProgress';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import type { ComparedRange } from './comparedRange';

/** The changes that are looked at: what was compared in which project, and the label files that differ. */
export type Comparison = { readonly root: string; readonly range: ComparedRange; readonly changed: readonly ChangedLabel[] };

/** Which change is in front: a label file by its path from the project, and the key of a change in it. */
export type ChosenChange = { readonly file: string; readonly key: string | null };

/** The changes of labels that the window looks at. */
export class LabelChanges implements vscode.Disposable {
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #services: Services;
  #comparison: Comparison | null = null;

  /** Other changes are looked at. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    // What was compared is another project's then.
    this.#disposables.add(services.project.onDidChange(() => this.show(null)));
  }

  get comparison(): Comparison | null {
    return this.#comparison;
  }

  /** Finds the changes of a range, of one label file or of all. */
  async find(root: string, range: ComparedRange, file?: string): Promise<Comparison> {
    const only = file === undefined ? [] : ['--file', join(root, file)];
    const args = ['-C', root, 'labels', 'changes', ...range.args, ...only];
    const changed = await runWithProgress(this.#services.cli, 'RadSteps: comparing labels', args, root);
    return { root, range, changed: changed as readonly ChangedLabel[] };
  }

  show(comparison: Comparison | null): void {
    this.#comparison = comparison;
    this.#changed.fire();
  }

  /** One label with both its versions; throws UserError where a version is no label, or nothing differs any more. */
  async whole(file: string): Promise<Extract<ChangedLabel, { readonly changes: unknown }>> {
    if (this.#comparison === null) throw new UserError('These changes are not looked at any more: show them again.');
    const { root, range } = this.#comparison;
    const args = ['-C', root, 'labels', 'changes', ...range.args, '--file', join(root, file), '--whole'];
    const [found] = (await this.#services.cli(args, { cwd: root })) as readonly ChangedLabel[];
    if (found === undefined) throw new UserError(`${file} does not differ any more.`);
    if ('problem' in found) throw new UserError(found.problem);
    return found;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
