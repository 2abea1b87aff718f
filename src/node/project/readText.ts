import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../core/userError';

/** A project file's text without a byte-order mark; throws UserError when it is missing (`hint`: what to do, a sentence) or can't be read. */
export async function readText(root: string, file: string, hint: string): Promise<string> {
  const text = await readTextIfThere(root, file);
  if (text === null) throw new UserError(`${file} is missing: ${hint}`);
  return text;
}

/** A project file's text without a byte-order mark, or null when there is no such file; throws UserError when it can't be read. */
export async function readTextIfThere(root: string, file: string): Promise<string | null> {
  try {
    return (await readFile(join(root, file), 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(`${file} can't be read (${code === 'EISDIR' ? 'it is a folder' : code}).`);
  }
}
