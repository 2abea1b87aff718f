import { readFile } from 'node:fs/promises';
import { UserError } from '../../core/userError';
import { workbookText } from './readWorkbook';

/** The text of a table that others wrote: UTF-8 or UTF-16 with their marks, else Windows-1252; an .xlsx workbook's one table as CSV, an older one is refused. */
export async function readTableText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError(
      `${file} can't be read (${error instanceof Error && 'code' in error ? error.code : 'unknown reason'}): give the path of a CSV table.`,
    );
  });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return workbookText(file, bytes);
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw new UserError(`${file} is a workbook of the old kind or has a password: save its table as CSV (UTF-8) and give that file.`);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
