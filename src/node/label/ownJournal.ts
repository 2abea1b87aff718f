import { rm } from 'node:fs/promises';
import {
  countSteps,
  formatJournalEntry,
  formatJournalHead,
  type JournalEntry,
  type JournalHead,
  type JournalOwner,
} from '../../core/label/labelJournal';
import { JournalWriter } from './journalWriter';
import { type FoundJournal, isBeingWritten, journalPath, markJournal, newJournalId, removeJournal, setAsideJournal } from './labelJournals';
import type { LabelOnDisk } from './labelOnDisk';
import type { LabelPlace } from './labelPlace';
import { journalRefusal } from './writeLabel';

/** How often a journal that the disk refused is tried again. */
const retryMs = 3000;

/** The journal of one open label: what is not in its file yet, and the journals of other windows that went over into it. */
export class OwnJournal {
  /** Names the journal for VS Code's backup, too. */
  readonly id = newJournalId();
  readonly #place: LabelPlace;
  readonly #owner: JournalOwner;
  readonly #onTrouble: (sentence: string | null) => void;
  #file: LabelOnDisk;
  #entries: JournalEntry[] = [];
  /** Journals whose entries are among ours, but not on the disk yet. */
  #taken: readonly FoundJournal[] = [];
  readonly #counts: Record<string, number> = {};
  #writer: JournalWriter | null = null;
  #retry: NodeJS.Timeout | null = null;

  /** `onTrouble` hears why edits are not on the disk, and null when they are again. */
  constructor(place: LabelPlace, owner: JournalOwner, file: LabelOnDisk, onTrouble: (sentence: string | null) => void) {
    this.#place = place;
    this.#owner = owner;
    this.#file = file;
    this.#onTrouble = onTrouble;
  }

  /** What is not in the file yet. */
  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  get count(): number {
    return countSteps(this.#entries);
  }

  /** True while an edit is in memory only. */
  get isBehind(): boolean {
    return this.#entries.length > 0 && (this.#writer === null || this.#writer.isBehind);
  }

  /** Resolves when the entry is on the disk, or the disk has refused it and `onTrouble` was told. */
  async append(entry: JournalEntry): Promise<void> {
    this.#entries.push(entry);
    this.#writer ??= this.#newWriter(this.#entries.slice(0, -1));
    await this.#watch(this.#writer.append(entry));
  }

  /** Begins anew from a file: with these entries at once, and journals that are theirs by that; the old journal goes. */
  async restart(file: LabelOnDisk, entries: readonly JournalEntry[], taken: readonly FoundJournal[] = []): Promise<void> {
    await this.#closeWriter();
    this.#file = file;
    this.#entries = [...entries];
    this.#taken = [...this.#taken, ...taken];
    for (const { id, journal } of taken) this.#counts[id] = journal?.entries.length ?? 0;
    if (entries.length === 0) return this.#removeAll();
    this.#writer = this.#newWriter(entries);
    await this.#watch(this.#writer.flush());
  }

  /** Begins anew from a file without entries; what was there stays on the disk as thrown away, by the id that is returned; null where there was nothing. */
  async setAside(file: LabelOnDisk): Promise<string | null> {
    await this.#closeWriter();
    const aside = this.count === 0 ? null : await setAsideJournal(this.#place, this.id);
    await this.restart(file, []);
    return aside;
  }

  /** Waits for what is being written, and tries again what was refused. */
  async settle(): Promise<void> {
    if (this.#writer !== null) await this.#watch(this.#writer.flush());
  }

  /** What a backup elsewhere holds. */
  text(): string {
    return formatJournalHead(this.#head()) + this.#entries.map((entry, index) => formatJournalEntry(index, entry)).join('');
  }

  /** Leaves the journal as it is for the next window; `isDropped` marks its edits as thrown away by the user. */
  async close(isDropped: boolean): Promise<void> {
    await this.#closeWriter();
    if (this.count === 0) await this.#removeAll();
    else if (isDropped) await markJournal(this.#place, this.id, 'closed');
  }

  #head(): JournalHead {
    const { label, sha256 } = this.#file;
    return { base: sha256, label, owner: this.#owner, taken: this.#counts };
  }

  #newWriter(entries: readonly JournalEntry[]): JournalWriter {
    return new JournalWriter(this.#place.root, journalPath(this.#place, this.id), this.#head(), entries);
  }

  async #watch(writing: Promise<void>): Promise<void> {
    try {
      await writing;
      this.#stopRetry();
      this.#onTrouble(null);
      await this.#leaveTaken();
    } catch (error) {
      this.#onTrouble(journalRefusal(error));
      this.#retry ??= setTimeout(() => {
        this.#retry = null;
        if (this.#writer !== null) void this.#watch(this.#writer.flush());
      }, retryMs).unref();
    }
  }

  /** A journal that another process may still write is left to it, marked by how much of it is here. */
  async #leaveTaken(): Promise<void> {
    const taken = this.#taken;
    this.#taken = [];
    for (const found of taken) await leaveJournal(this.#place, found);
  }

  async #removeAll(): Promise<void> {
    await removeJournal(this.#place, this.id);
    await this.#leaveTaken();
    this.#onTrouble(null);
  }

  #stopRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }

  async #closeWriter(): Promise<void> {
    this.#stopRetry();
    const writer = this.#writer;
    this.#writer = null;
    await writer?.close();
  }
}

async function leaveJournal(place: LabelPlace, found: FoundJournal): Promise<void> {
  if (found.journal?.end === 'damaged') await markJournal(place, found.id, 'damaged');
  else if (found.state !== 'closed' && (await isBeingWritten(found)))
    await markJournal(place, found.id, 'taken', found.journal?.entries.length ?? 0);
  else {
    await removeJournal(place, found.id);
    // A backup that VS Code keeps elsewhere.
    await rm(found.path, { force: true });
  }
}
