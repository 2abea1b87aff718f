import Papa from 'papaparse';
import { UserError } from '../userError';

/** One row of a table with the line of the file on which it begins (the first line is 1). */
export type TableRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };

export type Table = { readonly columns: readonly string[]; readonly rows: readonly TableRow[] };

type RawRow = { readonly line: number; readonly cells: readonly string[] };

/** Options of a table that others wrote: its delimiter; `ragged` fills short rows and ignores surplus cells. */
export type TableOptions = { readonly delimiter?: ',' | ';' | '\t'; readonly ragged?: boolean };

const byteOrderMark = /^\uFEFF/;
const conflictMarker = /^(<{7}|={7}|>{7}|\|{7})( |$)/;

/** Reads CSV text into rows by column name; throws UserError with file and line for what is not such a table. */
export function parseTable(file: string, text: string, requiredColumns: readonly string[], options: TableOptions = {}): Table {
  const [header, ...body] = rawRows(file, text.replace(byteOrderMark, ''), options);
  if (header === undefined) throw new UserError(`${file} is empty: its first line must name the columns ${requiredColumns.join(', ')}.`);
  const columns = options.ragged ? header.cells.map((name) => name.trim()) : header.cells;
  checkColumns(file, header.line, columns, requiredColumns);
  return { columns, rows: body.map((row) => namedRow(file, columns, row, options.ragged === true)) };
}

/** Writes rows as CSV: the columns in the given order, every line ended by a line feed, cells quoted only where they must be. */
export function formatTable(columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const data = rows.map((row) => columns.map((column) => row[column] ?? ''));
  return `${Papa.unparse([[...columns], ...data], { newline: '\n' })}\n`;
}

function rawRows(file: string, text: string, { delimiter = ',' }: TableOptions): readonly RawRow[] {
  const rows: RawRow[] = [];
  let line = 1;
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data, errors, meta }) => {
      if (conflictMarker.test(data[0] ?? ''))
        throw new UserError(`${file}, line ${line}: an unsolved merge conflict stands here; solve it and try again.`);
      if (errors.length > 0) throw new UserError(`${file}, line ${line}: a quotation mark is not closed, or stands inside a cell.`);
      if (data.length > 1 || data[0]?.trim() !== '') rows.push({ line, cells: data });
      line += countLines(text, start, meta.cursor);
      start = meta.cursor;
    },
  });
  return rows;
}

function countLines(text: string, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) lines += 1;
  }
  return lines;
}

function checkColumns(file: string, line: number, columns: readonly string[], required: readonly string[]): void {
  const missing = required.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new UserError(`${file}, line ${line}: there is no column ${missing.map((name) => `"${name}"`).join(', ')}.`);
  const doubled = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (doubled !== undefined) throw new UserError(`${file}, line ${line}: the column "${doubled}" stands there twice.`);
}

function namedRow(file: string, columns: readonly string[], { line, cells }: RawRow, ragged: boolean): TableRow {
  if (!ragged && cells.length !== columns.length)
    throw new UserError(`${file}, line ${line}: the row has ${cells.length} cells, but there are ${columns.length} columns.`);
  return { line, cells: Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])) };
}
