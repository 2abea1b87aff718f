import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Column } from './columns';

/** The order of the chosen columns after one has moved by a step to the left (-1) or right. */
export function moved(ids: readonly string[], id: string, step: -1 | 1): readonly string[] {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** All columns: the shown ones in their order, each hidden one behind the column after which it stands at first, so that none jumps when it is chosen. */
export function wholeOrder(columns: readonly Column[], shown: readonly Column[]): readonly Column[] {
  const order = [...shown];
  for (const [place, column] of columns.entries()) {
    if (shown.some(({ id }) => id === column.id)) continue;
    const before = columns[place - 1]?.id;
    order.splice(order.findIndex(({ id }) => id === before) + 1, 0, column);
  }
  return order;
}

const titleOf = ({ id, title }: Column): string => (id === 'star' ? 'Star' : id.startsWith('setting:') ? `${title} (setting)` : title);

/** Which columns are shown and in which order. `choose` gets the ids, null for those that are shown at first. */
export function columnsPanel(
  columns: readonly Column[],
  shown: readonly Column[],
  choose: (ids: readonly string[] | null) => void,
): TemplateResult {
  const ids = shown.map(({ id }) => id);
  const order = wholeOrder(columns, shown);
  const line = (column: Column): TemplateResult => {
    const place = ids.indexOf(column.id);
    const title = titleOf(column);
    const toggle = () =>
      choose(
        order.flatMap(({ id }) => ((place >= 0 ? ids.includes(id) && id !== column.id : ids.includes(id) || id === column.id) ? [id] : [])),
      );
    return html`<li>
      <label title=${column.about}><input type="checkbox" .checked=${live(place >= 0)} @change=${toggle} />${title}</label>
      <span ?hidden=${place < 0}>
        <button class="plain" ?disabled=${place <= 0} aria-label="Move ${title} to the left" @click=${() => choose(moved(ids, column.id, -1))}>↑</button>
        <button class="plain" ?disabled=${place === ids.length - 1} aria-label="Move ${title} to the right" @click=${() => choose(moved(ids, column.id, 1))}>↓</button>
      </span>
    </li>`;
  };
  return html`<div id="columns" popover role="dialog" aria-label="Columns">
    <h2>Columns</h2>
    <ul>
      ${repeat(order, ({ id }) => id, line)}
    </ul>
    <button class="plain" @click=${() => choose(null)}>As at First</button>
  </div>`;
}
