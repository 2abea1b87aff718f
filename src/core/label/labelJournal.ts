import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { UserError } from '../userError';
import { applyEdit, type LabelEdit } from './edit';
import type { CategoryValue, Label, LabelConflict, Mark } from './label';
import { isCategoryValue, parseConflict } from './parseConflict';
import { labelFields, parseField } from './parseLabelFields';
import { parseMark } from './parseMark';

/** Which label a journal's edits begin from: the SHA-256 of the label file's text, null where there was no file. */
export type JournalHead = { readonly image: string; readonly reader: string; readonly base: string | null };

/** What a journal holds; `isWhole` is false where its end was torn or damaged, and was left out. */
export type Journal = { readonly head: JournalHead; readonly edits: readonly LabelEdit[]; readonly isWhole: boolean };

/** The first line of a journal, with its line feed. */
export const formatJournalHead = ({ image, reader, base }: JournalHead): string => line(0, { version: 1, image, reader, base });

/** The line of edit number `index` (from 0), with its line feed: to be appended in one write. */
export const formatJournalEdit = (index: number, edit: LabelEdit): string => line(index + 1, edit);

/** The number is in the checksum, so that a lost or doubled line is noticed too. */
function line(number: number, content: object): string {
  const text = JSON.stringify(content);
  return `{"entry":${text},"sum":"${checksum(number, text)}"}\n`;
}

const checksum = (number: number, text: string): string => bytesToHex(sha256(utf8ToBytes(`${number}:${text}`))).slice(0, 12);

/** Reads a journal up to the first line that is not whole; null where not even its head is. */
export function parseJournal(text: string): Journal | null {
  const lines = text.split('\n');
  // What follows the last line feed was never finished, even when it looks whole.
  const rest = lines.pop();
  const [first, ...others] = lines;
  const head = first === undefined ? null : parseHead(entryOf(first, 0));
  if (head === null) return null;
  const edits: LabelEdit[] = [];
  for (const [index, other] of others.entries()) {
    const edit = parseEdit(entryOf(other, index + 1));
    if (edit === null) return { head, edits, isWhole: false };
    edits.push(edit);
  }
  return { head, edits, isWhole: rest === '' };
}

/** The label after a journal's edits; throws UserError where the journal belongs to another label. */
export function replayJournal(label: Label, { head, edits }: Journal): Label {
  try {
    if (head.image !== label.image || head.reader !== label.reader) throw new RangeError('It is the journal of another label.');
    return edits.reduce(applyEdit, label);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `The unsaved edits of image ${head.image} by ${head.reader} don't fit its label file, which was changed since: take the file back to how it was, or discard the edits.`,
      { cause: error },
    );
  }
}

type Values = Readonly<Record<string, unknown>>;

function entryOf(text: string, number: number): Values | null {
  // A note may hold a line separator, which a dot alone does not match.
  const [, content, sum] = /^\{"entry":(\{.*\}),"sum":"([0-9a-f]{12})"\}$/s.exec(text) ?? [];
  return content === undefined || sum !== checksum(number, content) ? null : JSON.parse(content);
}

function parseHead(entry: Values | null): JournalHead | null {
  if (entry === null || entry.version !== 1) return null;
  const { image, reader, base } = entry;
  if (typeof image !== 'string' || typeof reader !== 'string' || !(base === null || typeof base === 'string')) return null;
  return { image, reader, base };
}

const isStatus = (value: unknown): value is Label['status'] => value === 'draft' || value === 'final';

const isText = (value: unknown): value is string => typeof value === 'string';

/** The checksum says that the line is as we wrote it, but perhaps a newer RadSteps did. */
function parseEdit(entry: Values | null): LabelEdit | null {
  if (entry === null) return null;
  const { edit, from, to } = entry;
  if (edit === 'status') return isStatus(from) && isStatus(to) ? { edit, from, to } : null;
  if (edit === 'field') {
    const field = labelFields.find((name) => name === entry.field);
    if (field === undefined) return null;
    const [before, after] = [parseField(field, from), parseField(field, to)];
    return before !== undefined && after !== undefined ? { edit, field, from: before, to: after } : null;
  }
  if (edit === 'category') {
    const [before, after] = [parseValue(from), parseValue(to)];
    return isText(entry.name) && before !== undefined && after !== undefined ? { edit, name: entry.name, from: before, to: after } : null;
  }
  if (edit === 'paint') {
    const { mark, on, off } = entry;
    return isText(mark) && isText(on) && isText(off) ? { edit, mark, on, off } : null;
  }
  const isPlace = Number.isSafeInteger(entry.at);
  if (edit === 'conflict') {
    const [before, after] = [parseConflictSide(from), parseConflictSide(to)];
    return isPlace && before !== undefined && after !== undefined ? { edit, at: Number(entry.at), from: before, to: after } : null;
  }
  const [before, after] = [parseSide(from), parseSide(to)];
  return edit === 'mark' && isPlace && before !== undefined && after !== undefined
    ? { edit, at: Number(entry.at), from: before, to: after }
    : null;
}

const parseValue = (value: unknown): CategoryValue | null | undefined => (value === null || isCategoryValue(value) ? value : undefined);

function parseSide(value: unknown): Mark | null | undefined {
  const mark = value === null ? null : parseMark(value);
  return typeof mark === 'string' ? undefined : mark;
}

function parseConflictSide(value: unknown): LabelConflict | null | undefined {
  const conflict = value === null ? null : parseConflict(value);
  return typeof conflict === 'string' ? undefined : conflict;
}
