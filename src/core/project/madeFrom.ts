import { compareText } from '../dataset/compareText';
import { formatTable, parseTable } from '../dataset/table';

/** Where a project notes what its tasks were made from, and which it does not need: a line each, sorted, so that git merges them. */
export const madeFromFile = '7-governance/made-from.csv';
export const notNeededFile = '7-governance/not-needed.csv';

/** The hashes (SHA-256 of the text with line feeds, hex) that files had when tasks were made from them: by task, then by file. */
export type MadeFrom = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Why a task is not needed, and who said so (date as YYYY-MM-DD). */
export type NotNeeded = { readonly reason: string; readonly by: string; readonly date: string };

/** Reads `made-from.csv`; throws UserError with file and line for what is no such table. */
export function parseMadeFrom(text: string): MadeFrom {
  const notes = new Map<string, Map<string, string>>();
  for (const { cells } of parseTable(madeFromFile, text, ['task', 'file', 'sha256']).rows) {
    const task = cells.task ?? '';
    const files = notes.get(task) ?? new Map<string, string>();
    notes.set(task, files.set(cells.file ?? '', cells.sha256 ?? ''));
  }
  return notes;
}

/** Writes `made-from.csv`. */
export function formatMadeFrom(notes: MadeFrom): string {
  const rows = [...notes].flatMap(([task, files]) => [...files].map(([file, sha256]) => ({ task, file, sha256 })));
  const sorted = rows.toSorted((a, b) => compareText(a.task, b.task) || compareText(a.file, b.file));
  return formatTable(['task', 'file', 'sha256'], sorted);
}

/** Reads `not-needed.csv`; throws UserError with file and line for what is no such table. */
export function parseNotNeeded(text: string): ReadonlyMap<string, NotNeeded> {
  const { rows } = parseTable(notNeededFile, text, ['task', 'reason', 'by', 'date']);
  return new Map(rows.map(({ cells }) => [cells.task ?? '', { reason: cells.reason ?? '', by: cells.by ?? '', date: cells.date ?? '' }]));
}

/** Writes `not-needed.csv`. */
export function formatNotNeeded(entries: ReadonlyMap<string, NotNeeded>): string {
  const rows = [...entries].map(([task, entry]) => ({ task, ...entry })).toSorted((a, b) => compareText(a.task, b.task));
  return formatTable(['task', 'reason', 'by', 'date'], rows);
}
