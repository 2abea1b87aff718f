import { readFile } from 'node:fs/promises';
import { UserError } from '../../core/userError';

/** The text of a table that others wrote: UTF-8 or UTF-16 with their marks, else Windows-1252; a workbook is refused with a sentence. */
export async function readTableText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UserError(
      `${file} can't be read (${error instanceof Error && 'code' in error ? error.code : 'unknown reason'}): give the path of a CSV table.`,
    );
  });
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isOle = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (isZip || isOle || /\.xlsx?$/i.test(file))
    throw new UserError(`${file} is a workbook, not a CSV table: save it as CSV (UTF-8) and give that file.`);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
