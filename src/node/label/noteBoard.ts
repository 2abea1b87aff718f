import type { LabelNote } from '../../core/label/labelNote';
import { sameValue } from '../../core/label/sameValue';

/** What is to be said of an open label at the moment. */
export class NoteBoard {
  readonly #notes = new Map<string, LabelNote>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get notes(): readonly LabelNote[] {
    return [...this.#notes.values()];
  }

  /** Says something, or with null no longer. */
  set(id: string, note: LabelNote | null): void {
    if (sameValue(this.#notes.get(id) ?? null, note)) return;
    if (note === null) this.#notes.delete(id);
    else this.#notes.set(id, note);
    this.#onChange();
  }

  remove(...ids: readonly string[]): void {
    for (const id of ids) this.set(id, null);
  }
}
