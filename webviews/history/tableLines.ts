import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { Group } from './arrange';
import { type Column, shortRun, stateText } from './columns';
import type { TableContent } from './tableContent';

/** What can be done within a line. */
export type CellActions = { readonly star: (row: number) => void; readonly fold: (group: string) => void };

/** Where a line stands, and what is marked of it; `top` is in CSS pixels. */
export type LineState = { readonly index: number; readonly top: number };
export type RunLineState = LineState & { readonly isFocused: boolean; readonly isSelected: boolean; readonly isBase: boolean };

const place = (top: number): string => `transform: translateY(${top}px)`;

function starCell(row: HistoryRow, at: number, { star }: CellActions): TemplateResult {
  const { starred } = row.notes;
  const label = `${starred ? 'Take the star from' : 'Star'} ${shortRun(row.listing.run)}`;
  return html`<button class="star ${starred ? 'on' : ''}" tabindex="-1" aria-pressed=${starred} aria-label=${label} @click=${() => star(at)}>${starred ? '★' : '☆'}</button>`;
}

function stateCell(row: HistoryRow, live: string): TemplateResult {
  const { state, reason = '' } = row.listing;
  const words = live !== '' && state === 'running' ? live : stateText(row);
  // The reason of a damaged record stands where everybody sees it.
  const why = state === 'damaged' || state === 'failed' ? html`<span class="why">${reason}</span>` : nothing;
  return html`<span class="state ${state}">${words}</span>${why}`;
}

function cell(row: HistoryRow, at: number, column: Column, content: TableContent, isBase: boolean, actions: CellActions): TemplateResult {
  const text = column.text(row);
  const says = column.says?.(row) || text;
  const shown =
    column.id === 'star'
      ? starCell(row, at, actions)
      : column.id === 'state'
        ? stateCell(row, content.live(row.listing.run))
        : column.id === 'run' && isBase
          ? html`${text} <span class="badge">base</span>`
          : text;
  return html`<div role="gridcell" class="cell ${column.kind} col-${column.id.replace(/:.*/, '')}" title=${column.id === 'star' ? nothing : says}>${shown}</div>`;
}

/** One run as a line of the table. */
export function runLine(row: HistoryRow, at: number, content: TableContent, state: RunLineState, actions: CellActions): TemplateResult {
  const { index, top, isFocused, isSelected, isBase } = state;
  return html`<div
    role="row"
    id="line-${index}"
    data-line=${index}
    class="line run ${isFocused ? 'focused' : ''} ${row.listing.state}"
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    .style=${place(top)}
  >
    ${content.columns.map((column) => cell(row, at, column, content, isBase, actions))}
  </div>`;
}

/** The head of a group as a line of the table. */
export function groupLine(group: Group, text: string, columns: number, { index, top }: LineState, { fold }: CellActions): TemplateResult {
  return html`<div role="row" id="line-${index}" class="line group" aria-rowindex=${index + 2} .style=${place(top)}>
    <div role="gridcell" aria-colspan=${columns} class="cell">
      <button class="fold" aria-expanded=${!group.isCollapsed} @click=${() => fold(group.key)}>
        <span aria-hidden="true">${group.isCollapsed ? '▸' : '▾'}</span> ${group.title}
      </button>
      <span class="muted">${text}</span>
    </div>
  </div>`;
}
