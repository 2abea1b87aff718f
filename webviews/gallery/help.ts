import { html, type TemplateResult } from 'lit';
import type { GalleryTable } from '../../src/core/dataset/galleryTable';

const examples: readonly (readonly [string, string])[] = [
  ['sex:F', 'is F; where no value is just that, those that contain it'],
  ['part:train,tuning', 'one or the other'],
  ['age>10  age<=16', 'compares numbers; both must hold'],
  ['age:10..20', 'from 10 to under 20'],
  ['label:none', 'has none; label is none, draft, final, disagree, signed off or unreadable'],
  ['label:disagree', 'readers differ, or a merge left something to choose'],
  ['-part:test', 'all but these'],
  ['file="not here"', 'exactly this text, with spaces'],
  ['hand', 'any column contains the word'],
];

/** What can be typed into the search field, and the columns of this dataset; a click on a column begins a condition. */
export const queryHelp = (table: GalleryTable, insert: (text: string) => void): TemplateResult => html`<div
  id="help"
  popover
  role="dialog"
  aria-label="How to search"
>
  <h2>How to search</h2>
  <p>Conditions stand one after the other; an image is shown when all of them hold.</p>
  <table>
    <tbody>
      ${examples.map(([query, words]) => html`<tr><th scope="row"><code>${query}</code></th><td>${words}</td></tr>`)}
    </tbody>
  </table>
  <h3>Columns</h3>
  <div class="columns">
    ${table.columns.map(({ name, title }) => html`<button class="plain" title=${title} @click=${() => insert(`${name}:`)}>${name}</button>`)}
  </div>
</div>`;
