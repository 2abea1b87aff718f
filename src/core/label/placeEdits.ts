import { applyEdit, type LabelEdit } from './edit';
import type { Label } from './label';
import { sameValue } from './sameValue';

/**
 * Edits of a label as it was a moment ago, at the places that their marks and conflicts have by now: an edit in the page and an undoing in
 * VS Code may cross. Throws RangeError where what an edit changes is not as it was before the edit.
 */
export function placeEdits(label: Label, edits: readonly LabelEdit[]): { readonly label: Label; readonly edits: readonly LabelEdit[] } {
  let after = label;
  const placed = edits.map((edit) => {
    const moved = placeEdit(after, edit);
    after = applyEdit(after, moved);
    return moved;
  });
  return { label: after, edits: placed };
}

function placeEdit({ marks, conflicts = [] }: Label, edit: LabelEdit): LabelEdit {
  if (edit.edit === 'mark') return { ...edit, at: placeOf(marks, edit.from, edit.at, (mark) => mark.id === edit.from?.id) };
  if (edit.edit === 'conflict')
    return { ...edit, at: placeOf(conflicts, edit.from, edit.at, (conflict) => sameValue(conflict, edit.from)) };
  return edit;
}

function placeOf<T>(list: readonly T[], from: T | null, at: number, isIt: (entry: T) => boolean): number {
  if (from === null) return Math.min(at, list.length);
  const found = list.findIndex(isIt);
  return found < 0 ? at : found;
}
