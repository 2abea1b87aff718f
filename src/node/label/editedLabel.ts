import { invertEdit } from '../../core/label/edit';
import { editsBetween, stepsBetween } from '../../core/label/editsBetween';
import type { Label } from '../../core/label/label';
import { formatLabel } from '../../core/label/labelFile';
import { type JournalOwner, type JournalStep, replayEntries, stepsToUndo } from '../../core/label/labelJournal';
import type { LabelNote, NoteAnswer } from '../../core/label/labelNote';
import { mergeLabels } from '../../core/label/mergeLabels';
import type { AskedStep } from '../../core/label/refusalOf';
import { sameValue } from '../../core/label/sameValue';
import { UserError } from '../../core/userError';
import { backUp, readBackup } from './journalBackup';
import { findJournals, isBeingWritten, journalOwner, removeJournal, saveLockPath } from './labelJournals';
import type { EditedStep, LabelListener } from './labelListener';
import { changedNote, heldNote, mergedNote, plainNote, recoveredNote, unreadableNote } from './labelNotes';
import { emptyLabel, hashOfLabel, hashOnDisk, type LabelOnDisk, readLabelOnDisk } from './labelOnDisk';
import type { LabelPlace } from './labelPlace';
import { NoteBoard } from './noteBoard';
import { OwnJournal } from './ownJournal';
import { placeStep } from './placeStep';
import { type HeldEdits, recoverEdits, stepsOfHeld } from './recoverEdits';
import { withSaveLock } from './saveLock';
import { writeLabel } from './writeLabel';

/**
 * A label that is being edited, without VS Code: its file, its journal, and what other windows left. What changes it waits for what was asked
 * before, so that a save or a revert has everything before it and nothing after it.
 */
export class EditedLabel {
  readonly place: LabelPlace;
  /** Why nobody may edit here, as a sentence; a signature locks besides. */
  lock: string | null = null;
  readonly #mayAskGit: () => boolean;
  readonly #listener: LabelListener;
  readonly #owner: JournalOwner;
  readonly #journal: OwnJournal;
  readonly #board: NoteBoard;
  #label: Label;
  #file: LabelOnDisk;
  #held: readonly HeldEdits[] = [];
  #reverted: readonly string[] = [];
  #damage: string | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  /** Reads a label's file, an empty draft where there is none; a damaged one is shown as empty, and locked by its `damage` until it is mended. */
  static async open(place: LabelPlace, listener: LabelListener, mayAskGit = (): boolean => true): Promise<EditedLabel> {
    const owner = await journalOwner();
    try {
      return new EditedLabel(place, await readLabelOnDisk(place, mayAskGit()), owner, listener, mayAskGit);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const file = { label: emptyLabel(place.image, place.reader), sha256: await hashOnDisk(place), isRecovered: false };
      const edited = new EditedLabel(place, file, owner, listener, mayAskGit);
      edited.#damage = error.message;
      return edited;
    }
  }

