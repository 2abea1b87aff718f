import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fix } from '../../core/check/finding';
import { applyEdits } from '../../core/check/textPlaces';
import { writeBeside } from '../files/writeBeside';

/** Applies a fix to a project's files, each replaced in one step. */
export async function applyFix(root: string, { edits }: Fix): Promise<void> {
  const files = [...new Set(edits.map(({ file }) => file))];
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const));
  for (const [file, text] of texts) {
    const mine = edits.filter((edit) => edit.file === file);
    if (mine.some(({ kind }) => kind === 'delete')) await rm(join(root, file), { force: true });
    else await writeBeside(join(root, file), applyEdits(text, mine));
  }
}
