import { html, nothing, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/core/experiment/formatDuration';
import type { RunView } from '../../src/protocol/run';

/** What the page's buttons do. */
export type Actions = {
  readonly show: (what: 'record' | 'predictions' | 'log' | 'git' | 'triage') => void;
  readonly stop: () => void;
  readonly commit: () => void;
};

const when = (time: string): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
};

function facts(view: RunView): readonly string[] {
  const base = view.parent === '' ? '' : `from ${view.parent.slice(0, 10)}${view.branch === '' ? '' : ` on ${view.branch}`}`;
  return [
    view.experiment === '' ? '' : `Experiment ${view.experiment}`,
    view.target === '' ? '' : `learns ${view.target}`,
    view.started === '' ? (view.created === '' ? '' : `made ${when(view.created)}`) : `started ${when(view.started)}`,
    view.seconds === null ? '' : `took ${formatDuration(view.seconds)}`,
    view.author === '' ? '' : `by ${view.author}`,
    base,
  ].filter((text) => text !== '');
}

const progress = (view: RunView): TemplateResult | typeof nothing =>
  view.progress === null
    ? nothing
    : html`<div class="progress">
        <p>${view.progress.text}</p>
        ${
          view.progress.share === null
            ? html`<progress aria-label="Progress of the run"></progress>`
            : html`<progress aria-label="Progress of the run" max="1" .value=${view.progress.share}></progress>`
        }
      </div>`;

/** Only a network of two classes has an AUC, and only they alert. */
const canAlert = ({ state, metrics, files }: RunView): boolean =>
  (state === 'finished' || state === 'stopped') && files.predictions && metrics.some(({ name }) => name === 'auc');

const buttons = (
  view: RunView,
  actions: Actions,
): TemplateResult => html`<div class="buttons" role="group" aria-label="Actions of this run">
  ${view.state === 'running' ? html`<vscode-button @click=${actions.stop}>Stop</vscode-button>` : nothing}
  ${view.pending ? html`<vscode-button @click=${actions.commit}>Commit Record</vscode-button>` : nothing}
  ${canAlert(view) ? html`<vscode-button secondary @click=${() => actions.show('triage')}>Show Triage List</vscode-button>` : nothing}
  ${view.files.record ? html`<vscode-button secondary @click=${() => actions.show('record')}>Open record.json</vscode-button>` : nothing}
  ${view.files.predictions ? html`<vscode-button secondary @click=${() => actions.show('predictions')}>Open predictions.csv</vscode-button>` : nothing}
  ${view.files.log ? html`<vscode-button secondary @click=${() => actions.show('log')}>Open Log</vscode-button>` : nothing}
  ${view.state === 'running' || view.pending ? nothing : html`<vscode-button secondary @click=${() => actions.show('git')}>Show in Git</vscode-button>`}
</div>`;

/** The run's name and state, who, when and from what, where it stands, and what can be done with it. */
export const runHeader = (view: RunView, actions: Actions): TemplateResult => html`<header class="run">
  <div class="title">
    <h1>${view.run}</h1>
    <span class="state" role="status">${view.state}${view.pending ? ', not committed' : ''}</span>
  </div>
  <div class="facts">${facts(view).map((text) => html`<span>${text}</span>`)}</div>
  ${progress(view)} ${buttons(view, actions)}
</header>`;
