import { html, type TemplateResult } from 'lit';

/** What the empty states offer. */
export type EmptyActions = { readonly train: () => void; readonly showAll: () => void; readonly clear: () => void };

/** In place of the table where there is nothing to show: no run at all, or none that passes. */
export function emptyState(runs: number, all: boolean, { train, showAll, clear }: EmptyActions): TemplateResult {
  if (runs > 0)
    return html`<div class="nothing">
      <p>No run passes: ${runs} ${runs === 1 ? 'is' : 'are'} filtered out or hidden.</p>
      <vscode-button @click=${clear}>Show All of Them</vscode-button>
    </div>`;
  return html`<div class="nothing">
    <p>${all ? 'There is no run yet on any branch or tag.' : 'There is no run on this branch yet.'} Every training leaves its record here and in git.</p>
    <vscode-button @click=${train}>Train...</vscode-button>
    ${all ? '' : html`<vscode-button secondary @click=${showAll}>Look on All Branches</vscode-button>`}
  </div>`;
}
