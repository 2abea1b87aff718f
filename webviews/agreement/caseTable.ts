import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AdjudicationCase, AgreementReport } from '../../src/core/label/agreementReport';
import { consensusReader } from '../../src/core/label/consensusRule';
import { type DecideActions, type Deciding, decideForm } from './decideForm';
import type { Look } from './look';
import { counted } from './words';

export type CaseActions = DecideActions & {
  readonly change: (part: Partial<Look>) => void;
  readonly open: (images: readonly string[]) => void;
  readonly openLabel: (reader: string, image: string) => void;
  readonly decide: (image: string) => void;
  readonly more: () => void;
};

const isDone = ({ consensus }: AdjudicationCase): boolean => consensus === 'draft' || consensus === 'final';

/** The cases that the look lets through, each with the differences of the chosen label. */
export function listedCases({ adjudicate }: AgreementReport, { label, open }: Look): readonly AdjudicationCase[] {
  const chosen = adjudicate
    .filter((entry) => !open || !isDone(entry))
    .map((entry) => ({ ...entry, differences: entry.differences.filter(({ name }) => label === '' || name === label) }))
    .filter(({ differences }) => differences.length > 0);
  const sizeOf = ({ differences }: AdjudicationCase): number => Math.max(...differences.map(({ size }) => size));
  return label === '' ? chosen : chosen.toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

function filters({ adjudicate, labels }: AgreementReport, look: Look, { change }: CaseActions): TemplateResult {
  const names = new Set(adjudicate.flatMap(({ differences }) => differences.map(({ name }) => name)));
  return html`<div class="choices">
    <label
      >Label
      <select aria-label="Label" @change=${(event: Event) => change({ label: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${look.label === ''}>all</option>
        ${labels.filter(({ name }) => names.has(name)).map(({ name, title }) => html`<option value=${name} ?selected=${look.label === name}>${title}</option>`)}
      </select></label
    >
    <label
      ><input
        type="checkbox"
        .checked=${live(look.open)}
        @change=${(event: Event) => change({ open: (event.target as HTMLInputElement).checked })}
      />Only what is not decided yet</label
    >
  </div>`;
}

/** The images on which readers differ, the largest disagreement first, with who said what. */
export function caseTable(
  report: AgreementReport,
  look: Look,
  most: number,
  deciding: Deciding | null,
  actions: CaseActions,
): TemplateResult {
  const cases = listedCases(report, look);
  const done = report.adjudicate.filter(isDone).length;
  return html`<section aria-labelledby="cases">
    <h2 id="cases">To adjudicate</h2>
    ${report.adjudicate.length === 0 ? html`<p>No image: the readers agree within what the protocol tolerates.</p>` : html`<p role="status">${counted(report.adjudicate.length, 'image')}, ${done} of them decided${cases.length === report.adjudicate.length ? '' : `; ${cases.length} listed`}.</p> ${filters(report, look, actions)} ${table(report, cases.slice(0, most), look, deciding, actions)}`}
    ${cases.length > most ? html`<vscode-button secondary @click=${actions.more}>Show ${Math.min(200, cases.length - most)} More</vscode-button>` : nothing}
  </section>`;
}

/** Arrow keys go from image to image, as in a list. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const here = event.target as HTMLElement;
  if (step === 0 || !here.classList.contains('image')) return;
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button.image')];
  event.preventDefault();
  all[all.indexOf(here) + step]?.focus();
}

const table = (
  report: AgreementReport,
  cases: readonly AdjudicationCase[],
  look: Look,
  deciding: Deciding | null,
  actions: CaseActions,
): TemplateResult =>
  cases.length === 0
    ? html`<p class="muted">None with this filter.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Images to adjudicate">
        <table class="cases" @keydown=${moveFocus}>
          <thead>
            <tr>
              <th scope="col">Image</th>
              <th scope="col">Label</th>
              ${report.readers.map((reader) => html`<th scope="col">${reader}</th>`)}
              <th scope="col" class="number" title="0: just beyond what is tolerated; 1: as far apart as can be">Apart</th>
              <th scope="col">Consensus</th>
              <th scope="col"><span class="hidden">Decide</span></th>
            </tr>
          </thead>
          ${repeat(
            cases,
            ({ image }) => image,
            (entry) => caseRows(entry, report, look, deciding, actions),
          )}
        </table>
      </div>`;

const stateWords = { draft: 'draft', final: 'final', stale: 'stale: a source has changed' } as const;

/** What a reader says, as a button that opens the label. */
const saidWords = (words: string | null, reader: string, image: string, { openLabel }: CaseActions): TemplateResult =>
  words === null
    ? html`<span class="muted">not read</span>`
    : html`<button class="said" aria-label="${reader}: ${words}; open the label" @click=${() => openLabel(reader, image)}>${words}</button>`;

const consensusWords = ({ image, consensus }: AdjudicationCase, { openLabel }: CaseActions): TemplateResult =>
  consensus === 'none'
    ? html`none`
    : html`<button class="said" aria-label="Consensus ${consensus}; open the label" @click=${() => openLabel(consensusReader, image)}>${stateWords[consensus]}</button>`;

function caseRows(
  entry: AdjudicationCase,
  report: AgreementReport,
  look: Look,
  deciding: Deciding | null,
  actions: CaseActions,
): TemplateResult {
  const { image, differences, consensus } = entry;
  const isOpen = deciding?.image === image;
  const first = html`<th scope="rowgroup" rowspan=${differences.length}>
    <button class="plain image" aria-label="Open ${image}" @click=${() => actions.open([image])}>${image}</button>
  </th>`;
  const last = html`<td rowspan=${differences.length} class="state ${consensus}">${consensusWords(entry, actions)}</td>
    <td rowspan=${differences.length}>
      <button
        class="plain"
        aria-expanded=${isOpen ? 'true' : 'false'}
        aria-label="Decide ${image}"
        @click=${() => (isOpen ? actions.close() : actions.decide(image))}
      >
        Decide
      </button>
    </td>`;
  return html`<tbody class=${consensus === 'none' || consensus === 'stale' ? 'open' : 'done'}>
    ${differences.map(
      ({ title, said, size, why }, index) => html`<tr>
        ${index === 0 ? first : nothing}
        <td title=${why}>${title}</td>
        ${said.map((words, reader) => html`<td>${saidWords(words, report.readers[reader] ?? '', image, actions)}</td>`)}
        <td class="number"><span class="bar" aria-hidden="true" .style=${`--size: ${Math.round(100 * size)}%`}></span>${size.toFixed(2)}</td>
        ${index === 0 ? last : nothing}
      </tr>`,
    )}
    ${isOpen && deciding !== null ? html`<tr><td colspan=${report.readers.length + 5}>${decideForm(entry, report, deciding, look.final, actions)}</td></tr>` : nothing}
  </tbody>`;
}
