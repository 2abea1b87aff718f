import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Journal, type JournalOwner, parseJournal } from '../../core/label/labelJournal';
import { journalFolder } from '../../core/project/layout';
import { identifyProcess, isAlive } from '../run/processIdentity';
import type { LabelPlace } from './labelPlace';

/** A journal on the disk: its id, and what became of its window. */
export type JournalFile = {
  readonly id: string;
  readonly path: string;
  /** `closed`: the user closed the editor without saving. `taken`: its first entries went over into another journal. */
  readonly state: 'open' | 'closed' | 'taken' | 'damaged';
  /** How many entries went over. */
  readonly taken: number;
};

/** A journal that was read; `journal` is null where not even its head is whole. */
export type FoundJournal = JournalFile & { readonly journal: Journal | null; readonly modified: Date };

/** A name that no other window takes. */
export const newJournalId = (): string => randomBytes(4).toString('hex');

const journalsFolder = ({ root, reader }: LabelPlace): string => join(root, journalFolder(reader));

/** Where a journal lies by its state. */
export function journalPath(place: LabelPlace, id: string, state: JournalFile['state'] = 'open', taken = 0): string {
  const word = state === 'open' ? '' : state === 'taken' ? `.taken-${taken}` : `.${state}`;
  return join(journalsFolder(place), `${place.image}.${id}${word}.jsonl`);
}

/** The file that a window holds while it saves a label. */
export const saveLockPath = (place: LabelPlace): string => join(journalsFolder(place), `${place.image}.lock`);

/** All journals of a label, the oldest first. */
export async function findJournals(place: LabelPlace): Promise<readonly FoundJournal[]> {
  const found = await Promise.all((await journalFiles(place)).map(readOne));
  return found.filter((one) => one !== null).toSorted((a, b) => a.modified.getTime() - b.modified.getTime());
}

async function journalFiles(place: LabelPlace): Promise<readonly JournalFile[]> {
  const folder = journalsFolder(place);
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    if (!name.startsWith(`${place.image}.`)) return [];
    const [, id, , word, taken] = /^([0-9a-f]{8})(\.(closed|damaged|taken-(\d+)))?\.jsonl$/.exec(name.slice(place.image.length + 1)) ?? [];
    if (id === undefined) return [];
    const state = taken !== undefined ? 'taken' : word === 'closed' || word === 'damaged' ? word : 'open';
    return [{ id, path: join(folder, name), state, taken: Number(taken ?? 0) }];
  });
}

/** null where it went away meanwhile. */
async function readOne(file: JournalFile): Promise<FoundJournal | null> {
  try {
    const [text, { mtime }] = await Promise.all([readFile(file.path, 'utf8'), stat(file.path)]);
    return { ...file, journal: parseJournal(text), modified: mtime };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps a journal as what the user threw away, under a name of its own, which is returned. */
export async function setAsideJournal(place: LabelPlace, id: string): Promise<string> {
  const aside = newJournalId();
  for (const file of await journalFiles(place)) if (file.id === id) await rename(file.path, journalPath(place, aside, 'closed'));
  return aside;
}

/** Gives a journal another state; nothing happens where there is none of this id. */
export async function markJournal(place: LabelPlace, id: string, state: JournalFile['state'], taken = 0): Promise<void> {
  for (const file of await journalFiles(place)) if (file.id === id) await rename(file.path, journalPath(place, id, state, taken));
}

/** Removes a journal, whatever its state. */
export async function removeJournal(place: LabelPlace, id: string): Promise<void> {
  for (const file of await journalFiles(place)) if (file.id === id) await rm(file.path, { force: true });
}

/** Who writes the journals of this process. */
export async function journalOwner(): Promise<JournalOwner> {
  return { host: hostname(), ...(await identifyProcess(process.pid)) };
}

/** True where a journal's window may go on with it: its process lives, or runs on another machine and wrote not long ago. */
export async function isBeingWritten({ journal, modified }: FoundJournal): Promise<boolean> {
  if (journal === null) return false;
  const { owner } = journal.head;
  return owner.host === hostname() ? isAlive(owner) : Date.now() - modified.getTime() < 86_400_000;
}
