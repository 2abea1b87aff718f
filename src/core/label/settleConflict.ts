import { applyEdit, changeMark, type LabelEdit, putMark, removeMark, setCategory } from './edit';
import type { Label, LabelConflict } from './label';

/** Which side of a conflict stays; of marks also both, ours first. */
export type Choice = 'base' | 'ours' | 'theirs' | 'both';

/** The edits that settle one conflict of a label, to be applied in this order; throws RangeError where the label has no such conflict, or for both values of one category. */
export function settleConflict(label: Label, index: number, choice: Choice): readonly LabelEdit[] {
  const conflict = label.conflicts?.[index];
  if (conflict === undefined) throw new RangeError(`the label has no conflict ${index}`);
  const edits = editsOf(label, conflict, choice);
  return [...edits, { edit: 'conflict', at: index, from: conflict, to: null }];
}

/** The label with every conflict settled in the same way. */
export function settleAll(label: Label, choice: Exclude<Choice, 'both'>): Label {
  return (label.conflicts ?? []).reduce((sofar) => settleConflict(sofar, 0, choice).reduce(applyEdit, sofar), label);
}

function editsOf(label: Label, conflict: LabelConflict, choice: Choice): readonly LabelEdit[] {
  if (conflict.on === 'category') {
    if (choice === 'both') throw new RangeError('a category has one value only');
    const edit = setCategory(label, conflict.name, conflict[choice]);
    return edit.edit === 'category' && edit.from === edit.to ? [] : [edit];
  }
  const isThere = label.marks.some(({ id }) => id === conflict.id);
  const mark = choice === 'both' ? (conflict.ours ?? conflict.theirs) : conflict[choice];
  const first = mark === null ? removeMark(label, conflict.id) : isThere ? changeMark(label, mark) : putMark(label, mark);
  if (choice !== 'both' || conflict.ours === null || conflict.theirs === null) return first === null ? [] : [first];
  const kept = first === null ? label : applyEdit(label, first);
  const second = putMark(kept, { ...conflict.theirs, id: freeId(label, conflict.id) });
  return first === null ? [second] : [first, second];
}

function freeId({ marks }: Label, id: string): string {
  let count = 2;
  while (marks.some((mark) => mark.id === `${id}-${count}`)) count += 1;
  return `${id}-${count}`;
}
