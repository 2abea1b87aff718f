import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type LabelEdit, setField } from '../../core/label/edit';
import type { Label } from '../../core/label/label';
import type { LabelNote, NoteAnswer } from '../../core/label/labelNote';
import { EditedLabel } from '../../node/label/editedLabel';
import { backupPath } from '../../node/label/journalBackup';
import type { EditedStep, LabelListener } from '../../node/label/labelListener';
import { type LabelPlace, labelPlaceOf } from '../../node/label/labelPlace';
import type { LabelStep } from '../../protocol/labels';
import { Disposables } from '../disposables';
import { lockOfPlace } from './labelLock';
import { undoableStep } from './undoableStep';
import { watchProject } from './watchProject';

/** A step of the label's history, for VS Code's undo stack; `by` tells who made it, and needs not hear of it. */
export type LabelChanged = { readonly edits: readonly LabelEdit[]; readonly by: object | null };

/** A step that can be undone, or that the label is not as it was saved. */
export type Stepped = vscode.CustomDocumentEditEvent<LabelDocument> | vscode.CustomDocumentContentChangeEvent<LabelDocument>;

/** VS Code has taken note of an edit or a save after so long. */
const settledMs = 400;
/** A document that is still there so long after it was reverted was not closed by that. */
const closingMs = 3000;

