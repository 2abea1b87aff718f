import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import { makeFolders } from '../files/makeFolders';
import { syncFolder } from '../files/syncFolder';
import { writeBeside } from '../files/writeBeside';
import { hashOfLabel } from './labelOnDisk';
import type { LabelPlace } from './labelPlace';

/** Why a label is not written: its file is another one than the editor knows. */
export const changedSentence = (file: string, isThere: boolean): string =>
  `${file} was ${isThere ? 'changed' : 'removed'} on the disk since it was opened, by git or another window: choose in the editor what stays, then save.`;

/**
 * Writes a label's file in one step where it still has the SHA-256 `known` (null: there is none yet) and resolves to the new one; else, and
 * where the disk refuses, throws UserError and leaves the file as it was.
 */
export async function writeLabel(place: LabelPlace, label: Label, known: string | null): Promise<string> {
  const file = labelFile(place.reader, place.image);
  const path = join(place.root, file);
  const text = formatLabel(label);
  // What could not be read again is never written.
  parseLabel(text, file);
  try {
    await stat(place.root);
    const there = await readIfThere(path);
    const now = there === null ? null : hashOfLabel(there);
    if (now !== known) throw new UserError(changedSentence(file, there !== null));
    if (there !== text) await replace(place.root, path, text, file);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(refusal(file, error), { cause: error });
  }
  return hashOfLabel(text);
}

async function replace(root: string, path: string, text: string, file: string): Promise<void> {
  const mode = (await stat(path).catch(() => null))?.mode ?? 0o600;
  if ((mode & 0o222) === 0) throw new UserError(`${file} was not saved: the file is read-only. Allow writing to it, then save again.`);
  await makeFolders(root, dirname(path));
  await writeBeside(path, text);
  await syncFolder(dirname(path));
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room, then save again',
  EDQUOT: 'your share of the disk is used up. Make room, then save again',
  EROFS: 'the disk is read-only. Allow writing to it, then save again',
  EACCES: 'its folder may not be written to. Allow that, then save again',
  EPERM: 'its folder may not be written to. Allow that, then save again',
  ENOENT: "the project's folder is gone. Bring it back, then save again",
  ENOTDIR: "the project's folder is gone. Bring it back, then save again",
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

function refusal(file: string, error: unknown): string {
  const reason = reasons[codeOf(error)] ?? `${error instanceof Error ? error.message : String(error)}. Mend that, then save again`;
  return `${file} was not saved: ${reason}. Its last version and your edits are kept.`;
}

/** Why an edit is not on the disk, as a sentence. */
export function journalRefusal(error: unknown): string {
  const reason = (reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))).replace(/\. .*$/, '');
  return `Edits are held in memory only, and would be lost with this window: ${reason}. They are written as soon as that is mended; save the label then.`;
}
