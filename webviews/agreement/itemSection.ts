import { html, nothing, type TemplateResult } from 'lit';
import type { ItemAgreement, PairAgreement } from '../../src/core/label/agreement';
import type { AgreementReport } from '../../src/core/label/agreementReport';
import { blandAltman } from './blandAltman';
import { type Cell, confusionMatrix, type MatrixActions } from './confusionMatrix';
import type { Look } from './look';
import { statisticsTable } from './statisticsTable';

/** A pair of readers in one word. */
const keyOf = ({ readers }: PairAgreement): string => readers.join('\n');

/** The pair whose matrices and figures are shown. */
const chosenPair = ({ pairs }: ItemAgreement, pair: string): PairAgreement | undefined =>
  pairs.find((one) => keyOf(one) === pair) ?? pairs[0];

const kindWords: Readonly<Record<string, string>> = {
  several: 'several values',
  cobb: 'Cobb angle',
};

/** One label of the protocol: its statistics, the matrix of its values or the figure of its numbers. */
function itemSection(item: ItemAgreement, index: number, pair: string, cell: Cell | null, actions: MatrixActions): TemplateResult {
  const chosen = chosenPair(item, pair);
  const id = `item-${index}`;
  return html`<section aria-labelledby=${id}>
    <h2 id=${id}>${item.title} <span class="muted">${kindWords[item.kind] ?? item.kind}</span></h2>
    ${statisticsTable(item)}
    ${chosen === undefined ? nothing : html`${confusionMatrix(`${item.name}\n${item.title}`, item.title, chosen, cell, actions)} ${blandAltman(chosen, item.title, item.unit)}`}
  </section>`;
}

/** Which two readers the matrices and figures compare, where there are more. */
function pairChoice({ items }: AgreementReport, pair: string, change: (part: Partial<Look>) => void): TemplateResult | typeof nothing {
  const pairs = items[0]?.pairs ?? [];
  if (pairs.length < 2) return nothing;
  return html`<label class="pair"
    >Matrices and figures of
    <select aria-label="Matrices and figures of" @change=${(event: Event) => change({ pair: (event.target as HTMLSelectElement).value })}>
      ${pairs.map((one) => html`<option value=${keyOf(one)} ?selected=${keyOf(one) === pair}>${one.readers[0]} and ${one.readers[1]}</option>`)}
    </select></label
  >`;
}

/** How far readers agree in everything that the protocol declares. */
export const agreementTab = (
  report: AgreementReport,
  look: Look,
  cell: Cell | null,
  change: (part: Partial<Look>) => void,
  actions: MatrixActions,
): TemplateResult =>
  html`${pairChoice(report, look.pair, change)} ${report.items.map((item, index) => itemSection(item, index, look.pair, cell, actions))}`;
