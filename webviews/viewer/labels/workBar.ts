import { html, nothing, type TemplateResult } from 'lit';
import type { WorkModel } from './workModel';

/** The bar above a label: where its reader is in the list, and whether it is final. */
export function workBar(work: WorkModel): TemplateResult {
  const { place } = work.view;
  return html`${place === null ? nothing : placeBar(work)} ${statusBar(work)}
    <p class="problem" role="alert" ?hidden=${work.problem === '' && work.view.problem === ''}>${work.problem || work.view.problem}</p>`;
}

function placeBar(work: WorkModel): TemplateResult | typeof nothing {
  const { place } = work.view;
  if (place === null) return nothing;
  const { at, count, left, words, finalAtOnce, medianSeconds } = place;
  const seconds = medianSeconds === null ? '' : ` · ${Math.round(medianSeconds)} s an image`;
  const waiting = left === null ? '' : left === 0 ? ', all done' : `, ${left} left`;
  const share = left === null ? 0 : (100 * (count - left)) / count;
  const setFinal = ({ target }: Event) =>
    void work.viewer.page.host
      .call('setFinalAtOnce', (target as HTMLInputElement).checked)
      .catch((error: Error) => work.say(error.message));
  return html`<div class="way">
      <button type="button" class="tool" aria-label="Previous image of the list" title="Previous (Shift+Enter)" ?disabled=${work.isBusy || at === 0} @click=${() => work.goOn('previous')}>‹</button>
      <span class="place" title="${words}${seconds}">${at + 1} of ${count}${waiting}</span>
      <button type="button" class="tool" aria-label="Next image of the list" title="Save and next (Enter)" ?disabled=${work.isBusy} @click=${() => work.goOn('next')}>›</button>
    </div>
    <progress max="100" .value=${share} aria-label="Labelled images of the list"></progress>
    <div class="choices">
      <label title="Going on makes the label final when all that is required is answered"><input type="checkbox" .checked=${finalAtOnce} @change=${setFinal} /> Final at once</label>
      ${left === null || left === 0 ? nothing : html`<button type="button" class="link" @click=${() => work.goOn('open')}>Next that waits</button>`}
    </div>`;
}

function statusBar(work: WorkModel): TemplateResult {
  const { label, locked } = work.model.shown;
  const { signedOff, status } = label;
  const word = signedOff === undefined ? status : `signed off by ${signedOff.by}`;
  const call = () => void work.viewer.page.host.call('signOff').catch((error: Error) => work.say(error.message));
  const isOwn = locked === null || signedOff !== undefined;
  return html`<div class="status">
    <span class="badge ${signedOff === undefined ? status : 'signed'}">${word}</span>
    ${
      locked !== null
        ? nothing
        : html`<button type="button" class="value" data-status title="Ctrl+Enter" ?disabled=${work.isBusy} @click=${() => work.toggleFinal()}>${status === 'final' ? 'Make draft' : 'Make final'}</button>`
    }
    ${
      status === 'final' && isOwn
        ? html`<button type="button" class="link" data-sign @click=${call}>${signedOff === undefined ? 'Sign off...' : 'Unlock...'}</button>`
        : nothing
    }
  </div>`;
}
