import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { RunCase } from '../../src/core/experiment/caseReport';
import type { CaseAction } from '../../src/protocol/run';
import type { Picked, Place, RunCases } from './runCases';

const actions: readonly (readonly [CaseAction, string])[] = [
  ['who', 'Who Labelled This'],
  ['similar', 'Similar Training Images'],
  ['card', 'Result Card'],
  ['label', 'Open Label'],
];

/** The cases of a place of the page as thumbnails that open the viewer, with label, prediction and error. */
export function caseGrid(cases: RunCases, place: Place, name: string): TemplateResult | typeof nothing {
  const picked = cases.picked[place];
  if (picked === undefined) return nothing;
  if (picked.failure !== '') return html`<p class="message bad" role="alert">${picked.failure}</p>`;
  if (picked.list === null) return html`<p class="muted" role="status">Reading the cases …</p>`;
  return html`<ul class="cases" aria-label=${name}>
      ${repeat(
        picked.list.cases,
        ({ image }) => image,
        (one) => card(cases, one),
      )}
    </ul>
    ${moreButton(cases, place, picked)}`;
}

function moreButton(cases: RunCases, place: Place, { list }: Picked): TemplateResult | typeof nothing {
  const [shown, total] = [list?.cases.length ?? 0, list?.total ?? 0];
  if (shown >= total) return nothing;
  return html`<div class="buttons">
    <vscode-button secondary @click=${() => cases.more(place)}>Show More</vscode-button>
    <span class="muted">${shown} of ${total}</span>
  </div>`;
}

function card(cases: RunCases, one: RunCase): TemplateResult {
  const { image, patient, label, prediction, error } = one;
  const { uri, words } = cases.thumbnails.picture(image);
  return html`<li class="case">
    <button
      class="picture"
      title="${image}, patient ${patient || 'not known'}"
      aria-label="Open ${image}: labelled ${label}, predicted ${prediction}, ${error}${uri === '' && words !== '' ? `. ${words}` : ''}"
      @click=${() => cases.act(image, 'open')}
    >
      ${
        uri === ''
          ? html`<span class="words">${words}</span>`
          : html`<img src=${uri} alt="" draggable="false" decoding="async" @error=${() => cases.thumbnails.broken(image)} />`
      }
    </button>
    <div class="said">
      <strong>${error}</strong>
      ${menu(cases, image)}
    </div>
    <dl>
      <dt>Label</dt>
      <dd>${label}</dd>
      <dt>Run</dt>
      <dd>${prediction}</dd>
    </dl>
    <code class="muted">${image}</code>
  </li>`;
}

/** Closes an open menu that the focus has left. */
function leave(event: FocusEvent): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (!(event.relatedTarget instanceof Node && details.contains(event.relatedTarget))) details.open = false;
}

function closeByKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  const details = event.currentTarget as HTMLDetailsElement;
  details.open = false;
  details.querySelector('summary')?.focus();
}

function menu(cases: RunCases, image: string): TemplateResult {
  const isNumber = cases.report?.detail.kind === 'numbers';
  const act = (action: CaseAction) => (event: Event) => {
    const details = (event.currentTarget as HTMLElement).closest('details');
    if (details !== null) details.open = false;
    cases.act(image, action);
  };
  return html`<details class="menu" @focusout=${leave} @keydown=${closeByKey}>
    <summary aria-label="More about ${image}" title="More"><span aria-hidden="true">⋯</span></summary>
    <div class="choices">${actions.filter(([action]) => action !== 'card' || isNumber).map(([action, title]) => html`<button @click=${act(action)}>${title}</button>`)}</div>
  </details>`;
}
