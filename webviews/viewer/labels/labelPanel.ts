import { html, nothing, render, type TemplateResult } from 'lit';
import { removeMark } from '../../../src/core/label/edit';
import { isDrawn, type LabelDefinition } from '../../../src/core/label/protocol';
import { conflictList } from './conflictList';
import type { LabelModel, ShownLabel } from './labelModel';
import { colourOf } from './markColour';
import { noteList } from './noteList';

const swatch = (definition: Pick<LabelDefinition, 'name' | 'colour'>): TemplateResult =>
  html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${colourOf(definition)} /></svg>`;

function drawnButton(model: LabelModel, definition: LabelDefinition, { chosen, label, locked }: ShownLabel): TemplateResult {
  const count = label.marks.filter(({ name }) => name === definition.name).length;
  return html`<li><button
    type="button"
    class="plain definition"
    data-definition=${definition.name}
    aria-pressed=${chosen === definition.name}
    ?disabled=${locked !== null}
    title=${definition.guideline ?? definition.title}
    @click=${() => model.choose(chosen === definition.name ? null : definition.name)}
  >
    ${swatch(definition)}<span class="title">${definition.title}</span>
    <span class="count">${count === 0 ? '' : count}</span>${definition.hotkey === undefined ? nothing : html`<kbd>${definition.hotkey}</kbd>`}
  </button></li>`;
}

function markRow(model: LabelModel, { label, labels, selected, locked }: ShownLabel): readonly TemplateResult[] {
  return label.marks.map((mark, index) => {
    const definition = labels.find(({ name }) => name === mark.name);
    const title = `${definition?.title ?? mark.name} ${index + 1}`;
    return html`<li class=${mark.id === selected ? 'mark selected' : 'mark'}>
      <button type="button" class="plain" data-mark=${mark.id} aria-pressed=${mark.id === selected} @click=${() => model.select(mark.id)}>
        ${swatch(definition ?? mark)}<span class="title">${title}</span>
      </button>
      <button type="button" class="tool" aria-label="Delete ${title}" title="Delete (Delete)" ?disabled=${locked !== null} @click=${() => model.step('Delete Mark', [removeMark(model.label, mark.id)])}>×</button>
    </li>`;
  });
}

/** Draws the panel of a label: what can be drawn, and what is. */
export function drawLabelPanel(root: HTMLElement, model: LabelModel): void {
  const { shown } = model;
  const { label, labels, locked } = shown;
  const drawn = labels.filter(isDrawn);
  // Steps that are not on the disk yet.
  root.dataset.waiting = String(model.waiting);
  render(
    html`<header class="head"><h2>Label</h2><span class="state">${label.reader} · ${label.status}</span></header>
      <div class="content">
        ${locked === null ? nothing : html`<p class="lock" role="note">${locked}</p>`}
        ${noteList(model)}${conflictList(model)}
        ${drawn.length === 0 ? nothing : html`<h3>Draw</h3><ul>${drawn.map((definition) => drawnButton(model, definition, shown))}</ul>`}
        ${
          label.marks.length > 0
            ? html`<h3>Marks</h3><ul class="marks">${markRow(model, shown)}</ul>`
            : drawn.length === 0
              ? nothing
              : html`<p class="empty">Nothing is drawn yet: choose what you see above, then drag over the picture.</p>`
        }
      </div>`,
    root,
  );
}
