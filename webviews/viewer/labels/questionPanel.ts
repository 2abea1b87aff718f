import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import { decideCategory, waitingProposals } from './proposalKeys';
import { answerAfter, answered, answerWords, keysOf, questionsOf } from './questions';
import type { WorkModel } from './workModel';

/** The questions of the protocol with their answers; nothing where it has none. */
export function questionPanel(work: WorkModel): TemplateResult | typeof nothing {
  const questions = questionsOf(work.model.shown.labels);
  if (questions.length === 0) return nothing;
  const active = work.question?.name;
  return html`<h3>Questions</h3>${questions.map((definition) => questionRow(work, definition, definition.name === active))}`;
}

function questionRow(work: WorkModel, definition: LabelDefinition, isActive: boolean): TemplateResult {
  const { name, title, hotkey, required, guideline, pictures = [] } = definition;
  const isOpen = work.guidelines.has(name);
  const isMissing = required === true && work.model.label.categories[name] === undefined;
  const toggle = () => work.change(() => (isOpen ? work.guidelines.delete(name) : work.guidelines.add(name)));
  return html`<section class=${isActive ? 'question active' : 'question'} data-question=${name} aria-label=${title}>
    <div class="asked">
      <button type="button" class="plain" data-choose=${name} aria-pressed=${isActive} @click=${() => work.model.choose(name)}>
        ${title}${required === true ? html`<span class=${isMissing ? 'required missing' : 'required'} title="Required"> *</span>` : nothing}
      </button>
      ${hotkey === undefined ? nothing : html`<kbd>${hotkey}</kbd>`}
      ${
        guideline === undefined && pictures.length === 0
          ? nothing
          : html`<button type="button" class="tool help" aria-expanded=${isOpen} aria-label="Guideline of ${title}" title="Guideline" @click=${toggle}>?</button>`
      }
    </div>
    ${isOpen ? guidelineOf(work, definition) : nothing} ${answerOf(work, definition)} ${proposalOf(work, definition)}
  </section>`;
}

