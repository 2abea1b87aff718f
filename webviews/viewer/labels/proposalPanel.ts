import { html, nothing, type TemplateResult } from 'lit';
import type { Label, Mark } from '../../../src/core/label/label';
import { acceptAll, decideMark, goToMark, waitingProposals } from './proposalKeys';
import { answerWords, questionsOf } from './questions';
import { readerColour } from './readerColour';
import type { WorkModel } from './workModel';

/** The marks that a run proposed and nobody has decided on yet. */
export function proposalPanel(work: WorkModel): TemplateResult | typeof nothing {
  const { categories, marks } = waitingProposals(work);
  if (marks.length === 0) return nothing;
  const runs = [...new Set(marks.flatMap(({ run }) => run ?? []))];
  return html`<h3>Proposals</h3>
    <p class="muted run">by ${runs.join(', ')}</p>
    <ul class="proposals">${marks.map((mark, index) => proposalRow(work, mark, index))}</ul>
    ${
      marks.length + categories.length < 2
        ? nothing
        : html`<button type="button" class="value" data-accept-all @click=${() => acceptAll(work)}>Accept all <kbd>Shift+Y</kbd></button>`
    }`;
}

function proposalRow(work: WorkModel, mark: Mark, index: number): TemplateResult {
  const { labels, selected, locked } = work.model.shown;
  const title = `${labels.find(({ name }) => name === mark.name)?.title ?? mark.name} ${index + 1}`;
  const score = mark.score === undefined ? '' : `${Math.round(100 * mark.score)} %`;
  const isSelected = mark.id === selected;
  return html`<li class=${isSelected ? 'proposed selected' : 'proposed'}>
    <button type="button" class="plain" data-proposed=${mark.id} aria-pressed=${isSelected} @click=${() => goToMark(work, mark)}>
      <span class="dashes" aria-hidden="true"></span><span class="title">${title}</span><span class="count">${score}</span>
    </button>
    <button type="button" class="tool" aria-label="Accept ${title}" title="Accept (Y)" ?disabled=${locked !== null} @click=${() => decideMark(work, mark, true)}>✓</button>
    <button type="button" class="tool" aria-label="Reject ${title}" title="Reject (N)" ?disabled=${locked !== null} @click=${() => decideMark(work, mark, false)}>×</button>
  </li>`;
}

/** What other readers say of the image, once the reader asks for it. */
export function othersPanel(work: WorkModel): TemplateResult | typeof nothing {
  const { others, isBlind } = work.view;
  if (isBlind)
    return html`<h3>Other readers</h3><p class="muted">You read blind: other readers' labels and what a model says are hidden.</p>`;
  if (others.length === 0) return nothing;
  const toggle = () =>
    work.change(() => {
      work.hasOthers = !work.hasOthers;
    });
  return html`<h3>Other readers</h3>
    <button type="button" class="value" data-others aria-pressed=${work.hasOthers} @click=${toggle}>${work.hasOthers ? 'Hide' : 'Show'} what ${others.length === 1 ? 'one other says' : `${others.length} others say`}</button>
    ${work.hasOthers ? html`<ul class="others">${others.map((label) => otherRow(work, label))}</ul>` : nothing}`;
}

function otherRow({ model }: WorkModel, label: Label): TemplateResult {
  const said = questionsOf(model.shown.labels).flatMap((definition) => {
    const words = answerWords(definition, label.categories[definition.name]);
    return words === '' ? [] : [`${definition.title}: ${words}`];
  });
  const marks = label.marks.length === 0 ? [] : [label.marks.length === 1 ? '1 mark' : `${label.marks.length} marks`];
  return html`<li class="other">
    <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${readerColour(label.reader)} /></svg>
    <span><b>${label.reader}</b> · ${label.status}<br />${[...said, ...marks].join(', ') || 'nothing yet'}</span>
  </li>`;
}
