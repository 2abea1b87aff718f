const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text for HTML or SVG, between tags or in an attribute's quotation marks. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

/** A cell of a table: text, or markup that is made already; `number` stands to the right. */
export type Cell = string | { readonly markup: string } | { readonly number: string };

const cellOf = (cell: Cell): string =>
  typeof cell === 'string'
    ? `<td>${escapeMarkup(cell)}</td>`
    : 'markup' in cell
      ? `<td>${cell.markup}</td>`
      : `<td class="number">${escapeMarkup(cell.number)}</td>`;

/** A table with a caption; the first cell of each row is its heading. */
export function tableMarkup(caption: string, headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const isNumber = (column: number): boolean => rows.some((row) => typeof row[column] === 'object' && 'number' in row[column]);
  const head = headings
    .map((text, column) => `<th scope="col"${isNumber(column) ? ' class="number"' : ''}>${escapeMarkup(text)}</th>`)
    .join('');
  const body = rows.map(([first = '', ...rest]) => {
    const heading = typeof first === 'string' ? escapeMarkup(first) : 'markup' in first ? first.markup : escapeMarkup(first.number);
    return `<tr><th scope="row">${heading}</th>${rest.map(cellOf).join('')}</tr>`;
  });
  const columns = headings.length === 0 ? '' : `<thead><tr>${head}</tr></thead>`;
  return `<div class="scroll"><table><caption>${escapeMarkup(caption)}</caption>${columns}<tbody>${body.join('')}</tbody></table></div>`;
}
