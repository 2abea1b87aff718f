import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { formatDuration } from '../../src/core/experiment/formatDuration';
import type { MachineSample, TreeLoad } from '../../src/core/machine/machineSample';
import type { WatchedRunView } from '../../src/protocol/watch';
import { runColour } from '../shared/runColour';
import { gigabytes, metricHead, metricTail, perSecond } from './words';

/** What a run's buttons do. */
export type RunActions = {
  readonly stop: (run: string, weights: boolean) => void;
  readonly open: (run: string) => void;
  readonly openLog: (run: string) => void;
  readonly remove: (run: string) => void;
};

const goesOn = ({ state }: WatchedRunView): boolean => state === 'running' || state === 'queued';

function stateWords(view: WatchedRunView): string {
  if (view.stopping === 'best') return 'stopping, keeps its best weights';
  if (view.stopping === 'numbers') return 'stopping, keeps no weights';
  if (view.state === 'finished' || view.state === 'stopped') return `${view.state}, ${view.weights ? 'has weights' : 'no weights'}`;
  return view.state;
}

const loadWords = ({ cores, memory }: TreeLoad): string =>
  `${cores === null ? '' : `CPU ${cores.toFixed(1)} cores, `}memory ${gigabytes(memory)}`;

/** Facts of a run, each with the word a screen reader needs before it. */
function facts(view: WatchedRunView, machine: MachineSample | null): readonly string[] {
  const load = machine?.trees[view.run];
  return [
    view.place,
    view.imagesPerSecond === null ? '' : perSecond(view.imagesPerSecond),
    view.secondsLeft === null ? '' : `${formatDuration(view.secondsLeft)} left`,
    view.seconds === null ? '' : `took ${formatDuration(view.seconds)}`,
    goesOn(view) && load != null ? loadWords(load) : '',
  ].filter((text) => text !== '');
}

const progress = ({ run, share }: WatchedRunView): TemplateResult =>
  share === null
    ? html`<progress aria-label="Progress of ${run}"></progress>`
    : html`<progress aria-label="Progress of ${run}" max="1" .value=${share}></progress>`;

function metrics({ last, best, state }: WatchedRunView): TemplateResult | typeof nothing {
  const main = state === 'running' ? last : (best ?? last);
  if (main === null) return nothing;
  const isBetter = state === 'running' && best !== null && best.epoch !== last?.epoch;
  const bestLine = isBetter ? html`<p class="muted">Best so far: ${metricHead(best)} (epoch ${best.epoch})</p>` : nothing;
  return html`<p class="metric"><strong>${metricHead(main)}</strong> <span class="muted">${metricTail(main)}</span></p>
    ${bestLine}`;
}

const bestTitle =
  'Finishes the batch, measures once more and keeps the weights of the best epoch so far, so that the run can predict. It can go on later.';
const numbersTitle =
  'Finishes the batch and ends at once: the numbers of its whole epochs stay, no weights are kept. It can go on later from its last whole epoch.';

function buttons(view: WatchedRunView, trusted: boolean, actions: RunActions): TemplateResult {
  const { run, isTrial } = view;
  const more = isTrial ? ' The sweep goes on without this run.' : '';
  const stops = goesOn(view)
    ? html`<vscode-button ?disabled=${!trusted || view.stopping !== null} title=${bestTitle + more} @click=${() => actions.stop(run, true)}>Stop and Keep Best</vscode-button>
        <vscode-button secondary ?disabled=${!trusted || view.stopping === 'numbers'} title=${numbersTitle + more} @click=${() => actions.stop(run, false)}>Stop Without Weights</vscode-button>`
    : html`<vscode-button secondary title="Takes it off this page; the run itself stays" @click=${() => actions.remove(run)}>Remove from Page</vscode-button>`;
  const open = html`<vscode-button secondary @click=${() => actions.open(run)}>Open Run</vscode-button>`;
  return html`<div class="buttons" role="group" aria-label="Actions of ${run}">
    ${goesOn(view) ? html`${stops} ${open}` : html`${open} ${stops}`}
  </div>`;
}

/** Keeps the end of a log in sight, unless somebody has scrolled up in it. */
function followEnd(element: Element | undefined): void {
  if (element === undefined) return;
  const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - 24 || !element.hasAttribute('data-seen');
  requestAnimationFrame(() => {
    if (element.clientHeight > 0) element.setAttribute('data-seen', '');
    if (isAtEnd) element.scrollTop = element.scrollHeight;
  });
}

const log = (
  view: WatchedRunView,
  isOpen: boolean,
  actions: RunActions,
): TemplateResult => html`<details id="log-${view.run}" ?open=${isOpen}>
  <summary>Log${view.log.length === 0 ? '' : html`<span class="muted">: ${view.log.at(-1)}</span>`}</summary>
  ${
    view.log.length === 0
      ? html`<p class="muted">Its trainer has said nothing on this machine yet.</p>`
      : html`<pre tabindex="0" role="region" aria-label="Log of ${view.run}" ${ref((element) => followEnd(element))}>${view.log.join('\n')}</pre>
          <button class="plain" @click=${() => actions.openLog(view.run)}>Open trainer.log</button>`
  }
</details>`;

/** One run: where it stands, its metric, how fast, what it takes, its buttons and its last words. */
export function runCard(
  view: WatchedRunView,
  place: number,
  machine: MachineSample | null,
  trusted: boolean,
  isOpen: boolean,
  actions: RunActions,
): TemplateResult {
  const { run, state, reason } = view;
  return html`<article class="run ${state}" aria-label="Run ${run}" data-run=${run}>
    <header>
      <span class="swatch" .style=${`background: ${runColour(place)}`} aria-hidden="true"></span>
      <h3>${run}</h3>
      <span class="state" role="status">${stateWords(view)}</span>
      ${view.partOf === '' ? nothing : html`<span class="muted">${view.partOf}</span>`}
    </header>
    ${state === 'running' ? progress(view) : nothing}
    <p class="facts">${facts(view, machine).map((text) => html`<span>${text}</span>`)}</p>
    ${metrics(view)} ${reason === '' ? nothing : html`<p class="message bad">${reason}</p>`}
    ${buttons(view, trusted, actions)} ${log(view, isOpen, actions)}
  </article>`;
}
