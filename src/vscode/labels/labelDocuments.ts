import type { LabelDocument } from './labelDocument';

/** What one open label is, for tests. */
export type LabelStatus = { readonly image: string; readonly reader: string; readonly status: string; readonly marks: number };

/** The labels that are open in this window. */
export class LabelDocuments {
  readonly #documents = new Set<LabelDocument>();

  get statuses(): readonly LabelStatus[] {
    return [...this.#documents].map(({ place: { image, reader }, label: { status, marks } }) => ({
      image,
      reader,
      status,
      marks: marks.length,
    }));
  }

  /** The open document of a file. */
  of(uri: string): LabelDocument | undefined {
    return [...this.#documents].find((document) => document.uri.toString() === uri);
  }

  add(document: LabelDocument): void {
    this.#documents.add(document);
    document.onDidDispose(() => this.#documents.delete(document));
  }
}
