import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { sharedTexts, sheetRows, workbookSheets } from '../../core/dataset/workbook';
import { UserError } from '../../core/userError';

/** What a workbook's parts may grow to, so that a small hostile file can't fill the memory. */
const largestPart = 2 ** 28;

/**
 * The one table of an Excel workbook (.xlsx) as CSV text whose lines are the sheet's rows; throws UserError where it can't be read, is empty, or
 * where several sheets hold something.
 */
export function workbookText(file: string, bytes: Uint8Array): string {
  const parts = unpack(file, bytes);
  const text = (part: string): string => new TextDecoder().decode(parts[part] ?? new Uint8Array());
  const shared = sharedTexts(text('xl/sharedStrings.xml'));
  const sheets = workbookSheets(text('xl/workbook.xml'), text('xl/_rels/workbook.xml.rels'))
    .map(({ part }) => sheetRows(text(part), shared))
    .filter((rows) => rows.some(isFilled));
  const [rows, ...others] = sheets;
  if (rows === undefined) throw new UserError(`${file} holds no sheet with a table: save the table as CSV (UTF-8) and give that file.`);
  if (others.length > 0)
    throw new UserError(`${file} holds ${sheets.length} sheets with something in them: save the one with the labels as a file of its own.`);
  return rows.map((row) => (isFilled(row) ? Papa.unparse([row.map(oneLine)], { quotes: true }) : '')).join('\n');
}

const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell.trim() !== '');

const oneLine = (cell: string): string => cell.replace(/[\r\n]+/g, ' ');

function unpack(file: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) =>
        /^xl\/(workbook\.xml|sharedStrings\.xml|_rels\/|worksheets\/[^/]*\.xml)/.test(name) && !isTooLarge(originalSize),
    });
  } catch {
    throw new UserError(
      `${file} can't be read as a workbook (it is damaged, or has a password): save its table as CSV (UTF-8) and give that file.`,
    );
  }
}

function isTooLarge(size: number): boolean {
  if (size <= largestPart) return false;
  throw new RangeError('a part is too large');
}
