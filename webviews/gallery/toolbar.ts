import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { GalleryQuery, Term } from '../../src/core/dataset/galleryQuery';
import type { GalleryTable } from '../../src/core/dataset/galleryTable';
import { queryHelp } from './help';
import { type Look, largest, smallest } from './look';

/** What the toolbar does. */
export type ToolbarActions = {
  readonly search: (query: string) => void;
  readonly remove: (term: Term) => void;
  readonly insert: (text: string) => void;
  readonly change: (part: Partial<Look>) => void;
  readonly openTable: () => void;
};

const textOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;
const isChecked = (event: Event): boolean => (event.target as HTMLInputElement).checked;

const searchField = (look: Look, actions: ToolbarActions): TemplateResult => html`<div class="search">
  <input
    id="query"
    type="search"
    aria-label="Search and filter images"
    placeholder="Search, or sex:F age>10 part:train"
    autocomplete="off"
    spellcheck="false"
    .value=${live(look.query)}
    @input=${(event: Event) => actions.search(textOf(event))}
  />
  <button class="plain" popovertarget="help" aria-label="How to search">?</button>
</div>`;

const sorting = (look: Look, table: GalleryTable, { change }: ToolbarActions): TemplateResult => html`<div class="group">
  <label>
    Sort
    <select aria-label="Sort by" @change=${(event: Event) => change({ sort: textOf(event) })}>
      ${table.columns.map(({ name, title }) => html`<option value=${name} ?selected=${name === look.sort}>${title}</option>`)}
    </select>
  </label>
  <button class="plain" aria-label="Sort ${look.descending ? 'rising' : 'falling'}" title="Sort ${look.descending ? 'rising' : 'falling'}" @click=${() => change({ descending: !look.descending })}>
    ${look.descending ? '↓' : '↑'}
  </button>
</div>`;

const choices = (look: Look, { change }: ToolbarActions): TemplateResult => html`<div class="group">
  <label><input type="checkbox" .checked=${live(look.group)} @change=${(event: Event) => change({ group: isChecked(event) })} />By patient</label>
  <label><input type="checkbox" .checked=${live(look.charts)} @change=${(event: Event) => change({ charts: isChecked(event) })} />Counts</label>
  <label><input type="checkbox" .checked=${live(look.details)} @change=${(event: Event) => change({ details: isChecked(event) })} />Details</label>
  <label class="size"
    >Size
    <input
      type="range"
      aria-label="Size of thumbnails"
      min=${smallest}
      max=${largest}
      step="16"
      .value=${live(String(look.size))}
      @input=${(event: Event) => change({ size: Number(textOf(event)) })}
  /></label>
</div>`;

/** The search field with its help, sorting, grouping, what is shown, and the size of thumbnails. */
export const toolbar = (look: Look, table: GalleryTable, actions: ToolbarActions): TemplateResult => html`<div class="toolbar">
  ${searchField(look, actions)} ${sorting(look, table, actions)} ${choices(look, actions)}
  <vscode-button secondary @click=${actions.openTable}>Open images.csv</vscode-button>
  ${queryHelp(table, actions.insert)}
</div>`;

/** The conditions of a query, each with a button that takes it away, and what could not be understood. */
export const chips = ({ terms, problems }: GalleryQuery, actions: ToolbarActions): TemplateResult | typeof nothing =>
  terms.length + problems.length === 0
    ? nothing
    : html`<div class="chips">
        ${terms.map((term) => html`<button class="chip" aria-label="Remove ${term.text}" @click=${() => actions.remove(term)}>${term.text} <span aria-hidden="true">×</span></button>`)}
        ${problems.map((problem) => html`<span class="problem" role="status">${problem}</span>`)}
      </div>`;
