import { html, nothing, type TemplateResult } from 'lit';
import type { OverviewHead, OverviewSuccess } from '../../src/core/overview/overviewHead';
import { successWords } from '../../src/core/overview/overviewWords';
import type { Act } from './overviewApp';

const success = (goal: OverviewSuccess): TemplateResult => html`<p class="goal">
  <strong>Success: ${successWords(goal)}</strong> <span class="muted">${goal.why}</span>
</p>`;

/** Name, question and the number that decides; grey until they are known. */
export function headerSection(head: OverviewHead | null, act: Act): TemplateResult {
  if (head === null)
    return html`<header aria-busy="true">
      <h1><span class="ghost">Project</span></h1>
      <p class="question"><span class="ghost wide">Its question</span></p>
    </header>`;
  return html`<header>
    <p class="kicker">Project overview</p>
    <h1>${head.name}</h1>
    ${
      head.question === ''
        ? html`<p class="question">
            <button class="link" @click=${() => act({ what: 'task', task: '1-problem/problem' })}>Write the question</button> that this project
            answers, and the number that decides.
          </p>`
        : html`<p class="question">${head.question}</p>`
    }
    ${head.success === null ? nothing : success(head.success)}
  </header>`;
}
