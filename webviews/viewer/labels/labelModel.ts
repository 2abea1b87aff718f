import { applyEdit, type LabelEdit } from '../../../src/core/label/edit';
import type { Label } from '../../../src/core/label/label';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { LabelledViewerPage } from '../../../src/protocol/labelledViewer';
import type { LabelSession, LabelStep } from '../../../src/protocol/labels';
import type { PageHost } from '../../shared/host';

/** What of a label the page shows at the moment. */
export type ShownLabel = LabelSession & {
  /** The name of the definition that is being drawn or answered; null where none is chosen. */
  readonly chosen: string | null;
  /** The id of the mark that is selected. */
  readonly selected: string | null;
  /** Which conflict of a merge is looked at: its place in the label's list. */
  readonly lookedAt: number | null;
};

/** The page's copy of a label: it makes each step at once and tells the document, which owns the label. */
export class LabelModel {
  readonly #page: PageHost<LabelledViewerPage>;
  readonly #listeners = new Set<(shown: ShownLabel) => void>();
  #shown: ShownLabel;
  /** Steps that the document has not answered yet. */
  #waiting = 0;
  /** The label is another one than is shown, which is looked at when no step is on its way any more. */
  #isStale = false;

  constructor(page: PageHost<LabelledViewerPage>, session: LabelSession) {
    this.#page = page;
    this.#shown = { ...session, chosen: null, selected: null, lookedAt: null };
    page.host.on('labelEdited', (edits) => this.#take(edits));
    page.host.on('labelReset', (fresh) => this.#reset(fresh));
  }

  get shown(): ShownLabel {
    return this.#shown;
  }

  get label(): Label {
    return this.#shown.label;
  }

  /** How many steps the document has not answered yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The definition that is chosen. */
  get chosen(): LabelDefinition | null {
    return this.#shown.labels.find(({ name }) => name === this.#shown.chosen) ?? null;
  }

  /** Hears of every change of the label, the choice and the selection. */
  listen(listener: (shown: ShownLabel) => void): void {
    this.#listeners.add(listener);
  }

  choose(name: string | null): void {
    this.#change({ chosen: name, selected: null });
  }

  select(id: string | null): void {
    if (id !== this.#shown.selected) this.#change({ selected: id });
  }

  /** Makes one step of undoing: at once here, and in the document. A locked label stays as it is. */
  step(words: string, edits: readonly (LabelEdit | null)[]): void {
    const made = edits.filter((edit) => edit !== null);
    if (this.#shown.locked !== null || made.length === 0) return;
    this.#waiting += 1;
    this.#change({ label: made.reduce(applyEdit, this.label) });
    void this.#tell({ words, edits: made });
  }

  /** Shows both sides of a conflict over each other; null shows none. */
  lookAt(conflict: number | null): void {
    if (conflict !== this.#shown.lookedAt) this.#change({ lookedAt: conflict });
  }

  /** Tells the document what was chosen of a note. */
  answer(note: string, choice: string): void {
    void this.#page.host.call('answerNote', { note, choice }).catch(() => this.#openAnew());
  }

  async #tell(step: LabelStep): Promise<void> {
    try {
      await this.#page.host.call('edit', step);
    } catch {
      this.#isStale = true;
    }
    this.#waiting -= 1;
    if (this.#isStale) await this.#openAnew();
    else this.#change({});
  }

  /** A reset that crosses with a step of this page knows nothing of it: what is said is taken at once, the label when it is at rest. */
  #reset(fresh: LabelSession): void {
    const { notes = [], locked, labels } = fresh;
    if (this.#waiting === 0) this.#change({ ...fresh, notes });
    else {
      this.#isStale = true;
      this.#change({ notes, locked, labels });
    }
  }

  #take(edits: readonly LabelEdit[]): void {
    try {
      this.#change({ label: edits.reduce(applyEdit, this.label) });
    } catch {
      // It crossed with a step of this page: the document knows.
      this.#isStale = true;
      void this.#openAnew();
    }
  }

  async #openAnew(): Promise<void> {
    if (this.#waiting > 0) return;
    this.#isStale = false;
    this.#reset(await this.#page.host.call('openLabel'));
  }

  #change(change: Partial<ShownLabel>): void {
    const next = { ...this.#shown, ...change };
    const isThere = next.label.marks.some(({ id }) => id === next.selected);
    const isLookedAt = next.lookedAt !== null && next.lookedAt < (next.label.conflicts?.length ?? 0);
    this.#shown = { ...next, selected: isThere ? next.selected : null, lookedAt: isLookedAt ? next.lookedAt : null };
    for (const listener of this.#listeners) listener(this.#shown);
  }
}
