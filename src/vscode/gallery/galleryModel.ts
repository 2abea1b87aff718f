import type { GalleryQuestion, ImageDetails } from '../../core/dataset/galleryEvent';
import type { GalleryTable } from '../../core/dataset/galleryTable';
import { UserError } from '../../core/userError';
import { type AskedProcess, askProcess } from '../askProcess';
import type { Cli } from '../cli';

/** The images of a project as a process reads them: the last table, and the questions on their way. */
export class GalleryModel {
  readonly #process: AskedProcess<GalleryQuestion>;
  #table: GalleryTable | undefined;
  #isStale = false;
  #reading: Promise<boolean> | undefined;

  constructor(cli: Cli, project: string) {
    this.#process = askProcess(cli, 'gallery', project, () => {
      this.#table = undefined;
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
    return this.#process.ask({ ask: 'details', image }) as Promise<ImageDetails>;
  }

  dispose(): void {
    this.#process.dispose('The gallery was closed.');
  }

  async #read(): Promise<boolean> {
    this.#isStale = false;
    const table = (await this.#process.ask({ ask: 'table', anew: this.#table === undefined })) as GalleryTable | null;
    if (table !== null) this.#table = table;
    return table !== null;
  }
}