function guidelineOf({ view }: WorkModel, { title, guideline, pictures = [] }: LabelDefinition): TemplateResult {
  const address = (path: string) => view.pictures[path] ?? '';
  return html`<div class="guideline">
    ${guideline === undefined ? nothing : html`<p>${guideline}</p>`}
    ${pictures.map((path, index) =>
      address(path) === ''
        ? html`<p class="muted">${path} can't be shown.</p>`
        : html`<img src=${address(path)} alt="${title}: picture ${index + 1} of the guideline" />`,
    )}
  </div>`;
}

function answerOf(work: WorkModel, definition: LabelDefinition): TemplateResult {
  if (definition.kind === 'number') return numberField(work, definition);
  return definition.kind === 'note' ? noteField(work, definition) : valueButtons(work, definition);
}

function valueButtons(work: WorkModel, definition: LabelDefinition): TemplateResult {
  const { name, title, kind, values = [] } = definition;
  const { locked, label } = work.model.shown;
  const value = label.categories[name];
  const chosen = answered(definition, value);
  const keys = keysOf(definition);
  const isSeveral = kind === 'several';
  const press = (one: string) => (event: MouseEvent) => {
    work.answer(definition, answerAfter(definition, value, one));
    giveBack(event);
  };
  return html`<div class="values" role=${isSeveral ? 'group' : 'radiogroup'} aria-label=${title}>
    ${values.map((one, index) => {
      const isChosen = chosen.includes(one);
      return html`<button
        type="button"
        class=${isChosen ? 'value chosen' : 'value'}
        role=${isSeveral ? 'checkbox' : 'radio'}
        aria-checked=${isChosen}
        data-value=${one}
        ?disabled=${locked !== null}
        @click=${press(one)}
      ><span>${one}</span>${(keys[index] ?? '') === '' ? nothing : html`<kbd>${keys[index]}</kbd>`}</button>`;
    })}
    ${
      isSeveral
        ? html`<button type="button" class=${value !== undefined && chosen.length === 0 ? 'value chosen' : 'value'} role="checkbox" aria-checked=${value !== undefined && chosen.length === 0} data-value="" ?disabled=${locked !== null} @click=${(
            event: MouseEvent,
          ) => {
            work.answer(definition, []);
            giveBack(event);
          }}><span>none of them</span><kbd>0</kbd></button>`
        : nothing
    }
    ${value === undefined || locked !== null ? nothing : takeBack(work, definition)}
  </div>`;
}

const takeBack = (work: WorkModel, definition: LabelDefinition): TemplateResult =>
  html`<button type="button" class="tool back" aria-label="Take back the answer to ${definition.title}" title="Take the answer back" @click=${(
    event: MouseEvent,
  ) => {
    work.answer(definition, null);
    giveBack(event);
  }}>×</button>`;

/** After a click of the mouse the keys belong to the picture again; who presses a button by key stays on it. */
function giveBack({ detail }: MouseEvent): void {
  if (detail > 0) document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
}

function numberField(work: WorkModel, definition: LabelDefinition): TemplateResult {
  const { name, title, unit = '', minimum, maximum } = definition;
  const { locked, label } = work.model.shown;
  const value = label.categories[name];
  const refusal = work.refusals.get(name) ?? '';
  const text = work.typed.get(name) ?? (typeof value === 'number' ? String(value) : '');
  const range = minimum === undefined && maximum === undefined ? '' : `${minimum ?? ''} to ${maximum ?? ''}`;
  return html`<div class="number">
      <input
        type="text"
        inputmode="decimal"
        autocomplete="off"
        data-field=${name}
        aria-label="${title}, ${unit}"
        aria-invalid=${refusal !== ''}
        aria-describedby="refusal-${name}"
        placeholder=${range}
        ?disabled=${locked !== null}
        .value=${live(text)}
        @focus=${() => work.model.shown.chosen === name || work.model.choose(name)}
        @input=${({ target }: Event) => work.change(() => void work.typed.set(name, (target as HTMLInputElement).value))}
        @change=${() => work.commit(definition)}
        @keydown=${(event: KeyboardEvent) => fieldKey(work, definition, event, false)}
      /><span class="unit">${unit}</span>
    </div>
    <p class="refusal" id="refusal-${name}" role="alert">${refusal}</p>`;
}

function noteField(work: WorkModel, definition: LabelDefinition): TemplateResult {
  const { name, title } = definition;
  const { locked, label } = work.model.shown;
  const value = label.categories[name];
  return html`<textarea
    rows="3"
    data-field=${name}
    aria-label=${title}
    placeholder="Free text; nothing of the patient's identity"
    ?disabled=${locked !== null}
    .value=${live(work.typed.get(name) ?? (typeof value === 'string' ? value : ''))}
    @focus=${() => work.model.shown.chosen === name || work.model.choose(name)}
    @input=${({ target }: Event) => work.change(() => void work.typed.set(name, (target as HTMLTextAreaElement).value))}
    @change=${() => work.commit(definition)}
    @keydown=${(event: KeyboardEvent) => fieldKey(work, definition, event, true)}
  ></textarea>`;
}

/** Enter (in a note with Ctrl) takes what was typed and goes on, Escape drops it. */
function fieldKey(work: WorkModel, definition: LabelDefinition, event: KeyboardEvent, isNote: boolean): void {
  const { key, ctrlKey, metaKey, shiftKey } = event;
  const isDone = key === 'Enter' && (isNote ? ctrlKey || metaKey : !ctrlKey && !metaKey);
  if (!isDone && key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  if (key === 'Escape')
    work.change(() => {
      work.typed.delete(definition.name);
      work.refusals.delete(definition.name);
    });
  else if (!work.commit(definition)) return;
  document.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  if (isDone) void work.goOn(shiftKey ? 'previous' : 'next');
}

/** Chooses the field of a question and begins its text with a key. */
export function focusField(work: WorkModel, root: HTMLElement, name: string, text: string): void {
  work.change(() => {
    work.typed.set(name, text);
    work.refusals.delete(name);
  });
  const field = root.querySelector<HTMLInputElement>(`[data-field="${CSS.escape(name)}"]`);
  field?.focus();
  field?.setSelectionRange(text.length, text.length);
}

function proposalOf(work: WorkModel, definition: LabelDefinition): TemplateResult | typeof nothing {
  const proposal = waitingProposals(work).categories.find(({ name }) => name === definition.name);
  const run = work.view.proposals?.run ?? '';
  if (proposal === undefined || work.model.shown.locked !== null) return nothing;
  const sure = proposal.score === undefined ? '' : `, ${Math.round(100 * proposal.score)} % sure`;
  return html`<div class="proposal" data-proposal=${definition.name} title="Proposed by run ${run}">
    <span class="words">Model: <b>${answerWords(definition, proposal.value)}</b>${sure}<span class="run">${run}</span></span>
    <button type="button" class="value" title="Accept (Y)" @click=${() => decideCategory(work, proposal, true)}>Accept <kbd>Y</kbd></button>
    <button type="button" class="value" title="Reject (N)" @click=${() => decideCategory(work, proposal, false)}>Reject <kbd>N</kbd></button>
  </div>`;
}
