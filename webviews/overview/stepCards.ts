import { html, nothing, type TemplateResult } from 'lit';
import type { OverviewHead, OverviewStep } from '../../src/core/overview/overviewHead';
import type { Act } from './overviewApp';

/** The steps' names, to be there before the project is read. */
const titles = ['Problem', 'Team', 'Data', 'Kit', 'Network', 'Validation', 'Governance'];

const ghostStep = (title: string, index: number): OverviewStep => ({
  ...{ number: index + 1, title },
  done: 0,
  needed: 0,
  stale: 0,
  next: null,
});

function card({ number, title, done, needed, stale, next }: OverviewStep, isKnown: boolean, isNext: boolean, act: Act): TemplateResult {
  const isDone = isKnown && done === needed;
  const words = !isKnown ? '' : `${done} of ${needed} done${stale === 0 ? '' : `, ${stale} stale`}`;
  const tooltip = next === null ? 'Show the steps' : `Open: ${next.title}`;
  const open = (): void => act(next === null ? { what: 'steps' } : { what: 'task', task: next.id });
  return html`<li>
    <button class="card ${isDone ? 'done' : ''} ${isNext ? 'first' : ''}" title=${isKnown ? tooltip : ''} ?disabled=${!isKnown} @click=${open}>
      <span class="number">${isDone ? '✓' : number}</span>
      <strong>${title}</strong>
      <span class="bar"><span class="fill" .style=${`width: ${needed === 0 ? 0 : (100 * done) / needed}%`}></span></span>
      <span class="words">${words}</span>
      ${next === null ? nothing : html`<span class="task">${next.title}</span>`}
    </button>
  </li>`;
}

/** The seven steps in a row, with how far each is and its next task; a click opens it. */
export function stepCards(head: OverviewHead | null, act: Act): TemplateResult {
  const first = head?.steps.find(({ next }) => next !== null)?.number;
  const steps = head?.steps ?? titles.map(ghostStep);
  return html`<section aria-labelledby="steps">
    <h2 id="steps">Seven steps</h2>
    <ol class="steps">${steps.map((step) => card(step, head !== null, step.number === first, act))}</ol>
  </section>`;
}
