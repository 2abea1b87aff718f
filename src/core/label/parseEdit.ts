import type { LabelEdit } from './edit';
import type { CategoryValue, Label, LabelConflict, Mark } from './label';
import { isCategoryValue, parseConflict } from './parseConflict';
import { labelFields, parseField } from './parseLabelFields';
import { parseMark } from './parseMark';

type Values = Readonly<Record<string, unknown>>;

/** One edit as a journal holds it; null for anything else, such as an edit of a newer RadSteps. */
export function parseEdit(entry: Values): LabelEdit | null {
  const { edit, from, to } = entry;
  if (edit === 'status') return isStatus(from) && isStatus(to) ? { edit, from, to } : null;
  if (edit === 'field') return parseFieldEdit(entry);
  if (edit === 'category') {
    const [before, after] = [parseValue(from), parseValue(to)];
    return isText(entry.name) && before !== undefined && after !== undefined ? { edit, name: entry.name, from: before, to: after } : null;
  }
  if (edit === 'paint') {
    const { mark, on, off } = entry;
    return isText(mark) && isText(on) && isText(off) ? { edit, mark, on, off } : null;
  }
  return parseListEdit(entry);
}

function parseFieldEdit({ field: name, from, to }: Values): LabelEdit | null {
  const field = labelFields.find((known) => known === name);
  if (field === undefined) return null;
  const [before, after] = [parseField(field, from), parseField(field, to)];
  return before !== undefined && after !== undefined ? { edit: 'field', field, from: before, to: after } : null;
}

function parseListEdit({ edit, at, from, to }: Values): LabelEdit | null {
  if (!Number.isSafeInteger(at)) return null;
  if (edit === 'conflict') {
    const [before, after] = [parseConflictSide(from), parseConflictSide(to)];
    return before !== undefined && after !== undefined ? { edit, at: Number(at), from: before, to: after } : null;
  }
  const [before, after] = [parseSide(from), parseSide(to)];
  return edit === 'mark' && before !== undefined && after !== undefined ? { edit, at: Number(at), from: before, to: after } : null;
}

const isStatus = (value: unknown): value is Label['status'] => value === 'draft' || value === 'final';

const isText = (value: unknown): value is string => typeof value === 'string';

const parseValue = (value: unknown): CategoryValue | null | undefined => (value === null || isCategoryValue(value) ? value : undefined);

function parseSide(value: unknown): Mark | null | undefined {
  const mark = value === null ? null : parseMark(value);
  return typeof mark === 'string' ? undefined : mark;
}

function parseConflictSide(value: unknown): LabelConflict | null | undefined {
  const conflict = value === null ? null : parseConflict(value);
  return typeof conflict === 'string' ? undefined : conflict;
}
