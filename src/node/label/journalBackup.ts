import { readFile, stat } from 'node:fs/promises';
import { parseJournal } from '../../core/label/labelJournal';
import { writeBeside } from '../files/writeBeside';
import { type FoundJournal, newJournalId } from './labelJournals';

const mark = 'file:';

/** Writes a journal's text to a file of VS Code's own, and resolves to the name of that backup. */
export async function backUp(destination: string, text: string): Promise<string> {
  await writeBeside(destination, text);
  return `${mark}${destination}`;
}

/** The journal in a backup; none where the backup is the name of a journal in the project, or its file has gone. */
export async function readBackup(name: string | undefined): Promise<readonly FoundJournal[]> {
  if (name === undefined || !name.startsWith(mark)) return [];
  const path = name.slice(mark.length);
  try {
    const [text, { mtime }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return [{ id: newJournalId(), path, state: 'open', taken: 0, journal: parseJournal(text), modified: mtime }];
  } catch {
    return [];
  }
}

/** The file of a backup outside of the project, for its removal. */
export const backupPath = (name: string): string | null => (name.startsWith(mark) ? name.slice(mark.length) : null);
