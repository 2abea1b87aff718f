import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatJournalEntry, formatJournalHead, type JournalEntry, type JournalHead } from '../../core/label/labelJournal';
import { makeFolders } from '../files/makeFolders';
import { syncFolder } from '../files/syncFolder';

/** Writes one journal. An entry is safe from the end of this process, and of the machine's power, as soon as `append` resolves. */
export class JournalWriter {
  readonly #root: string;
  readonly #path: string;
  readonly #head: JournalHead;
  readonly #entries: JournalEntry[];
  #file: FileHandle | null = null;
  #written = 0;
  #last: Promise<void> = Promise.resolve();
  /** A write that has not begun, and takes all that is appended until then. */
  #next: Promise<void> | null = null;

  /** A journal of the project whose folder is `root`; `entries` are written together with the first one that is appended. */
  constructor(root: string, path: string, head: JournalHead, entries: readonly JournalEntry[] = []) {
    this.#root = root;
    this.#path = path;
    this.#head = head;
    this.#entries = [...entries];
  }

  /** True while what was appended is not all on the disk. */
  get isBehind(): boolean {
    return this.#file === null || this.#written < this.#entries.length;
  }

  /** Appends in the order of the calls; rejects where the disk refuses, and then the next call tries all again. */
  append(entry: JournalEntry): Promise<void> {
    this.#entries.push(entry);
    return this.flush();
  }

  /** Writes what is not on the disk yet. */
  flush(): Promise<void> {
    this.#next ??= this.#last
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        return this.#write();
      });
    this.#last = this.#next;
    return this.#next;
  }

  /** Waits for what is being written, and lets go of the file. */
  async close(): Promise<void> {
    // Whoever appended has heard of a failure already.
    await this.#last.catch(() => undefined);
    await this.#letGo();
  }

  async #write(): Promise<void> {
    if (this.#file === null) return this.#begin();
    const from = this.#written;
    const fresh = this.#entries.slice(from);
    if (fresh.length === 0) return;
    try {
      await this.#file.appendFile(fresh.map((entry, index) => formatJournalEntry(from + index, entry)).join(''));
      await this.#file.datasync();
      this.#written = from + fresh.length;
    } catch (error) {
      await this.#letGo();
      throw error;
    }
  }

  /** Writes all beside, so that a journal is never there without its head, and one that broke is there until the new one is whole. */
  async #begin(): Promise<void> {
    // A project that went away is not made again.
    await makeFolders(this.#root, dirname(this.#path));
    const entries = [...this.#entries];
    const beside = `${this.#path}.${randomBytes(4).toString('hex')}.tmp`;
    const file = await open(beside, 'ax');
    try {
      await file.appendFile(formatJournalHead(this.#head) + entries.map((entry, index) => formatJournalEntry(index, entry)).join(''));
      await file.datasync();
      await rename(beside, this.#path);
    } catch (error) {
      await file.close();
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolder(dirname(this.#path));
    this.#file = file;
    this.#written = entries.length;
  }

  async #letGo(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }
}
