import { join } from 'node:path';
import * as vscode from 'vscode';
import { applyEdit, invertEdit, type LabelEdit } from '../../core/label/edit';
import type { Label } from '../../core/label/label';
import { formatLabel } from '../../core/label/labelFile';
import { journalFile, labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../../node/files/writeBeside';
import { type OpenJournal, openJournal, removeJournal } from '../../node/label/journalFile';
import { hashOfLabel, openLabelOnDisk, readLabelOnDisk } from '../../node/label/labelOnDisk';
import type { LabelStep } from '../../protocol/labels';
import { Disposables } from '../disposables';
import { type LabelPlace, labelPlaceOf } from './labelPlace';

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
  readonly #closed = new vscode.EventEmitter<void>();
  #label: Label;
  #sha256: string | null;
  #journal: Promise<OpenJournal> | null = null;
  /** How many edits of an earlier window were found in the journal. */
  readonly recovered: number;

  readonly onDidChange = this.#changed.event;
  /** A step that can be undone was made. */
  readonly onDidStep = this.#stepped.event;
  /** The label is another one now. */
  readonly onDidReset = this.#reset.event;
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
    this.recovered = opened.recovered;
  }

  get label(): Label {
    return this.#label;
  }

  /** Makes a step, journals it, and offers it for undoing; throws RangeError where it doesn't fit the label. */
  async step({ words, edits }: LabelStep, by: object | null): Promise<void> {
    if (edits.length === 0) return;
    await this.#apply(edits, by);
    const backwards = edits.map(invertEdit).toReversed();
    this.#stepped.fire({
      document: this,
      label: words,
      undo: () => this.#apply(backwards, null),
      redo: () => this.#apply(edits, null),
    });
  }

  /** Writes the label's file; throws UserError, and leaves the file as it is, where it was changed meanwhile or can't be written. */
  async save(): Promise<void> {
    const { root, reader, image } = this.place;
    const { sha256 } = await readLabelOnDisk(root, reader, image);
    if (sha256 !== this.#sha256)
      throw new UserError(
        `${labelFile(reader, image)} was changed on the disk since it was opened: revert the editor to take that, then edit again.`,
      );
    const text = formatLabel(this.#label);
    await writeBeside(join(root, labelFile(reader, image)), text);
    this.#sha256 = hashOfLabel(text);
    await this.#dropJournal();
  }

  /** Takes the label from its file again, without the edits since. */
  async revert(): Promise<void> {
    const { root, reader, image } = this.place;
    const { label, sha256 } = await readLabelOnDisk(root, reader, image);
    await this.#dropJournal();
    this.#label = label;
    this.#sha256 = sha256;
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
