import { html, nothing, type TemplateResult } from 'lit';
import type { PairAgreement } from '../../src/core/label/agreement';
import { counted } from './words';

type Confusion = NonNullable<PairAgreement['confusion']>;

/** A cell of one label's matrix: row by the first reader, column by the second. */
export type Cell = { readonly item: string; readonly row: number; readonly column: number };

/** What the matrix does: chooses a cell, and opens images. */
export type MatrixActions = {
  readonly choose: (cell: Cell, images: readonly string[]) => void;
  readonly open: (images: readonly string[]) => void;
};

/** Images that can be opened side by side. */
const mostBeside = 9;

/** How often one reader said a value where the other said another; each number opens the images behind it. */
export function confusionMatrix(
  item: string,
  title: string,
  { readers, confusion }: PairAgreement,
  chosen: Cell | null,
  actions: MatrixActions,
): TemplateResult | typeof nothing {
  if (confusion === null) return nothing;
  const { values, counts } = confusion;
  const most = Math.max(1, ...counts.flat());
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of ${title}">
      <table class="matrix">
        <caption>
          ${readers[0]} in rows, ${readers[1]} in columns; a number shows its images
        </caption>
        <thead>
          <tr>
            <td></td>
            ${values.map((value) => html`<th scope="col">${value}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${values.map(
            (value, row) => html`<tr>
              <th scope="row">${value}</th>
              ${values.map((_, column) => matrixCell({ item, row, column }, { readers, confusion }, most, chosen, actions))}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${cases(item, { readers, confusion }, chosen, actions)}`;
}

type Named = { readonly readers: PairAgreement['readers']; readonly confusion: Confusion };

const isSame = (a: Cell | null, b: Cell): boolean => a?.item === b.item && a.row === b.row && a.column === b.column;

const cellWords = ({ readers, confusion }: Named, { row, column }: Cell): string =>
  `${readers[0]} ${confusion.values[row]}, ${readers[1]} ${confusion.values[column]}`;

function matrixCell(cell: Cell, named: Named, most: number, chosen: Cell | null, { choose }: MatrixActions): TemplateResult {
  const images = named.confusion.cells[cell.row]?.[cell.column] ?? [];
  const n = images.length;
  const kind = cell.row === cell.column ? 'agree' : 'differ';
  // A hint only: the number says it all.
  const strength = `--share: ${Math.round((40 * n) / most)}%`;
  if (n === 0) return html`<td class="cell ${kind}">0</td>`;
  return html`<td class="cell ${kind}" .style=${strength}>
    <button
      aria-pressed=${isSame(chosen, cell) ? 'true' : 'false'}
      aria-label="${cellWords(named, cell)}: ${counted(n, 'image')}"
      @click=${() => choose(cell, images)}
    >
      ${n}
    </button>
  </td>`;
}

function cases(item: string, named: Named, chosen: Cell | null, { open }: MatrixActions): TemplateResult | typeof nothing {
  if (chosen?.item !== item) return nothing;
  const images = named.confusion.cells[chosen.row]?.[chosen.column] ?? [];
  if (images.length === 0) return nothing;
  const several = images.length > 1 && images.length <= mostBeside;
  return html`<section class="behind" aria-label="${cellWords(named, chosen)}">
    <p role="status">${counted(images.length, 'image')}: ${cellWords(named, chosen)}</p>
    <ul class="images">
      ${images.map((image) => html`<li><button class="plain" @click=${() => open([image])}>${image}</button></li>`)}
    </ul>
    ${several ? html`<vscode-button secondary @click=${() => open(images)}>Open Side by Side</vscode-button>` : nothing}
  </section>`;
}
