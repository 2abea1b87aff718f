import type { LabelChange } from '../../../src/core/label/compareLabels';
import type { Mark } from '../../../src/core/label/label';
import type { LabelComparison } from '../../../src/protocol/changes';

/** Which of the two versions is drawn. */
export type Side = 'both' | 'before' | 'after';

const sides: readonly Side[] = ['both', 'before', 'after'];

/** What of a comparison the page shows at the moment. */
export type ShownChanges = LabelComparison & { readonly side: Side };

/** A mark with what became of it: unchanged ones stand in both versions alike. */
export type ChangedMark = { readonly mark: Mark; readonly role: 'before' | 'after' | 'same' };

/** The comparison and what is chosen in it. */
export class ChangeModel {
  readonly #listeners = new Set<(shown: ShownChanges) => void>();
  #shown: ShownChanges;

  constructor(comparison: LabelComparison) {
    this.#shown = { ...comparison, side: 'both' };
  }

  get shown(): ShownChanges {
    return this.#shown;
  }

  /** The change that is chosen. */
  get chosen(): LabelChange | undefined {
    return this.#shown.changes.find(({ key }) => key === this.#shown.chosen);
  }

  /** Hears of every change of the choice. */
  listen(listener: (shown: ShownChanges) => void): void {
    this.#listeners.add(listener);
  }

  /** Chooses a change, or none; again, so that its frame is shown once more. */
  choose(key: string | null): void {
    this.#change({ chosen: this.#shown.changes.some((change) => change.key === key) ? key : null });
  }

  /** Chooses the change so many places further on; false at the ends. */
  step(step: 1 | -1): boolean {
    const { changes, chosen } = this.#shown;
    const at = changes.findIndex(({ key }) => key === chosen);
    const next = changes[at < 0 ? (step > 0 ? 0 : changes.length - 1) : at + step];
    if (next !== undefined) this.choose(next.key);
    return next !== undefined;
  }

  show(side: Side): void {
    this.#change({ side });
  }

  nextSide(): void {
    this.show(sides[(sides.indexOf(this.#shown.side) + 1) % sides.length] ?? 'both');
  }

  #change(change: Partial<ShownChanges>): void {
    this.#shown = { ...this.#shown, ...change };
    for (const listener of this.#listeners) listener(this.#shown);
  }
}

/** The marks that a side shows, unchanged ones first, so that changes lie above them. */
export function marksOf({ before, after, changes, side }: ShownChanges): readonly ChangedMark[] {
  const changed = new Set(changes.flatMap(({ on, key }) => (on === 'mark' ? [key] : [])));
  const named = (marks: readonly Mark[] | undefined, role: ChangedMark['role'], wanted: boolean): readonly ChangedMark[] =>
    (marks ?? []).filter(({ id }) => changed.has(id) === wanted).map((mark) => ({ mark, role }));
  return [
    ...named((after ?? before)?.marks, 'same', false),
    ...(side === 'after' ? [] : named(before?.marks, 'before', true)),
    ...(side === 'before' ? [] : named(after?.marks, 'after', true)),
  ];
}
