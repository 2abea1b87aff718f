import { html, nothing, type TemplateResult } from 'lit';
import type { SweepView, TrialView } from '../../src/protocol/watch';
import { type TrialActions, trialTable } from './trialTable';
import { counted, metricHead, metricTail } from './words';

/** What a sweep's buttons do. */
export type SweepActions = {
  readonly pause: (group: string) => void;
  readonly resume: (group: string) => void;
  readonly cancel: (group: string) => void;
  readonly compare: (runs: readonly string[]) => void;
  readonly open: TrialActions['open'];
  readonly move: (group: string, index: number, place: number) => void;
  readonly cancelTrial: (group: string, index: number) => void;
};

function stateWords({ state, asked, isHere }: SweepView): string {
  if (asked === 'pause') return 'pausing: its runs finish their batch';
  if (asked === 'cancel') return 'ending: its runs finish their batch';
  if (state === 'killed') return 'stands still';
  return isHere || state !== 'running' ? state : 'runs on another machine';
}

const goesOn = ({ state }: SweepView): boolean => state === 'running' || state === 'paused' || state === 'killed';

function countWords(view: SweepView): string {
  const { done, running, waiting } = view.counts;
  const words = `${done} of ${counted(view.of, 'run')} done`;
  return goesOn(view) ? `${words}, ${running} running, ${waiting} waiting, ${view.atOnce} at once` : words;
}

const mostCompared = 5;

const bestRuns = (trials: readonly TrialView[]): readonly string[] =>
  trials
    .filter(({ rank, state }) => rank !== null && state !== 'running')
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .flatMap(({ run }) => run ?? [])
    .slice(0, mostCompared);

function best(view: SweepView): TemplateResult | typeof nothing {
  const { trials } = view;
  const first = trials.find(({ rank }) => rank === 1);
  if (first?.metric == null) return nothing;
  const compared = trials.filter(({ metric }) => metric !== null).length;
  const luck =
    compared < 2
      ? ''
      : ` It is the best of ${compared}, chosen on the tuning part, so part of it is luck; only the test part tells how good it is.`;
  return html`<p class="metric">${goesOn(view) ? 'Best so far' : 'Best'}: run ${first.index}, <strong>${metricHead(first.metric)}</strong> <span class="muted">${metricTail(first.metric)}.${luck}</span></p>`;
}

function buttons(view: SweepView, trusted: boolean, actions: SweepActions): TemplateResult {
  const { group, state, isHere, asked } = view;
  const isLeft = state === 'paused' || state === 'killed';
  const can = trusted && isHere && asked === null;
  const compared = bestRuns(view.trials);
  return html`<div class="buttons" role="group" aria-label="Actions of the sweep ${group}">
    ${state === 'running' ? html`<vscode-button ?disabled=${!can} title="Its runs finish their batch and go on later" @click=${() => actions.pause(group)}>Pause</vscode-button>` : nothing}
    ${isLeft ? html`<vscode-button ?disabled=${!can} title="What is done stays; runs go on from their last whole epoch" @click=${() => actions.resume(group)}>Go On</vscode-button>` : nothing}
    ${isLeft || state === 'running' ? html`<vscode-button secondary ?disabled=${!can} @click=${() => actions.cancel(group)}>End Sweep</vscode-button>` : nothing}
    ${compared.length < 2 ? nothing : html`<vscode-button secondary @click=${() => actions.compare(compared)}>Compare the Best ${compared.length}</vscode-button>`}
  </div>`;
}

const killed = html`<p class="message bad" role="alert">
  The process that conducted this sweep ended without a word (killed, or the machine was restarted). What was done is kept; "Go On" takes it up again.
</p>`;

/** One sweep: its state, its best, its buttons and its queue. */
export function sweepCard(view: SweepView, trusted: boolean, isOpen: boolean, actions: SweepActions): TemplateResult {
  const { group, state, reason, halving } = view;
  const canChange = trusted && view.isHere && goesOn(view);
  const own: TrialActions = {
    open: actions.open,
    move: (index, place) => actions.move(group, index, place),
    cancel: (index) => actions.cancelTrial(group, index),
  };
  return html`<article class="sweep ${state}" aria-label="Sweep ${group}" data-sweep=${group}>
    <header>
      <h3>${group}</h3>
      <span class="state" role="status">${stateWords(view)}</span>
    </header>
    ${state === 'damaged' ? nothing : html`<p class="facts"><span>${countWords(view)}</span></p>`}
    ${state === 'killed' ? killed : nothing} ${reason === '' ? nothing : html`<p class="message bad">${reason}</p>`}
    ${best(view)} ${halving === '' ? nothing : html`<p class="muted">${halving}</p>`}
    ${state === 'damaged' ? nothing : buttons(view, trusted, actions)}
    ${
      view.trials.length === 0
        ? nothing
        : html`<details id="trials-${group}" ?open=${isOpen}><summary>${counted(view.of, 'run')} of the sweep</summary>${trialTable(view, canChange, own)}</details>`
    }
  </article>`;
}
