import { html, nothing, type TemplateResult } from 'lit';
import type { OverviewHead } from '../../src/core/overview/overviewHead';
import type { Act } from './overviewApp';

/** What to do next, large, with one click to begin it. */
export function nextSection(head: OverviewHead | null, act: Act): TemplateResult {
  if (head === null)
    return html`<section class="next" aria-labelledby="next"><h2 id="next">What to do next</h2><p><span class="ghost wide">Reading</span></p></section>`;
  const { next } = head;
  if (next === null)
    return html`<section class="next" aria-labelledby="next">
      <h2 id="next">What to do next</h2>
      <p class="title">Nothing is open.</p>
      <p>All that is needed is done and up to date. Go on watching the model, and write down what happens.</p>
    </section>`;
  const { id, step, title, why, state, reason, roles, action } = next;
  return html`<section class="next" aria-labelledby="next">
    <h2 id="next">What to do next</h2>
    <p class="title">${title} <span class="where">in step ${step}</span></p>
    <p>${why}</p>
    ${reason === '' ? nothing : html`<p><span class="tag">${state === 'stale' ? 'stale' : 'open'}</span> ${reason}</p>`}
    <p class="muted">Usually done by: ${roles.join(', ')}.</p>
    <div class="buttons">
      <vscode-button @click=${() => act({ what: 'task', task: id })}>${action}</vscode-button>
      <vscode-button secondary @click=${() => act({ what: 'guidance', task: id })}>Show Guidance</vscode-button>
    </div>
  </section>`;
}
