import { applyEdit, type LabelEdit } from '../../../src/core/label/edit';
import type { Label } from '../../../src/core/label/label';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { LabelledViewerPage } from '../../../src/protocol/labelledViewer';
import type { LabelSession } from '../../../src/protocol/labels';
import type { PageHost } from '../../shared/host';

/** What of a label the page shows at the moment. */
export type ShownLabel = LabelSession & {
  /** The name of the definition that is being drawn or answered; null where none is chosen. */
  readonly chosen: string | null;
  /** The id of the mark that is selected. */
  readonly selected: string | null;
};

/** The page's copy of a label: it makes each step at once and tells the document, which owns the label. */
export class LabelModel {
  readonly #page: PageHost<LabelledViewerPage>;
  readonly #listeners = new Set<(shown: ShownLabel) => void>();
  #shown: ShownLabel;

  constructor(page: PageHost<LabelledViewerPage>, session: LabelSession) {
    this.#page = page;
    this.#shown = { ...session, chosen: null, selected: null };
    page.host.on('labelEdited', (edits) => this.#take(edits));
    page.host.on('labelReset', (fresh) => this.#change(fresh));
  }

  get shown(): ShownLabel {
    return this.#shown;
  }

  get label(): Label {
    return this.#shown.label;
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
    this.#change({ label: made.reduce(applyEdit, this.label) });
    void this.#page.host.call('edit', { words, edits: made }).catch(() => this.#openAnew());
  }

  #take(edits: readonly LabelEdit[]): void {
    try {
      this.#change({ label: edits.reduce(applyEdit, this.label) });
    } catch {
      // It crossed with a step of this page: the document knows.
      void this.#openAnew();
    }
  }

  async #openAnew(): Promise<void> {
    this.#change(await this.#page.host.call('openLabel'));
  }

  #change(change: Partial<ShownLabel>): void {
    const next = { ...this.#shown, ...change };
    const isThere = next.label.marks.some(({ id }) => id === next.selected);
    this.#shown = isThere ? next : { ...next, selected: null };
    for (const listener of this.#listeners) listener(this.#shown);
  }
}
