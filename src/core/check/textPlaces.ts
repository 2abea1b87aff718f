import type { FileEdit, LinePlace } from './finding';

/** Finds lines and cells of a table's text; lines and columns from 1. */
export type TextPlaces = {
  readonly file: string;
  readonly text: string;
  /** A line without its end; '' beyond the last. */
  readonly lineText: (line: number) => string;
  /** A cell of a CSV row in one line, by the name of its column; the whole line where there is none. */
  readonly cell: (line: number, column: string) => LinePlace;
  /** Takes a whole line out. */
  readonly removeLine: (line: number) => FileEdit;
};

/** Makes it for the text of a file with these columns; the lines are cut when the first one is wanted. */
export function textPlaces(file: string, text: string, columns: readonly string[] = []): TextPlaces {
  let lines: readonly string[] | undefined;
  const lineText = (line: number): string => {
    lines ??= text.split(/\r\n|\n|\r/);
    return lines[line - 1] ?? '';
  };
  return {
    file,
    text,
    lineText,
    cell: (line, column) => cellPlace(lineText(line), line, columns.indexOf(column)),
    removeLine: (line) => ({ kind: 'replace', file, line, column: 1, endLine: line + 1, endColumn: 1, text: '' }),
  };
}

function cellPlace(text: string, line: number, wanted: number): LinePlace {
  let column = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (at < text.length && (isQuoted || text[at] !== ',')) continue;
    if (column === wanted) return { line, column: start + 1, endColumn: at + 1 };
    column += 1;
    start = at + 1;
  }
  return { line, column: 1, endColumn: text.length + 1 };
}

/** Line and column, from 1, of a place in a text. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** Replaces the part of a file's text between two offsets. */
export function replaceRange(file: string, text: string, from: number, to: number, by: string): FileEdit {
  const [start, end] = [placeAt(text, from), placeAt(text, to)];
  return { kind: 'replace', file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, text: by };
}

/** A text with edits of its file applied: from the last to the first, so that places stay right. */
export function applyEdits(text: string, edits: readonly FileEdit[]): string {
  const starts = lineStarts(text);
  const offset = (line: number, column: number): number => Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1);
  const ranges = edits.flatMap((edit) =>
    edit.kind === 'replace' ? [{ from: offset(edit.line, edit.column), to: offset(edit.endLine, edit.endColumn), by: edit.text }] : [],
  );
  return ranges.toSorted((a, b) => b.from - a.from).reduce((sofar, { from, to, by }) => sofar.slice(0, from) + by + sofar.slice(to), text);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