/** A label that is open in VS Code: what `EditedLabel` keeps, with VS Code's undo stack and its mark of what is not saved. */
export class LabelDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly place: LabelPlace;
  readonly #disposables = new Disposables();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<LabelChanged>());
  readonly #stepped = this.#disposables.add(new vscode.EventEmitter<Stepped>());
  readonly #reset = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #saved = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly #closed = new vscode.EventEmitter<void>();
  #workedMs = 0;
  readonly #edited: EditedLabel;
  /** Steps of an earlier window, until VS Code can hear of them. */
  #recovered: readonly EditedStep[] = [];
  #isShown = false;
  #isEnding: () => boolean = () => false;
  #closing: Promise<void> = Promise.resolve();

  readonly onDidChange = this.#changed.event;
  /** A step that can be undone was made, or the label is not as its file any more. */
  readonly onDidStep = this.#stepped.event;
  /** The label, or what is to be said of it, is another one now. */
  readonly onDidReset = this.#reset.event;
  readonly onDidSave = this.#saved.event;
  readonly onDidDispose = this.#closed.event;

  /** Opens the label of a file, which needs not exist yet, with the unsaved edits of earlier windows. `isEnding` tells whether the window ends. */
  static async open(uri: vscode.Uri, backup?: string, isEnding = (): boolean => false): Promise<LabelDocument> {
    const place = labelPlaceOf(uri.fsPath);
    let listener: LabelListener | null = null;
    const edited = await EditedLabel.open(
      place,
      {
        edited: (edits, by) => listener?.edited(edits, by),
        stepped: (step) => listener?.stepped(step),
        reset: () => listener?.reset(),
        settled: () => listener?.settled(),
      },
      () => vscode.workspace.isTrusted,
    );
    const document = new LabelDocument(uri, edited, isEnding);
    listener = document.#listener();
    await document.#start(backup);
    return document;
  }

  private constructor(uri: vscode.Uri, edited: EditedLabel, isEnding: () => boolean) {
    this.uri = uri;
    this.place = edited.place;
    this.#edited = edited;
    this.#isEnding = isEnding;
  }

  get label(): Label {
    return this.#edited.label;
  }

  /** What is to be said of the label, such as that edits were recovered. */
  get notes(): readonly LabelNote[] {
    return this.#edited.notes;
  }

  /** What is wrong with the file, as a sentence, until it is mended; null where it could be read. */
  get damage(): string | null {
    return this.#edited.damage;
  }

  /** True while the file does not have the label as it is. */
  get isDirty(): boolean {
    return this.#edited.isDirty;
  }

  /** Why the label may not be changed before somebody says so, as a sentence; null where it may. */
  get guard(): string | null {
    const { signedOff, status } = this.label;
    if (signedOff !== undefined) return `This label was signed off by ${signedOff.by}: unlock it to change it.`;
    return status === 'final' && this.#edited.saved.status === 'final' ? 'This label is final: make it a draft to change it.' : null;
  }

  /** The reader was at work for so many milliseconds: the label's time grows with the next save. */
  work(ms: number): void {
    this.#workedMs += ms;
  }

  /** Makes edits that are no step of undoing, such as a sign-off. */
  async amend(words: string, edits: readonly LabelEdit[]): Promise<void> {
    await this.#edited.amend({ words, edits });
    this.#reset.fire();
  }

  /** Resolves when a disposed document has let go of its journal. */
  get closing(): Promise<void> {
    return this.#closing;
  }

  /** Tells VS Code what was recovered; to be called when it shows the document, and can hear. */
  show(): void {
    this.#isShown = true;
    const steps = this.#recovered;
    this.#recovered = [];
    for (const step of steps) this.#offer(step);
    this.#markDirty();
  }

  /** Makes a step: resolves when it is on the disk, or a note says why it is not; throws UserError where it may not be made. */
  async step(step: LabelStep, by: object | null): Promise<void> {
    try {
      await this.#edited.step(step, by);
    } catch (error) {
      if (by !== null && error instanceof Error) this.#edited.tell('refused', error.message);
      throw error;
    }
  }

  /** Writes the label's file; throws UserError, and leaves the file as it is, where it was changed meanwhile or can't be written. */
  async save(): Promise<void> {
    try {
      await this.#countSeconds();
      await this.#edited.save();
    } finally {
      this.#markDirty();
    }
    this.#saved.fire();
  }

  /** Takes the label from its file again, without the edits since. */
  async revert(): Promise<void> {
    try {
      await this.#edited.revert();
    } finally {
      this.#markDirty();
    }
    // "Don't Save" reverts, and disposes the document right after.
    void after(closingMs).then(() => (this.#disposables.disposed ? undefined : this.#edited.forgetReverted()));
  }

  /** Does what the user chose of a note. */
  answer(answer: NoteAnswer): Promise<void> {
    return this.#edited.answer(answer);
  }

  /** VS Code's hot exit: the journal has everything already; where it can't be written, the edits go to VS Code's own folder. */
  async backup({ destination }: vscode.CustomDocumentBackupContext): Promise<vscode.CustomDocumentBackup> {
    const id = await this.#edited.backup(destination.fsPath);
    const path = backupPath(id);
    return { id, delete: () => void (path === null ? undefined : rm(path, { force: true }).catch(() => undefined)) };
  }

  /** Looks whether the file was changed on the disk. */
  async lookAtFile(): Promise<void> {
    const wasDamaged = this.damage !== null;
    await this.#edited.lookAtFile().catch(() => undefined);
    if (wasDamaged && this.damage === null) await this.#recover();
  }

  dispose(): void {
    // Older VS Codes don't revert what the user threw away; a window that ends throws nothing away.
    this.#closing = this.#edited.close(!this.#isEnding()).catch(() => undefined);
    this.#disposables.dispose();
    this.#closed.fire();
    this.#closed.dispose();
  }

  /** Puts a step that was made on VS Code's undo stack. */
  #offer(step: EditedStep): void {
    if (!this.#isShown) {
      this.#recovered = [...this.#recovered, step];
      return;
    }
    const undoable = undoableStep(() => this.guard, { undo: () => this.#edited.undo(step), redo: () => this.#edited.redo(step) });
    this.#stepped.fire({ document: this, label: step.words, ...undoable });
  }

  async #countSeconds(): Promise<void> {
    const seconds = Math.round(this.#workedMs / 1000);
    // What was signed off is locked, also against the time that it took to sign it.
    if (seconds === 0 || !this.isDirty || this.label.signedOff !== undefined) return;
    this.#workedMs -= seconds * 1000;
    await this.#edited.amend({ words: 'Time', edits: [setField(this.label, 'seconds', (this.label.seconds ?? 0) + seconds)] });
  }

  /** Takes VS Code's mark away where the file has the label as it is. */
  async #clean(): Promise<void> {
    await after(settledMs);
    if (!this.isDirty && this.#tab()?.isDirty === true) await vscode.workspace.save(this.uri);
  }

  #listener(): LabelListener {
    return {
      edited: (edits, by) => this.#changed.fire({ edits, by }),
      stepped: (step) => this.#offer(step),
      reset: () => this.#reset.fire(),
      settled: () => void this.#clean(),
    };
  }

  async #start(backup: string | undefined): Promise<void> {
    await this.#lookAtLock();
    await this.#recover(backup);
    this.#disposables.add(watchProject(this.place, { file: () => void this.lookAtFile(), rules: () => void this.#followRules() }));
  }

  async #lookAtLock(): Promise<void> {
    this.#edited.lock = await lockOfPlace(this.place);
  }

  /** The folder is trusted now, the reader is another one, or the protocol was changed. */
  async #followRules(): Promise<void> {
    const wasLocked = this.#edited.lock !== null;
    await this.#lookAtLock();
    if (wasLocked) await this.#recover();
    this.#reset.fire();
  }

  async #recover(backup?: string): Promise<void> {
    if (this.#edited.lock !== null || this.damage !== null) return;
    for (const step of await this.#edited.recover(backup)) this.#offer(step);
  }

  /**
   * VS Code takes everything for saved that it hears of until a save is done, and shows a recovered label without edits as saved: where its mark
   * is missing, it is told that there is more.
   */
  #markDirty(): void {
    void after(settledMs).then(() => {
      if (this.#isShown && this.isDirty && this.#tab()?.isDirty === false) this.#stepped.fire({ document: this });
    });
  }

  #tab(): vscode.Tab | undefined {
    const own = this.uri.toString();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === own);
  }
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
