import { html, type TemplateResult } from 'lit';

const examples: readonly (readonly [string, string])[] = [
  ['learningRate < 0.001 auc > 0.9', 'settings by their last or dotted key, and metrics; all must hold'],
  ['network.name=resnet-18,unet', 'the whole text is one or the other'],
  ['network.name:resnet', 'contains it'],
  ['starred:yes  tag=baseline', 'what people noted'],
  ['state:failed  -resnet', 'a minus turns a condition round'],
  ['auc=none', 'has no value'],
  ['created>=2026-03-01', 'from that day on'],
  ['ada', 'name, state, experiment, author, reason, tags or notes contain it'],
];

const keys: readonly (readonly [string, string])[] = [
  ['/', 'to the filter; Enter or ↓ to the table'],
  ['↑ ↓ Page Home End', 'move; with Shift select'],
  ['Space', 'select or not'],
  ['Enter', 'open the run'],
  ['S', 'star or not'],
  ['B', 'hold settings against this run'],
  ['C', 'compare the selected runs'],
  ['Ctrl+A  Escape', 'select all, none'],
];

const lines = (rows: readonly (readonly [string, string])[]): TemplateResult =>
  html`<table>
    <tbody>
      ${rows.map(([what, words]) => html`<tr><th scope="row"><code>${what}</code></th><td>${words}</td></tr>`)}
    </tbody>
  </table>`;

/** What can be typed into the filter, with the names that it knows here (a click begins a condition), and the keys of the page. */
export const filterHelp = (names: readonly string[], insert: (text: string) => void): TemplateResult => html`<div
  id="help"
  popover
  role="dialog"
  aria-label="How to filter, and keys"
>
  <h2>How to filter</h2>
  ${lines(examples)}
  <h3>Names of this history</h3>
  <div class="names">${names.map((name) => html`<button class="plain" @click=${() => insert(name)}>${name}</button>`)}</div>
  <h3>Keys</h3>
  ${lines(keys)}
</div>`;
