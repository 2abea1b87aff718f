import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Column } from './columns';

/** The order of the chosen columns after one has moved by a step up (-1) or down. */
export function moved(ids: readonly string[], id: string, step: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

const titleOf = ({ id, title }: Column): string => (id === 'star' ? 'Star' : id.startsWith('setting:') ? `${title} (setting)` : title);

/** Which columns are shown and in which order: the shown ones first. `choose` gets the ids, null for those that are shown at first. */
export function columnsPanel(
  columns: readonly Column[],
  shown: readonly Column[],
  choose: (ids: readonly string[] | null) => void,
): TemplateResult {
  const ids = shown.map(({ id }) => id);
  const rest = columns.filter(({ id }) => !ids.includes(id));
  const line = (column: Column, place: number): TemplateResult => {
    const isShown = place >= 0;
    const title = titleOf(column);
    const toggle = () => choose(isShown ? ids.filter((id) => id !== column.id) : [...ids, column.id]);
    return html`<li>
      <label title=${column.about}><input type="checkbox" .checked=${live(isShown)} @change=${toggle} />${title}</label>
      <span ?hidden=${!isShown}>
        <button class="plain" ?disabled=${place <= 0} aria-label="Move ${title} to the left" @click=${() => choose(moved(ids, column.id, -1))}>↑</button>
        <button class="plain" ?disabled=${place === ids.length - 1} aria-label="Move ${title} to the right" @click=${() => choose(moved(ids, column.id, 1))}>↓</button>
      </span>
    </li>`;
  };
  return html`<div id="columns" popover role="dialog" aria-label="Columns">
    <h2>Columns</h2>
    <ul>
      ${shown.map(line)} ${rest.map((column) => line(column, -1))}
    </ul>
    <button class="plain" @click=${() => choose(null)}>As at First</button>
  </div>`;
}
