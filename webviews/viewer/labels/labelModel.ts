import { cornersOfMark, isLineMark } from '../../../src/core/label/cornersOfMark';
import { applyEdit, type LabelEdit } from '../../../src/core/label/edit';
import type { Label } from '../../../src/core/label/label';
import { kindsToDraw, type LabelDefinition, type LabelKind } from '../../../src/core/label/protocol';
import type { LabelledViewerPage } from '../../../src/protocol/labelledViewer';
import type { LabelSession, LabelStep } from '../../../src/protocol/labels';
import type { PageHost } from '../../shared/host';

/** What of a label the page shows at the moment. */
export type ShownLabel = LabelSession & {
  /** The name of the definition that is being drawn or answered; null where none is chosen. */
  readonly chosen: string | null;
  /** How a region is drawn where the reader wants it otherwise than the protocol says. */
  readonly drawAs: LabelKind | null;
  /** The id of the mark that is selected. */
  readonly selected: string | null;
  /** Which corner of that mark is selected. */
  readonly corner: number | null;
  /** Which conflict of a merge is looked at: its place in the label's list. */
  readonly lookedAt: number | null;
  /** True while the marks are out of the way. */
  readonly areHidden: boolean;
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
  /** Hears why a step was not taken, as a sentence. */
  refused: (sentence: string) => void = () => undefined;

  constructor(page: PageHost<LabelledViewerPage>, session: LabelSession) {
    this.#page = page;
    this.#shown = { ...session, chosen: null, drawAs: null, selected: null, corner: null, lookedAt: null, areHidden: false };
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

  /** With which kind of mark the chosen definition is drawn; null where none is chosen, or the label is locked. */
  get drawnKind(): LabelKind | null {
    const { chosen } = this;
    if (chosen === null || this.#shown.locked !== null) return null;
    const kinds = kindsToDraw(chosen);
    return kinds.find((kind) => kind === this.#shown.drawAs) ?? kinds[0] ?? null;
  }

  /** Hears of every change of the label, the choice and the selection. */
  listen(listener: (shown: ShownLabel) => void): void {
    this.#listeners.add(listener);
  }

  choose(name: string | null): void {
    this.#change({ chosen: name, drawAs: null, selected: null });
  }

  /** Draws the chosen region as an outline or as a mask. */
  drawAs(kind: LabelKind): void {
    this.#change({ drawAs: kind });
  }

  select(id: string | null): void {
    if (id !== this.#shown.selected) this.#change({ selected: id, ...(id === null ? {} : { areHidden: false }) });
    else this.selectCorner(null);
  }

  /** Selects a corner of the selected mark, or none. */
  selectCorner(corner: number | null): void {
    if (corner !== this.#shown.corner) this.#change({ corner });
  }

  hide(areHidden: boolean): void {
    this.#change({ areHidden, ...(areHidden ? { selected: null } : {}) });
  }

  /** Makes one step of undoing: at once here, and in the document. A locked label stays as it is; a final one asks the reader first. */
  step(words: string, edits: readonly (LabelEdit | null)[]): void {
    const made = edits.filter((edit) => edit !== null);
    if (this.#shown.locked !== null || made.length === 0) return;
    if (this.label.status === 'final') return void this.#stepAsDraft(words, made);
    this.#waiting += 1;
    this.#change({ label: made.reduce(applyEdit, this.label) });
    void this.#tell({ words, edits: made, image: this.label.image });
  }

  /** Shows both sides of a conflict over each other; null shows none. */
  lookAt(conflict: number | null): void {
    if (conflict !== this.#shown.lookedAt) this.#change({ lookedAt: conflict });
  }

  /** Tells the document what was chosen of a note. */
  answer(note: string, choice: string): void {
    void this.#page.host.call('answerNote', { note, choice }).catch(() => this.#openAnew());
  }

  async #stepAsDraft(words: string, edits: readonly LabelEdit[]): Promise<void> {
    try {
      const { image } = this.label;
      const isDraft = await this.#page.host.call('setStatus', 'draft');
      if (isDraft && image === this.label.image) this.step(words, edits);
    } catch (error) {
      await this.#refuse(error);
    }
  }

  async #refuse(error: unknown): Promise<void> {
    await this.#openAnew();
    // What the document refused it says itself.
    if (this.#shown.notes?.some(({ id }) => id === 'refused') !== true)
      this.refused(error instanceof Error ? error.message : String(error));
  }

  async #tell(step: LabelStep): Promise<void> {
    let refusal: unknown = null;
    try {
      await this.#page.host.call('edit', step);
    } catch (error) {
      this.#isStale = true;
      refusal = error;
    }
    this.#waiting -= 1;
    if (refusal !== null) await this.#refuse(refusal);
    else if (this.#isStale) await this.#openAnew();
    else this.#change({});
  }

  /** A reset that crosses with a step of this page knows nothing of it: what is said is taken at once, the label when it is at rest. */
  #reset(fresh: LabelSession): void {
    const { notes = [], locked, labels } = fresh;
    if (this.#waiting === 0 || fresh.label.image !== this.label.image) this.#change({ ...fresh, notes });
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
    const mark = next.label.marks.find(({ id }) => id === next.selected);
    // An undone step may have taken the corner away, or the whole mark.
    const isCornerThere =
      mark?.id === this.#shown.selected && mark !== undefined && isLineMark(mark) && (next.corner ?? -1) < cornersOfMark(mark).length;
    this.#shown = { ...next, selected: mark?.id ?? null, corner: isCornerThere ? next.corner : null };
    for (const listener of this.#listeners) listener(this.#shown);
  }
}
