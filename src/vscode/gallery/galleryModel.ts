import type { GalleryQuestion, ImageDetails } from '../../core/dataset/galleryEvent';
import type { GalleryTable } from '../../core/dataset/galleryTable';
import { UserError } from '../../core/userError';
import type { Cli } from '../cli';
import { conversation } from './conversation';

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

// Distributes over the union, which Omit alone would not.
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The images of a project as a process reads them: the last table, and the questions on their way. */
export class GalleryModel {
  readonly #waiting = new Map<number, Waiting>();
  readonly #process;
  #last = 0;
  #table: GalleryTable | undefined;
  #isStale = false;
  #reading: Promise<boolean> | undefined;

  constructor(cli: Cli, project: string) {
    this.#process = conversation({
      cli,
      command: 'gallery',
      project,
      onEvent: (event) => {
        if (event.event === 'answer') this.#take(event.id)?.resolve(event.value);
        if (event.event === 'refusal') this.#take(event.id)?.reject(new UserError(event.message));
      },
      onEnd: (error) => {
        this.#table = undefined;
        for (const { reject } of this.#waiting.values()) reject(error);
        this.#waiting.clear();
      },
    });
  }

  /** Says that files have changed, so that the table is read again when it is next asked for. */
  noteChange(): void {
    this.#isStale = true;
  }

  /** The table as it was last read; reads it when there is none, or files have changed. */
  async table(): Promise<GalleryTable> {
    if (this.#table === undefined || this.#isStale) await this.read();
    if (this.#table === undefined) throw new UserError('The gallery was closed.');
    return this.#table;
  }

  /** Reads the project's files again; true where the table differs from the one before. Never two readings at once. */
  read(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  details(image: string): Promise<ImageDetails> {
    return this.#ask({ ask: 'details', image }) as Promise<ImageDetails>;
  }

  dispose(): void {
    this.#process.dispose();
    for (const { reject } of this.#waiting.values()) reject(new UserError('The gallery was closed.'));
    this.#waiting.clear();
  }

  async #read(): Promise<boolean> {
    this.#isStale = false;
    const table = (await this.#ask({ ask: 'table', anew: this.#table === undefined })) as GalleryTable | null;
    if (table !== null) this.#table = table;
    return table !== null;
  }

  #ask(question: Unnumbered<GalleryQuestion>): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process.tell({ id, ...question });
    });
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
