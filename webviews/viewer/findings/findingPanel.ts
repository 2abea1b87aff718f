import { html, nothing, render, type TemplateResult } from 'lit';
import { attentionSection, slidTo } from './attentionSection';
import { hasScores } from './findingMarks';
import type { FindingModel } from './findingModel';
import { labelRow, type RowActions, runRow } from './findingRow';
import { type PictureColours, runLetter } from './pictureColours';

/** What the panel can do besides what the model does. */
export type FindingPanelActions = RowActions & {
  readonly step: (step: 1 | -1) => void;
  readonly labelImage: () => void;
  /** Why the map is not seen on the shown frame, with a way to where it is; '' where it is seen. */
  readonly whereAttention: () => TemplateResult | string;
};

function stepper(model: FindingModel, { step }: FindingPanelActions): TemplateResult | typeof nothing {
  const { image, images } = model.findings;
  if (images.length < 2) return nothing;
  const at = images.indexOf(image);
  return html`<div class="finding-stepper" role="group" aria-label="Images of the list">
    <button type="button" class="tool" ?disabled=${at <= 0} aria-label="Previous image" title="Previous image (K)" @click=${() => step(-1)}>‹</button>
    <span>Image ${at + 1} of ${images.length}</span>
    <button type="button" class="tool" ?disabled=${at === images.length - 1} aria-label="Next image" title="Next image (J)" @click=${() => step(1)}>›</button>
  </div>`;
}

function notes({ findings: { notes: texts }, sentence }: FindingModel): TemplateResult | typeof nothing {
  const all = sentence === '' ? texts : [sentence, ...texts];
  return all.length === 0 ? nothing : html`<div class="finding-notes" role="note">${all.map((text) => html`<p>${text}</p>`)}</div>`;
}

function threshold(model: FindingModel): TemplateResult | typeof nothing {
  if (!hasScores(model.findings.findings)) return nothing;
  const value = model.choice.threshold;
  return html`<label class="finding-slide"><span>Boxes from score</span>
    <input type="range" min="0" max="1" step="0.01" .value=${String(value)} aria-valuetext=${value.toFixed(2)}
      @input=${(event: Event) => model.set({ threshold: slidTo(event) })} />
    <output>${value.toFixed(2)}</output>
  </label>`;
}

const keys = (count: number): TemplateResult => html`<p class="finding-muted finding-keys">
  <span><kbd>A</kbd> attention</span><span><kbd>Shift</kbd>+<kbd>A</kbd> next run's</span>
  <span><kbd>G</kbd> label</span><span><kbd>1</kbd> to <kbd>9</kbd> runs</span>
  ${count > 1 ? html`<span><kbd>J</kbd> <kbd>K</kbd> next, previous image</span>` : nothing}
</p>`;

/** Draws the panel: the label, what each run says of the image, and the attention that is shown. */
export function drawFindingPanel(root: HTMLElement, model: FindingModel, colours: PictureColours, actions: FindingPanelActions): void {
  const { image, images, findings, isHidden } = model.findings;
  const looking = findings.findIndex(({ run }) => run === model.choice.attention);
  render(
    html`<header class="head"><h2>Predictions</h2><span class="state">${image}</span></header>
      <div class="content" tabindex="0" role="region" aria-label="Predictions of runs">
        ${stepper(model, actions)} ${notes(model)}
        ${isHidden ? html`<button type="button" class="plain finding-label" @click=${actions.labelImage}>Label This Image</button>` : nothing}
        <ul class="finding-list" aria-label="Label and runs">
          ${labelRow(model, actions)}
          ${findings.map((finding, at) => runRow(model, finding, { letter: runLetter(at), colour: colours.of(at) }, actions))}
        </ul>
        ${threshold(model)} ${looking < 0 ? nothing : attentionSection(model, runLetter(looking), actions.whereAttention())}
        ${isHidden ? nothing : keys(images.length)}
      </div>`,
    root,
  );
}
