import { html, type TemplateResult } from 'lit';
import { alphaOf } from '../../../src/core/experiment/attentionPixels';
import { plasma } from '../../../src/core/image/plasma';
import type { AttentionState, FindingModel } from './findingModel';

const steps = 12;

/** The ramp as it is drawn over the picture, from 0 to 1. */
const ramp = `linear-gradient(to right, ${Array.from({ length: steps + 1 }, (_, at) => {
  const value = at / steps;
  return `rgb(${plasma(value).join(' ')} / ${alphaOf(value)})`;
}).join(', ')})`;

/** What is said of the chosen run's attention: what is being done, why there is none, or the legend of the map. */
export function attentionSection(model: FindingModel, letter: string, where: TemplateResult | string): TemplateResult {
  const { attention } = model;
  return html`<section class="finding-attention-part" aria-label="Attention">
    <h3>Attention of ${letter}</h3>
    ${attention === null ? '' : statusOf(model, attention, where)}
  </section>`;
}

function statusOf(model: FindingModel, attention: AttentionState, where: TemplateResult | string): TemplateResult {
  switch (attention.status) {
    case 'asked':
      return html`<p class="finding-wait" role="status"><span class="finding-spin" aria-hidden="true"></span><span>${attention.words || 'Computing'} …</span></p>
        <button type="button" class="plain" @click=${() => model.toggleAttention(attention.run)}>Cancel</button>`;
    case 'failed':
      return html`<p class="finding-problem" role="alert">${attention.sentence}</p>
        <button type="button" class="plain" @click=${() => model.askAgain()}>Try Again</button>`;
    default:
      return attention.map.values.some((value) => value > 0)
        ? legend(model, attention.map, where)
        : html`<p class="finding-muted">Nothing in this image speaks for that answer (${attention.map.method}, ${attention.map.answer}).</p>`;
  }
}

function legend(
  model: FindingModel,
  { method, layer, answer }: Extract<AttentionState, { status: 'here' }>['map'],
  where: TemplateResult | string,
): TemplateResult {
  const percent = Math.round(model.choice.opacity * 100);
  return html`<div class="finding-ramp" role="img" aria-label="Colours from 0, dark and clear, to 1, bright yellow: the strongest of this image">
      <div class="finding-ramp-bar"><div .style=${`background: ${ramp}; opacity: ${model.choice.opacity}`}></div></div>
      <div class="finding-ramp-ends" aria-hidden="true"><span>0</span><span>1, strongest of this image</span></div>
    </div>
    <label class="finding-slide"><span>Opacity</span>
      <input type="range" min="10" max="100" step="5" .value=${String(percent)} aria-valuetext="${percent} %"
        @input=${(event: Event) => model.set({ opacity: slidTo(event) / 100 })} />
      <output>${percent} %</output>
    </label>
    ${where}
    <p class="finding-muted">${method} at ${layer}, for ${answer}. Each map is scaled to its own strongest place, so those of two images or runs can't be held against each other.</p>`;
}

/** The number that a slider stands on. */
export const slidTo = ({ target }: Event): number => (target instanceof HTMLInputElement ? target.valueAsNumber : 0);
