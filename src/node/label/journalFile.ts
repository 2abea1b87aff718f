import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LabelEdit } from '../../core/label/edit';
import { formatJournalEdit, formatJournalHead, type Journal, type JournalHead, parseJournal } from '../../core/label/labelJournal';

/** A journal that takes edits. An edit is safe from the end of this process as soon as `append` resolves, and from the end of the machine's power too. */
export type OpenJournal = {
  /** Appends in the order of the calls; rejects where the disk refuses, and then takes no more. */
  readonly append: (edit: LabelEdit) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a journal's file holds; null where there is none, or not even its head is whole. */
export async function readJournal(path: string): Promise<Journal | null> {
  try {
    return parseJournal(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Opens a journal for more edits: goes on after the last whole edit of a journal of the same label as it was, else begins anew. */
export async function openJournal(path: string, head: JournalHead): Promise<OpenJournal> {
  const old = await readJournal(path);
  const edits = old !== null && formatJournalHead(old.head) === formatJournalHead(head) ? old.edits : [];
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  try {
    await cutTo(file, formatJournalHead(head) + edits.map((edit, index) => formatJournalEdit(index, edit)).join(''));
  } catch (error) {
    await file.close();
    throw error;
  }
  return takeEdits(file, edits.length);
}

/** Leaves exactly this text in the file; where it is a beginning of what stands there, nothing is written over. */
async function cutTo(file: FileHandle, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  const there = await file.readFile();
  const isBeginning = there.subarray(0, bytes.length).equals(bytes);
  if (isBeginning && there.length === bytes.length) return;
  await file.truncate(isBeginning ? bytes.length : 0);
  if (!isBeginning) await file.appendFile(bytes);
  await file.datasync();
}

function takeEdits(file: FileHandle, before: number): OpenJournal {
  let count = before;
  let last: Promise<void> = Promise.resolve();
  return {
    append: (edit) => {
      const text = formatJournalEdit(count, edit);
      count += 1;
      last = last.then(async () => {
        await file.appendFile(text);
        await file.datasync();
      });
      return last;
    },
    close: async () => {
      // Whoever appended has heard of a failure already.
      await last.catch(() => {});
      await file.close();
    },
  };
}

/** Removes a journal whose edits are saved. */
export const removeJournal = (path: string): Promise<void> => rm(path, { force: true });
