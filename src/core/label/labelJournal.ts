import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { UserError } from '../userError';
import { applyEdit, invertEdit, type LabelEdit } from './edit';
import type { Label } from './label';
import { formatLabel, parseLabel } from './labelFile';
import { parseEdit } from './parseEdit';
import { sameValue } from './sameValue';

/** The process that writes a journal: its machine's name, its number and its start. */
export type JournalOwner = { readonly host: string; readonly pid: number; readonly start: string | null };

/** What a journal's edits begin from. */
export type JournalHead = {
  /** The SHA-256 of the label file's text, null where there was no file. */
  readonly base: string | null;
  /** The label before the first edit. */
  readonly label: Label;
  readonly owner: JournalOwner;
  /** Other journals whose first so many entries are in this one. */
  readonly taken: Readonly<Record<string, number>>;
};

/** Edits that were made, undone or done again together; they are torn by nothing. */
export type JournalStep = { readonly kind: 'step' | 'undo' | 'redo'; readonly words: string; readonly edits: readonly LabelEdit[] };

/** A line of a journal: a step, or that the label is about to be saved as the text of this SHA-256. */
export type JournalEntry = JournalStep | { readonly kind: 'saving'; readonly sha256: string };

/** What a journal holds; `end` says whether its last line was never finished, or something before that is damaged; what follows is left out. */
export type Journal = { readonly head: JournalHead; readonly entries: readonly JournalEntry[]; readonly end: 'whole' | 'torn' | 'damaged' };

const version = 2;

/** The first line of a journal, with its line feed. */
export const formatJournalHead = ({ label, ...head }: JournalHead): string => line(0, { version, ...head, label: formatLabel(label) });

/** The line of entry number `index` (from 0), with its line feed: to be appended in one write. */
export const formatJournalEntry = (index: number, entry: JournalEntry): string => line(index + 1, entry);

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
  const head = first === undefined ? null : parseHead(contentOf(first, 0));
  if (head === null) return null;
  const entries: JournalEntry[] = [];
  for (const [index, other] of others.entries()) {
    const entry = parseEntry(contentOf(other, index + 1));
    if (entry === null) return { head, entries, end: 'damaged' };
    entries.push(entry);
  }
  return { head, entries, end: rest === '' ? 'whole' : 'torn' };
}

/** The label after entries; throws UserError where they don't fit it. */
export function replayEntries(label: Label, entries: readonly JournalEntry[]): Label {
  try {
    return entries.flatMap((entry) => (entry.kind === 'saving' ? [] : entry.edits)).reduce(applyEdit, label);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`The unsaved edits of image ${label.image} by ${label.reader} don't fit the label that they say they began from.`, {
      cause: error,
    });
  }
}

/** How many entries of a journal are in the label's file of this SHA-256 already; null where the file is another one than the journal knows. */
export function entriesInFile({ head, entries }: Journal, fileSha256: string | null): number | null {
  const saved = entries.findLastIndex((entry) => entry.kind === 'saving' && entry.sha256 === fileSha256);
  if (saved >= 0) return saved + 1;
  return head.base === fileSha256 ? 0 : null;
}

/** The steps that entries leave to be undone, the latest last: what was undone is not among them. */
export function stepsToUndo(entries: readonly JournalEntry[]): readonly JournalStep[] {
  const steps: JournalStep[] = [];
  for (const entry of entries) {
    if (entry.kind === 'saving') continue;
    const last = steps.at(-1);
    if (entry.kind === 'undo' && last !== undefined && isUndoOf(entry, last)) steps.pop();
    else steps.push({ ...entry, kind: 'step' });
  }
  return steps;
}

const isUndoOf = (undo: JournalStep, step: JournalStep): boolean =>
  undo.words === step.words && sameValue(undo.edits.toReversed().map(invertEdit), step.edits);

/** How many edits of the user entries hold. */
export const countSteps = (entries: readonly JournalEntry[]): number => stepsToUndo(entries).length;

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

function contentOf(text: string, number: number): Values | null {
  // A note may hold a line separator, which a dot alone does not match.
  const [, content, sum] = /^\{"entry":(\{.*\}),"sum":"([0-9a-f]{12})"\}$/s.exec(text) ?? [];
  return content === undefined || sum !== checksum(number, content) ? null : JSON.parse(content);
}

function parseHead(entry: Values | null): JournalHead | null {
  if (entry === null || entry.version !== version) return null;
  const { base, label, owner, taken } = entry;
  if (!(base === null || typeof base === 'string') || typeof label !== 'string' || !isOwner(owner) || !isCounts(taken)) return null;
  try {
    return { base, label: parseLabel(label, 'journal'), owner, taken };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const isOwner = (value: unknown): value is JournalOwner =>
  isObject(value) &&
  typeof value.host === 'string' &&
  Number.isSafeInteger(value.pid) &&
  (value.start === null || typeof value.start === 'string');

const isCounts = (value: unknown): value is JournalHead['taken'] => isObject(value) && Object.values(value).every(Number.isSafeInteger);

/** The checksum says that the line is as we wrote it, but perhaps a newer RadSteps did. */
function parseEntry(entry: Values | null): JournalEntry | null {
  if (entry === null) return null;
  const { kind, sha256: sum, words, edits } = entry;
  if (kind === 'saving') return typeof sum === 'string' ? { kind, sha256: sum } : null;
  if ((kind !== 'step' && kind !== 'undo' && kind !== 'redo') || typeof words !== 'string' || !Array.isArray(edits)) return null;
  const parsed = edits.map((edit: unknown) => (isObject(edit) ? parseEdit(edit) : null));
  return parsed.includes(null) ? null : { kind, words, edits: parsed.filter((edit) => edit !== null) };
}
