import { html, nothing, render, type TemplateResult } from 'lit';
import type { LabelChange } from '../../../src/core/label/compareLabels';
import { roleColours } from './changeLayer';
import type { ChangeModel, ShownChanges, Side } from './changeModel';

/** What the panel can do besides choosing. */
export type ChangePanelActions = { readonly stepLabel: (step: 1 | -1) => void };

const line = (colour: string, isDashed: boolean): TemplateResult => html`<svg class="line" viewBox="0 0 24 10" aria-hidden="true">
  <line x1="1" y1="5" x2="23" y2="5" stroke=${colour} stroke-width="3" stroke-dasharray=${isDashed ? '6 4' : 'none'} />
</svg>`;

const signs: Readonly<Record<LabelChange['change'], readonly [string, string]>> = {
  added: ['+', 'added'],
  removed: ['−', 'removed'],
  changed: ['~', 'changed'],
};

function row(model: ChangeModel, { on, key, change, words }: LabelChange, chosen: string | null): TemplateResult {
  const [sign, spoken] = signs[change];
  return html`<li><button
    type="button"
    class="plain change ${change}"
    data-change=${key}
    aria-pressed=${key === chosen}
    aria-label="${words}, ${spoken}"
    title=${on === 'mark' ? 'Show it on the picture' : words}
    @click=${() => model.choose(key === chosen ? null : key)}
  ><span class="sign" aria-hidden="true">${sign}</span><span class="words">${words}</span></button></li>`;
}

const sideTitles: readonly (readonly [Side, string])[] = [
  ['both', 'Both'],
  ['before', 'Before'],
  ['after', 'After'],
];

const sideButtons = (
  model: ChangeModel,
  { side }: ShownChanges,
): TemplateResult => html`<div class="sides" role="group" aria-label="Versions shown" title="S shows the next">
  ${sideTitles.map(
    ([name, title]) =>
      html`<button type="button" class="tool" aria-pressed=${side === name} @click=${() => model.show(name)}>${title}</button>`,
  )}
</div>`;

const legend = ({ between: [before, after] }: ShownChanges): TemplateResult => html`<ul class="legend" aria-label="Legend">
  <li>${line(roleColours.before, true)}<span>before (${before})</span></li>
  <li>${line(roleColours.after, false)}<span>after (${after})</span></li>
  <li>${line(roleColours.same, false)}<span>unchanged</span></li>
</ul>`;

const stepper = ({ place: [index, count] }: ShownChanges, { stepLabel }: ChangePanelActions): TemplateResult | typeof nothing =>
  count < 2
    ? nothing
    : html`<div class="stepper" role="group" aria-label="Labels that changed">
        <button type="button" class="tool" ?disabled=${index === 0} aria-label="Previous label" title="Previous label (Shift+K)" @click=${() => stepLabel(-1)}>‹</button>
        <span>Label ${index + 1} of ${count}</span>
        <button type="button" class="tool" ?disabled=${index === count - 1} aria-label="Next label" title="Next label (Shift+J)" @click=${() => stepLabel(1)}>›</button>
      </div>`;

/** Draws the panel of a comparison: what is compared, the legend, and the changes in words. */
export function drawChangePanel(root: HTMLElement, model: ChangeModel, actions: ChangePanelActions): void {
  const { shown } = model;
  const { image, reader, changes, chosen, place } = shown;
  render(
    html`<header class="head"><h2>Changes</h2><span class="state">${image} · ${reader}</span></header>
      <div class="content">
        ${stepper(shown, actions)} ${sideButtons(model, shown)} ${legend(shown)}
        <h3>What changed</h3>
        ${
          changes.length === 0
            ? html`<p class="empty">Nothing that a label says: only how its file is written.</p>`
            : html`<ul class="marks">${changes.map((change) => row(model, change, chosen))}</ul>`
        }
        <p class="empty keys"><kbd>J</kbd> <kbd>K</kbd> next, previous change · <kbd>S</kbd> versions${place[1] > 1 ? html` · <kbd>Shift</kbd>+<kbd>J</kbd> <kbd>K</kbd> next, previous label` : nothing}</p>
      </div>`,
    root,
  );
}
