import { joinRuns, sharedRuns, subtractRuns } from './combineRuns';
import type { CategoryValue, Label, LabelConflict, Mark, MaskMark } from './label';
import { formatRuns, type MaskRuns, parseRuns } from './maskRuns';
import type { FieldValue, LabelFields } from './parseLabelFields';
import { sameValue } from './sameValue';

/** One change of a label with what was there before, so that it can be undone; null where a mark or category is not there. */
export type LabelEdit =
  | {
      readonly edit: 'mark';
      /** The mark's place in the list. */
      readonly at: number;
      readonly from: Mark | null;
      readonly to: Mark | null;
    }
  | {
      readonly edit: 'paint';
      /** The id of a mask mark. */
      readonly mark: string;
      /** The pixels that get on and off, as runs. */
      readonly on: string;
      readonly off: string;
    }
  | { readonly edit: 'category'; readonly name: string; readonly from: CategoryValue | null; readonly to: CategoryValue | null }
  | { readonly edit: 'status'; readonly from: Label['status']; readonly to: Label['status'] }
  | { readonly edit: 'field'; readonly field: keyof LabelFields; readonly from: FieldValue; readonly to: FieldValue }
  | {
      /** Settles a conflict of a merge, or brings it back. */
      readonly edit: 'conflict';
      readonly at: number;
      readonly from: LabelConflict | null;
      readonly to: LabelConflict | null;
    };

/** Adds a mark at the end. */
export const putMark = ({ marks }: Label, mark: Mark): LabelEdit => ({ edit: 'mark', at: marks.length, from: null, to: mark });

/** Replaces the mark of the same id; null where there is none. */
export const changeMark = (label: Label, mark: Mark): LabelEdit | null => editOf(label, mark.id, mark);

/** Takes a mark away; null where there is none of this id. */
export const removeMark = (label: Label, id: string): LabelEdit | null => editOf(label, id, null);

function editOf({ marks }: Label, id: string, to: Mark | null): LabelEdit | null {
  const at = marks.findIndex((mark) => mark.id === id);
  return at < 0 ? null : { edit: 'mark', at, from: marks[at] ?? null, to };
}

/** Sets a category, or takes it away with null. */
export const setCategory = ({ categories }: Label, name: string, value: CategoryValue | null): LabelEdit => ({
  edit: 'category',
  name,
  from: categories[name] ?? null,
  to: value,
});

export const setStatus = ({ status }: Label, to: Label['status']): LabelEdit => ({ edit: 'status', from: status, to });

/** Sets one of the further fields, or takes it away with null. */
export const setField = <K extends keyof LabelFields>(label: Label, field: K, value: FieldValue<K>): LabelEdit => ({
  edit: 'field',
  field,
  from: label[field] ?? null,
  to: value,
});

/** What turns a mask into another one: only the pixels that change; null where there is no mask of this id. */
export function paintMask(label: Label, id: string, after: MaskRuns): LabelEdit | null {
  const mask = label.marks.find((mark) => mark.id === id);
  if (mask?.kind !== 'mask') return null;
  const before = runsOf(mask);
  return { edit: 'paint', mark: id, on: formatRuns(subtractRuns(after, before)), off: formatRuns(subtractRuns(before, after)) };
}

/** The label after an edit; throws RangeError where the label is not as it was before the edit. */
export function applyEdit(label: Label, edit: LabelEdit): Label {
  switch (edit.edit) {
    case 'mark':
      return { ...label, marks: editedMarks(label.marks, edit) };
    case 'paint':
      return { ...label, marks: paintedMarks(label.marks, edit) };
    case 'category': {
      if (!sameValue(label.categories[edit.name] ?? null, edit.from)) throw mismatch(`the category ${edit.name}`);
      const { [edit.name]: _, ...others } = label.categories;
      return { ...label, categories: edit.to === null ? others : { ...label.categories, [edit.name]: edit.to } };
    }
    case 'status':
      if (label.status !== edit.from) throw mismatch('the status');
      return { ...label, status: edit.to };
    case 'field': {
      if (!sameValue(label[edit.field] ?? null, edit.from)) throw mismatch(`the field ${edit.field}`);
      const { [edit.field]: _, ...others } = label;
      return edit.to === null ? others : { ...others, [edit.field]: edit.to };
    }
    case 'conflict':
      return editedConflicts(label, edit);
  }
}

/** The edit that undoes another one. */
export function invertEdit(edit: LabelEdit): LabelEdit {
  switch (edit.edit) {
    case 'mark':
      return { ...edit, from: edit.to, to: edit.from };
    case 'paint':
      return { ...edit, on: edit.off, off: edit.on };
    case 'category':
      return { ...edit, from: edit.to, to: edit.from };
    case 'status':
      return { ...edit, from: edit.to, to: edit.from };
    case 'field':
      return { ...edit, from: edit.to, to: edit.from };
    case 'conflict':
      return { ...edit, from: edit.to, to: edit.from };
  }
}

const mismatch = (what: string): RangeError => new RangeError(`An edit does not fit its label: ${what} is not as it was before the edit.`);

function editedMarks(marks: readonly Mark[], { at, from, to }: Extract<LabelEdit, { edit: 'mark' }>): readonly Mark[] {
  const isThere = from !== null && sameValue(marks[at], from);
  const isFree = from === null && at <= marks.length;
  const isTaken = to !== null && to.id !== from?.id && marks.some(({ id }) => id === to.id);
  if (isTaken || !(isThere || isFree)) throw mismatch(`the mark ${(from ?? to)?.id ?? ''}`);
  return marks.toSpliced(at, from === null ? 0 : 1, ...(to === null ? [] : [to]));
}

/** A label has a list of conflicts only as long as there is one. */
function editedConflicts({ conflicts = [], ...label }: Label, { at, from, to }: Extract<LabelEdit, { edit: 'conflict' }>): Label {
  if (from === null ? at > conflicts.length : !sameValue(conflicts[at], from)) throw mismatch(`conflict ${at + 1}`);
  const edited = conflicts.toSpliced(at, from === null ? 0 : 1, ...(to === null ? [] : [to]));
  return edited.length === 0 ? label : { ...label, conflicts: edited };
}

function paintedMarks(marks: readonly Mark[], { mark: id, on, off }: Extract<LabelEdit, { edit: 'paint' }>): readonly Mark[] {
  const at = marks.findIndex((mark) => mark.id === id);
  const mask = marks[at];
  const [added, removed] = [parseRuns(on), parseRuns(off)];
  if (mask?.kind !== 'mask' || added === null || removed === null) throw mismatch(`the mask ${id}`);
  const before = runsOf(mask);
  if (sharedRuns(before, added).rows.length > 0 || subtractRuns(removed, before).rows.length > 0) throw mismatch(`the mask ${id}`);
  return marks.with(at, { ...mask, runs: formatRuns(joinRuns(subtractRuns(before, removed), added)) });
}

function runsOf({ id, runs }: MaskMark): MaskRuns {
  const parsed = parseRuns(runs);
  if (parsed === null) throw mismatch(`the mask ${id}`);
  return parsed;
}
