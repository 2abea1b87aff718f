import type { LabelDocument } from './labelDocument';

/** What one open label is, for tests. */
export type LabelStatus = {
  readonly image: string;
  readonly reader: string;
  readonly status: string;
  readonly marks: number;
  /** The ids of what is said of it. */
  readonly notes: readonly string[];
  readonly isDirty: boolean;
};

/** The labels that are open in this window. */
export class LabelDocuments {
  readonly #documents = new Set<LabelDocument>();
  readonly #closing = new Set<Promise<void>>();

  get statuses(): readonly LabelStatus[] {
    return [...this.#documents].map(({ place: { image, reader }, label: { status, marks }, notes, isDirty }) => ({
      image,
      reader,
      status,
      marks: marks.length,
      notes: notes.map(({ id }) => id),
      isDirty,
    }));
  }

  /** The open document of a file. */
  of(uri: string): LabelDocument | undefined {
    return [...this.#documents].find((document) => document.uri.toString() === uri);
  }

  add(document: LabelDocument): void {
    this.#documents.add(document);
    document.onDidDispose(() => {
      this.#documents.delete(document);
      const { closing } = document;
      this.#closing.add(closing);
      void closing.then(() => this.#closing.delete(closing));
    });
  }

  /** Resolves when no closed document writes its journal any more, so that a label can be opened again. */
  async closed(): Promise<void> {
    await Promise.all(this.#closing);
  }
}
