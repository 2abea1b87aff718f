import { join } from 'node:path';
import * as vscode from 'vscode';
import { applyEdit, type LabelEdit, setField } from '../../core/label/edit';
import type { Label } from '../../core/label/label';
import { formatLabel } from '../../core/label/labelFile';
import { journalFile, labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../../node/files/writeBeside';
import { type OpenJournal, openJournal, removeJournal } from '../../node/label/journalFile';
import { hashOfLabel, type LabelOnDisk, openLabelOnDisk, readLabelOnDisk } from '../../node/label/labelOnDisk';
import type { LabelStep } from '../../protocol/labels';
import { Disposables } from '../disposables';
import { type LabelPlace, labelPlaceOf } from './labelPlace';
import { undoableStep } from './undoableStep';

/** A step of the label's history, for VS Code's undo stack; `by` tells who made it, and needs not hear of it. */
export type LabelChanged = { readonly edits: readonly LabelEdit[]; readonly by: object | null };

/** A label that is being edited: every edit is in its journal before it counts as made, and in its file when it is saved. */
export class LabelDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly place: LabelPlace;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<LabelChanged>());
  readonly #stepped = this.#disposables.add(new vscode.EventEmitter<vscode.CustomDocumentEditEvent<LabelDocument>>());
  readonly #reset = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #saved = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #closed = new vscode.EventEmitter<void>();
  #label: Label;
  #sha256: string | null;
  #journal: Promise<OpenJournal> | null = null;
  /** True where the label's file holds a final label. */
  #isFinalOnDisk: boolean;
  #workedMs = 0;
  /** How many edits of an earlier window were found in the journal. */
  readonly recovered: number;

  readonly onDidChange = this.#changed.event;
  /** A step that can be undone was made. */
  readonly onDidStep = this.#stepped.event;
  /** The label is another one now. */
  readonly onDidReset = this.#reset.event;
  readonly onDidSave = this.#saved.event;
  readonly onDidDispose = this.#closed.event;

  /** Opens the label of a file, which needs not exist yet. */
  static async open(uri: vscode.Uri): Promise<LabelDocument> {
    const place = labelPlaceOf(uri.fsPath);
    return new LabelDocument(uri, place, await openLabelOnDisk(place.root, place.reader, place.image));
  }

  private constructor(uri: vscode.Uri, place: LabelPlace, opened: Awaited<ReturnType<typeof openLabelOnDisk>>) {
    this.uri = uri;
    this.place = place;
    this.#label = opened.label;
    this.#sha256 = opened.saved.sha256;
    this.#isFinalOnDisk = isFinal(opened.saved);
    this.recovered = opened.recovered;
  }

  get label(): Label {
    return this.#label;
  }

  /** True where the file says what the label says. */
  get isSaved(): boolean {
    if (this.#sha256 !== null) return hashOfLabel(formatLabel(this.#label)) === this.#sha256;
    const { status, categories, marks } = this.#label;
    return status === 'draft' && Object.keys(categories).length === 0 && marks.length === 0;
  }

  /** Why the label may not be changed before somebody says so, as a sentence; null where it may. */
  get guard(): string | null {
    const { signedOff, status } = this.#label;
    if (signedOff !== undefined) return `This label was signed off by ${signedOff.by}: unlock it to change it.`;
    return status === 'final' && this.#isFinalOnDisk ? 'This label is final: make it a draft to change it.' : null;
  }

  /** The reader was at work for so many milliseconds: the label's time grows with the next save. */
  work(ms: number): void {
    this.#workedMs += ms;
  }

  /** Makes edits that are no step of undoing, such as a sign-off. */
  async amend(edits: readonly LabelEdit[]): Promise<void> {
    await this.#apply(edits, null);
    this.#reset.fire();
  }

  /** Makes a step, journals it, and offers it for undoing; throws RangeError where it doesn't fit the label. */
  async step({ words, edits }: LabelStep, by: object | null): Promise<void> {
    if (edits.length === 0) return;
    await this.#apply(edits, by);
    const step = undoableStep(
      edits,
      () => this.guard,
      (some) => this.#apply(some, null),
    );
    this.#stepped.fire({ document: this, label: words, ...step });
  }

  /** Writes the label's file; throws UserError, and leaves the file as it is, where it was changed meanwhile or can't be written. */
  async save(): Promise<void> {
    const { root, reader, image } = this.place;
    const { sha256 } = await readLabelOnDisk(root, reader, image);
    if (sha256 !== this.#sha256)
      throw new UserError(
        `${labelFile(reader, image)} was changed on the disk since it was opened: revert the editor to take that, then edit again.`,
      );
    await this.#countSeconds();
    const text = formatLabel(this.#label);
    await writeBeside(join(root, labelFile(reader, image)), text);
    this.#sha256 = hashOfLabel(text);
    this.#isFinalOnDisk = this.#label.status === 'final';
    await this.#dropJournal();
    this.#saved.fire();
  }

  /** Takes the label from its file again, without the edits since. */
  async revert(): Promise<void> {
    const { root, reader, image } = this.place;
    const saved = await readLabelOnDisk(root, reader, image);
    await this.#dropJournal();
    this.#label = saved.label;
    this.#sha256 = saved.sha256;
    this.#isFinalOnDisk = isFinal(saved);
    this.#reset.fire();
  }

  dispose(): void {
    void this.#journal?.then((journal) => journal.close()).catch(() => undefined);
    this.#disposables.dispose();
    this.#closed.fire();
    this.#closed.dispose();
  }

  async #apply(edits: readonly LabelEdit[], by: object | null): Promise<void> {
    this.#label = edits.reduce(applyEdit, this.#label);
    this.#changed.fire({ edits, by });
    const journal = await this.#openJournal();
    await Promise.all(edits.map((edit) => journal.append(edit)));
  }

  async #countSeconds(): Promise<void> {
    const seconds = Math.round(this.#workedMs / 1000);
    if (seconds === 0) return;
    this.#workedMs -= seconds * 1000;
    await this.#apply([setField(this.#label, 'seconds', (this.#label.seconds ?? 0) + seconds)], null);
  }

  #openJournal(): Promise<OpenJournal> {
    const { root, reader, image } = this.place;
    this.#journal ??= openJournal(join(root, journalFile(reader, image)), { image, reader, base: this.#sha256 });
    return this.#journal;
  }

  async #dropJournal(): Promise<void> {
    const { root, reader, image } = this.place;
    const journal = this.#journal;
    this.#journal = null;
    await journal?.then((open) => open.close()).catch(() => undefined);
    await removeJournal(join(root, journalFile(reader, image)));
  }
}

/** True for a file that holds a final label. */
const isFinal = ({ label, sha256 }: LabelOnDisk): boolean => sha256 !== null && label.status === 'final';
