import { html, nothing, type TemplateResult } from 'lit';
import type { GalleryTable } from '../../src/core/dataset/galleryTable';

/** What the notes and the empty states offer. */
export type NoteActions = { readonly importImages: () => void; readonly split: () => void; readonly clear: () => void };

/** A failure, files that could not be read, and the missing split. */
export const notes = (table: GalleryTable, failure: string, { split }: NoteActions): TemplateResult => html`
  ${failure === '' ? nothing : html`<p class="message bad" role="alert">${failure}</p>`}
  ${table.notes.map((note) => html`<p class="message" role="note">${note}</p>`)}
  ${
    table.hasSplit || table.n === 0
      ? nothing
      : html`<div class="message" role="note">
          <span>No split yet. It puts all images of a patient into one part, so that no test patient is ever trained on; images chosen by hand leak.</span>
          <vscode-button secondary @click=${split}>Split by Patient</vscode-button>
        </div>`
  }
`;

/** In place of the grid where there is nothing to show. */
export const emptyState = (table: GalleryTable, { importImages, clear }: NoteActions): TemplateResult =>
  table.n === 0
    ? html`<div class="nothing">
        <p>There are no images yet. They stay where they lie; the project gets an index with pseudonyms.</p>
        <vscode-button @click=${importImages}>Import Images...</vscode-button>
      </div>`
    : html`<div class="nothing">
        <p>No image matches.</p>
        <vscode-button @click=${clear}>Clear Filter</vscode-button>
      </div>`;
