import { html, nothing, render, type TemplateResult } from 'lit';
import { withoutProposals } from '../../../src/core/label/proposals';
import { isDrawn, kindsToDraw, type LabelDefinition, type LabelKind } from '../../../src/core/label/protocol';
import type { Viewer } from '../viewer';
import { conflictList } from './conflictList';
import type { LabelModel, ShownLabel } from './labelModel';
import { markList } from './markList';
import { noteList } from './noteList';
import { swatch } from './swatch';
import { countTimes } from './timePlace';

/** How each kind is drawn. */
const hints: Partial<Readonly<Record<LabelKind, string>>> = {
  box: 'Drag from corner to corner.',
  outline: 'Click the corners, the first one again to close; or drag around it.',
  length: 'Drag from end to end.',
  angle: 'Click the end of one arm, the vertex, the end of the other.',
  cobb: 'Drag one line, then the other.',
  point: 'Click.',
  mask: 'Paint with the brush; its size and more stand below.',
  interval: 'Press Enter at its first point in time, and at its last.',
};

function drawnButton(viewer: Viewer, model: LabelModel, definition: LabelDefinition): TemplateResult {
  const { chosen, label, locked } = model.shown;
  const count = withoutProposals(label).marks.filter(({ name }) => name === definition.name).length;
  const isChosen = chosen === definition.name;
  return html`<li><button
    type="button"
    class="plain definition"
    data-definition=${definition.name}
    aria-pressed=${isChosen}
    ?disabled=${locked !== null}
    title=${definition.guideline ?? definition.title}
    @click=${() => choose(viewer, model, isChosen ? null : definition.name)}
  >
    ${swatch(definition)}<span class="title">${definition.title}</span>
    <span class="count">${count === 0 ? '' : count}</span>${definition.hotkey === undefined ? nothing : html`<kbd>${definition.hotkey}</kbd>`}
  </button>${isChosen ? drawing(viewer, model, definition) : nothing}</li>`;
}

/** The next key belongs to the picture, such as Enter for a point in time. */
function choose({ stage }: Viewer, model: LabelModel, name: string | null): void {
  model.choose(name);
  stage.canvas.parentElement?.focus({ preventScroll: true });
}

/** How the chosen definition is drawn, and the choice between outline and mask where there is one. */
function drawing({ shown: { stack } }: Viewer, model: LabelModel, definition: LabelDefinition): TemplateResult {
  const kinds = kindsToDraw(definition);
  const now = model.drawnKind;
  const hint =
    now === 'interval' && countTimes(stack) < 2 ? 'This image has one point in time only.' : (hints[now ?? definition.kind] ?? '');
  return html`<div class="drawing">
    ${
      kinds.length < 2
        ? nothing
        : html`<div class="kinds" role="group" aria-label="Draw as">${kinds.map(
            (kind) =>
              html`<button type="button" class="tool" data-kind=${kind} aria-pressed=${kind === now} @click=${() => model.drawAs(kind)}>${kind === 'mask' ? 'Mask' : 'Outline'}</button>`,
          )}</div>`
    }
    <p class="hint">${hint}</p>
  </div>`;
}

/** Draws the panel of a label: what is said of the image, what can be drawn, and what is. */
export function drawLabelPanel(root: HTMLElement, viewer: Viewer, model: LabelModel, said: TemplateResult): void {
  const { label, labels, locked, areHidden }: ShownLabel = model.shown;
  const drawn = labels.filter(isDrawn);
  // Steps that are not on the disk yet.
  root.dataset.waiting = String(model.waiting);
  render(
    html`<header class="head"><h2>Label</h2><span class="state">${label.reader} · ${label.status}</span></header>
      <div class="content">
        ${locked === null ? nothing : html`<p class="lock" role="note">${locked}</p>`}
        ${noteList(model)}${conflictList(model)}${said}
        ${drawn.length === 0 ? nothing : html`<h3>Draw</h3><ul>${drawn.map((definition) => drawnButton(viewer, model, definition))}</ul>`}
        ${
          areHidden
            ? html`<p class="lock" role="note">The marks are hidden. <button type="button" class="link" @click=${() => model.hide(false)}>Show them (G)</button></p>`
            : nothing
        }
        ${
          withoutProposals(label).marks.length > 0
            ? markList(viewer, model)
            : drawn.length === 0
              ? nothing
              : html`<p class="empty">Nothing is drawn yet: choose what you see above, then draw it on the picture.</p>`
        }
      </div>`,
    root,
  );
}
