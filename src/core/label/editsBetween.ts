import { applyEdit, type LabelEdit, paintMask, setCategory, setField, setStatus } from './edit';
import type { Label, Mark } from './label';
import type { JournalStep } from './labelJournal';
import { parseRuns } from './maskRuns';
import { labelFields } from './parseLabelFields';
import { sameValue } from './sameValue';

/** The edits that make one label of another of the same image and reader, to be applied in this order. */
export function editsBetween(before: Label, after: Label): readonly LabelEdit[] {
  return [
    ...conflictEdits(before.conflicts ?? [], []),
    ...(before.status === after.status ? [] : [setStatus(before, after.status)]),
    ...labelFields.flatMap((field) => (sameValue(before[field], after[field]) ? [] : [setField(before, field, after[field] ?? null)])),
    ...categoryEdits(before, after),
    ...markEdits(before, after),
    ...conflictEdits([], after.conflicts ?? []),
  ];
}

/** The conflicts are few, and settled one by one: those that stay are taken away and put back. */
const conflictEdits = (from: NonNullable<Label['conflicts']>, to: NonNullable<Label['conflicts']>): readonly LabelEdit[] => [
  ...from.map((conflict) => ({ edit: 'conflict', at: 0, from: conflict, to: null }) as const),
  ...to.map((conflict, at) => ({ edit: 'conflict', at, from: null, to: conflict }) as const),
];

function categoryEdits(before: Label, after: Label): readonly LabelEdit[] {
  const names = [...new Set([...Object.keys(before.categories), ...Object.keys(after.categories)])];
  return names
    .filter((name) => !sameValue(before.categories[name] ?? null, after.categories[name] ?? null))
    .map((name) => setCategory(before, name, after.categories[name] ?? null));
}

function markEdits(before: Label, after: Label): readonly LabelEdit[] {
  const edits: LabelEdit[] = [];
  let label = before;
  const make = (edit: LabelEdit): void => {
    label = applyEdit(label, edit);
    edits.push(edit);
  };
  const kept = new Set(after.marks.map(({ id }) => id));
  for (const mark of before.marks) if (!kept.has(mark.id)) make(removal(label.marks, mark.id));
  for (const [at, mark] of after.marks.entries()) {
    const there = label.marks.findIndex(({ id }) => id === mark.id);
    // A mark that changes its place goes and comes again.
    if (there > at) make(removal(label.marks, mark.id));
    const old = there === at ? (label.marks[at] ?? null) : null;
    if (!sameValue(old, mark)) make(old === null ? { edit: 'mark', at, from: null, to: mark } : change(label, at, old, mark));
  }
  return edits;
}

function removal(marks: readonly Mark[], id: string): LabelEdit {
  const at = marks.findIndex((mark) => mark.id === id);
  return { edit: 'mark', at, from: marks[at] ?? null, to: null };
}

/** Of a mask whose pixels alone differ, only those that change. */
function change(label: Label, at: number, from: Mark, to: Mark): LabelEdit {
  const whole: LabelEdit = { edit: 'mark', at, from, to };
  if (from.kind !== 'mask' || to.kind !== 'mask' || !sameValue({ ...from, runs: '' }, { ...to, runs: '' })) return whole;
  const runs = parseRuns(to.runs);
  return runs === null ? whole : (paintMask(label, to.id, runs) ?? whole);
}

/** The one step that makes `to` of `from`, as a journal holds it; none where they are alike. */
export function stepsBetween(words: string, from: Label, to: Label): readonly JournalStep[] {
  const edits = editsBetween(from, to);
  return edits.length === 0 ? [] : [{ kind: 'step', words, edits }];
}
