import { html, nothing, type TemplateResult } from 'lit';
import type { ImageDetails, LabelDetail } from '../../src/core/dataset/galleryEvent';
import type { CellPicture } from './cell';
import { counted } from './count';

/** What the strip shows: the image in focus, as far as it is known. */
export type StripView = {
  readonly image: string;
  readonly picture: CellPicture;
  readonly details: ImageDetails | null;
  readonly failure: string;
};

const facts = (list: readonly (readonly [string, string])[]): TemplateResult => html`<dl>
  ${list.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>`;

const label = ({ reader, status, signedOff, categories, marks }: LabelDetail): TemplateResult => html`<section>
  <h3>${reader} <span class="state ${signedOff === '' ? status : 'signed-off'}">${signedOff || status}</span></h3>
  ${facts([...categories, ...(marks > 0 ? ([['Marks', String(marks)]] as const) : [])])}
</section>`;

const content = ({ details, failure }: StripView): TemplateResult => {
  if (failure !== '') return html`<p role="status">${failure}</p>`;
  if (details === null) return html`<p class="muted">Reading …</p>`;
  const labels = details.labels.length === 0 ? html`<p class="muted">Nobody has labelled this image.</p>` : details.labels.map(label);
  return html`${details.open.map((what) => html`<p class="open"><span class="state disagree">${what}</span></p>`)} ${labels} ${facts(details.facts)}`;
};

/** The strip at the side: the image in focus with all that is known of it. */
export const detailStrip = (
  view: StripView | null,
  open: () => void,
  labelImage: () => void,
): TemplateResult => html`<aside class="strip" aria-label="Details" tabindex="0">
  ${
    view === null
      ? html`<p class="muted">Move to an image to see all that is known of it.</p>`
      : html`<h2>${view.image}</h2>
          ${view.picture.uri === '' ? nothing : html`<img src=${view.picture.uri} alt="Thumbnail of ${view.image}" />`}
          <p>${view.picture.words}</p>
          <div class="actions">
            <vscode-button @click=${open}>Open</vscode-button>
            <vscode-button secondary title="Label (L)" @click=${labelImage}>Label</vscode-button>
          </div>
          ${content(view)}`
  }
</aside>`;

/** What is selected, and what can be done with it. */
export const selectionBar = (selected: number, open: () => void, clear: () => void): TemplateResult | typeof nothing =>
  selected === 0
    ? nothing
    : html`<div class="selected" role="group" aria-label="Selected images">
        <span>${counted(selected, 'image')} selected</span>
        <vscode-button @click=${open}>${selected === 1 ? 'Open' : 'Open Side by Side'}</vscode-button>
        <vscode-button secondary @click=${clear}>Clear Selection</vscode-button>
      </div>`;
