import { html, nothing, type TemplateResult } from 'lit';
import type { LabelNote } from '../../../src/core/label/labelNote';
import type { LabelModel } from './labelModel';

function noteItem(model: LabelModel, { id, text, isProblem, choices }: LabelNote): TemplateResult {
  return html`<li class=${isProblem ? 'note wrong' : 'note'} data-note=${id} role=${isProblem ? 'alert' : 'status'}>
    <p>${text}</p>
    ${
      choices.length === 0
        ? nothing
        : html`<div class="choices">${choices.map(
            (choice) =>
              html`<button type="button" data-choice=${choice.id} @click=${() => model.answer(id, choice.id)}>${choice.title}</button>`,
          )}</div>`
    }
  </li>`;
}

/** What is to be said of a label, each with the buttons that answer it. */
export function noteList(model: LabelModel): TemplateResult | typeof nothing {
  const { notes = [] } = model.shown;
  return notes.length === 0 ? nothing : html`<ul class="label-notes" aria-label="Notes">${notes.map((note) => noteItem(model, note))}</ul>`;
}