  private constructor(place: LabelPlace, file: LabelOnDisk, owner: JournalOwner, listener: LabelListener, mayAskGit: () => boolean) {
    this.place = place;
    this.#label = file.label;
    this.#file = file;
    this.#owner = owner;
    this.#listener = listener;
    this.#mayAskGit = mayAskGit;
    this.#board = new NoteBoard(() => listener.reset());
    this.#journal = new OwnJournal(place, owner, file, (sentence) =>
      this.#board.set('journal', sentence === null ? null : { id: 'journal', text: sentence, isProblem: true, choices: [] }),
    );
    this.#noteMerged();
  }

  get label(): Label {
    return this.#label;
  }

  /** The label as its file has it, as far as this editor knows. */
  get saved(): Label {
    return this.#file.label;
  }

  /** What is wrong with the file, as a sentence; null where it could be read. */
  get damage(): string | null {
    return this.#damage;
  }

  get notes(): readonly LabelNote[] {
    return this.#board.notes;
  }

  /** True while the file does not have the label as it is. */
  get isDirty(): boolean {
    return this.#file.isRecovered || !sameValue(this.#label, this.#file.label);
  }

  /** Takes the edits that a crash has kept from the file, and resolves to the steps that can be undone; `backup` is what VS Code got for its backup. */
  recover(backup?: string): Promise<readonly EditedStep[]> {
    return this.#inOrder(async () => {
      if (this.#damage !== null) return [];
      const kept = await readBackup(backup);
      const found = (await findJournals(this.place)).filter(({ id }) => id !== this.#journal.id);
      const { label, entries, taken, done, held } = recoverEdits(this.#file, [...found, ...kept], backup);
      for (const one of done) if (!(await isBeingWritten(one))) await removeJournal(this.place, one.id);
      this.#hold(held);
      if (entries.length === 0) return [];
      this.#label = label;
      await this.#journal.restart(this.#file, entries, taken);
      const steps = stepsToUndo(entries);
      if (steps.length > 0) this.#board.set('recovered', recoveredNote(steps.length));
      this.#listener.reset();
      return steps;
    });
  }

  /** Makes a step; resolves when it is on the disk, or a note says why not. Throws UserError where it may not be made, or doesn't fit. */
  async step(step: EditedStep, by: object | null): Promise<void> {
    if (step.edits.length > 0) await this.#make({ ...step, kind: 'step' }, by === null ? 'command' : 'page', by);
  }

  /** Makes edits that VS Code does not undo by themselves, such as the time that was worked. */
  async amend(step: EditedStep): Promise<void> {
    await this.#make({ ...step, kind: 'step' }, 'command', null, false);
  }

  async undo({ words, edits }: EditedStep): Promise<void> {
    await this.#make({ kind: 'undo', words, edits: edits.map(invertEdit).toReversed() }, 'undo', null);
  }

  async redo(step: EditedStep): Promise<void> {
    await this.#make({ ...step, kind: 'redo' }, 'undo', null);
  }

  /** Writes the file; throws UserError, and leaves it as it is, where it was changed meanwhile or can't be written. */
  save(): Promise<void> {
    return this.#inOrder(async () => {
      if (this.#damage !== null) throw new UserError(this.#damage);
      if (this.#journal.entries.length > 0) await this.#journal.append({ kind: 'saving', sha256: hashOfLabel(formatLabel(this.#label)) });
      try {
        const write = () => writeLabel(this.place, this.#label, this.#file.sha256);
        const sha256 = await withSaveLock(saveLockPath(this.place), this.#owner, write);
        await this.#takeFile({ label: this.#label, sha256, isRecovered: false });
      } catch (error) {
        if (error instanceof UserError) await this.#look().catch(() => undefined);
        throw error;
      }
      this.#board.remove('recovered', 'merged', 'changed', 'refused');
    });
  }

  /**
   * Takes the label from its file again, without the edits since; throws UserError, and keeps them, where it can't be read. An editor that is
   * closed without saving is reverted, too: the edits stay on the disk, to be offered, until `forgetReverted`.
   */
  revert(): Promise<void> {
    return this.#inOrder(async () => {
      const file = await readLabelOnDisk(this.place, this.#mayAskGit());
      this.#label = file.label;
      this.#file = file;
      const aside = await this.#journal.setAside(file);
      if (aside !== null) this.#reverted = [...this.#reverted, aside];
      this.#board.remove('recovered', 'merged', 'changed', 'refused');
      this.#noteMerged();
      this.#listener.reset();
    });
  }

  /** Removes what was reverted: the editor is still open, so that the user meant it. */
  forgetReverted(): Promise<void> {
    return this.#inOrder(async () => {
      for (const id of this.#reverted) await removeJournal(this.place, id);
      this.#reverted = [];
    });
  }

  /** Looks whether the file is another one now: takes it where nothing is unsaved, and asks where something is. */
  lookAtFile(): Promise<void> {
    return this.#inOrder(() => this.#look());
  }

  /** Does what the user chose of a note. */
  answer({ note, choice }: NoteAnswer): Promise<void> {
    return this.#inOrder(async () => {
      if (choice !== 'dismiss' && this.lock !== null) throw new UserError(this.lock);
      const held = this.#held.find(({ found }) => note === `held-${found.id}`);
      if (choice === 'dismiss') this.#board.set(note, null);
      else if (held !== undefined) await this.#answerHeld(held, choice);
      else if (note === 'changed') await this.#answerChanged(choice);
    });
  }

  /** What brings the unsaved edits back through `recover`; where the journal could not be written, they go to the file `destination`. */
  backup(destination: string): Promise<string> {
    return this.#inOrder(async () => {
      await this.#journal.settle();
      return this.#journal.isBehind ? backUp(destination, this.#journal.text()) : this.#journal.id;
    });
  }

  /** Lets go of the journal; `isDropped` where the user closed the editor, and with that the edits that are not saved. */
  close(isDropped: boolean): Promise<void> {
    return this.#inOrder(() => this.#journal.close(isDropped));
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.catch(() => undefined).then(work);
    this.#queue = done;
    return done;
  }

  async #make(step: JournalStep, by: AskedStep['by'], page: object | null, isOffered = true): Promise<void> {
    // The next step does not wait for the disk, which writes them together.
    const { written } = await this.#inOrder(async () => ({ written: this.#apply(step, by, page, isOffered) }));
    await written;
  }

  #apply({ kind, words, edits: asked }: JournalStep, by: AskedStep['by'], page: object | null, isOffered: boolean): Promise<void> {
    const lock = this.#damage ?? this.lock;
    const { label, edits } = placeStep({ label: this.#label, saved: this.#file.label, lock }, asked, by);
    this.#label = label;
    this.#listener.edited(edits, page);
    if (kind === 'step' && isOffered) this.#listener.stepped({ words, edits });
    return this.#journal.append({ kind, words, edits });
  }

  async #takeFile(file: LabelOnDisk): Promise<void> {
    this.#file = file;
    await this.#journal.restart(file, []);
  }

  async #look(): Promise<void> {
    if ((await hashOnDisk(this.place)) === this.#file.sha256) return this.#board.set('changed', null);
    const file = await readLabelOnDisk(this.place, this.#mayAskGit()).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      this.#board.set('changed', unreadableNote(error.message));
      return null;
    });
    if (file === null) return;
    this.#damage = null;
    const isThere = file.sha256 !== null;
    const hasAll = isThere && !file.isRecovered && sameValue(mergeLabels(this.#file.label, this.#label, file.label), file.label);
    if (this.isDirty && !hasAll) return this.#board.set('changed', changedNote(isThere));
    this.#label = file.label;
    await this.#takeFile(file);
    this.#board.remove('changed', 'recovered', 'merged');
    this.#noteMerged();
    this.#listener.reset();
    if (!file.isRecovered) this.#listener.settled();
  }

  async #answerChanged(choice: string): Promise<void> {
    if (choice === 'mine') return this.#keepMine();
    const file = await readLabelOnDisk(this.place, this.#mayAskGit());
    const target = choice === 'merge' ? mergeLabels(this.#file.label, this.#label, file.label) : file.label;
    const words = choice === 'merge' ? 'Merge with File' : 'Take File';
    const edits = editsBetween(this.#label, target);
    this.#file = file;
    this.#label = target;
    await this.#journal.restart(file, stepsBetween(words, this.#file.label, this.#label));
    if (edits.length > 0) this.#listener.stepped({ words, edits });
    this.#board.set('changed', null);
    this.#listener.reset();
    if (!this.isDirty) this.#listener.settled();
  }

  /** The file's text is known now, and saving may replace it. */
  async #keepMine(): Promise<void> {
    const file = await readLabelOnDisk(this.place, false).catch(() => null);
    this.#file = { label: file?.label ?? this.#file.label, sha256: await hashOnDisk(this.place), isRecovered: file === null };
    await this.#journal.restart(this.#file, stepsBetween('Keep Edits', this.#file.label, this.#label));
    this.#board.set('changed', null);
    this.#listener.reset();
  }

  async #answerHeld(held: HeldEdits, choice: string): Promise<void> {
    const steps = choice === 'restore' ? stepsOfHeld(held, this.#file, this.#label) : [];
    if (steps.length === 0) await removeJournal(this.place, held.found.id);
    else {
      this.#label = replayEntries(this.#label, steps);
      await this.#journal.restart(this.#file, [...this.#journal.entries, ...steps], [held.found]);
      for (const step of stepsToUndo(steps)) this.#listener.stepped(step);
    }
    this.#held = this.#held.filter((other) => other !== held);
    this.#board.set(`held-${held.found.id}`, null);
    this.#listener.reset();
  }

  #hold(held: readonly HeldEdits[]): void {
    this.#held = held;
    for (const one of held) this.#board.set(`held-${one.found.id}`, heldNote(one));
  }

  #noteMerged(): void {
    if (this.#file.isRecovered) this.#board.set('merged', mergedNote(this.#file.label.conflicts?.length ?? 0));
  }

  /** Shows a sentence to be read and put away, such as why an edit was refused. */
  tell(id: string, sentence: string): void {
    this.#board.set(id, plainNote(id, sentence, true));
  }
}
