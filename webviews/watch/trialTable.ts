import { html, nothing, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { SweepView, TrialView } from '../../src/protocol/watch';

/** What can be done with one run of a sweep. */
export type TrialActions = {
  readonly open: (run: string) => void;
  /** `place` is from 1 among those that wait in its rung. */
  readonly move: (index: number, place: number) => void;
  readonly cancel: (index: number) => void;
};

const stateWords: Readonly<Record<TrialView['state'], string>> = {
  open: 'waits',
  running: 'running',
  paused: 'paused',
  waiting: 'done so far, waits to be ranked',
  finished: 'finished',
  dropped: 'dropped',
  failed: 'failed',
  cancelled: 'cancelled',
};

const shortKey = (key: string): string => key.split('.').at(-1) ?? key;

function metricCells({ metric, rank }: TrialView): TemplateResult {
  if (metric === null) return html`<td class="number"></td><td class="number"></td><td class="number"></td>`;
  const [value = '', lower, upper] = alikeNumbers([metric.value, ...(metric.interval ?? [])]);
  return html`<td class="number">${rank === 1 ? html`<strong>${value}</strong>` : value}</td>
    <td class="number">${metric.interval === null ? 'none' : `${lower} to ${upper}`}</td>
    <td class="number" title="${metric.n} images of ${metric.patients} patients">${metric.n}</td>`;
}

const isOver = ({ state }: TrialView): boolean => ['finished', 'dropped', 'failed', 'cancelled'].includes(state);

function actionCells(trial: TrialView, last: number, actions: TrialActions): TemplateResult | typeof nothing {
  const { index, place } = trial;
  if (isOver(trial)) return nothing;
  const move = (to: number, arrow: string, word: string) =>
    html`<button class="plain" ?disabled=${place === null || to < 1 || to > last} aria-label="Move run ${index} ${word}" title="Move ${word}" @click=${() => actions.move(index, to)}>${arrow}</button>`;
  return html`${place === null ? nothing : html`${move(place - 1, '↑', 'up')} ${move(place + 1, '↓', 'down')}`}
    <button class="plain" aria-label="Cancel run ${index}" title="Takes this run out of the sweep" @click=${() => actions.cancel(index)}>✕</button>`;
}

function row(trial: TrialView, last: number, canChange: boolean, actions: TrialActions): TemplateResult {
  const { index, values, state, run, epochs, note, rank } = trial;
  const name =
    run === null
      ? html`${index}`
      : html`<button class="plain" title=${run} aria-label="Open run ${index}, ${run}" @click=${() => actions.open(run)}>${index}</button>`;
  return html`<tr class=${state} data-trial=${index}>
    <th scope="row" class="number">${name}</th>
    ${values.map((value) => html`<td class="number">${value}</td>`)}
    <td>${stateWords[state]}${rank === 1 ? html` <span class="tag">best</span>` : nothing}${note === '' ? nothing : html`<div class="muted why">${note}</div>`}</td>
    <td class="number">${epochs === 0 ? '' : epochs}</td>
    ${metricCells(trial)}
    <td class="actions">${canChange ? actionCells(trial, last, actions) : nothing}</td>
  </tr>`;
}

/** The runs of a sweep: what trains, what waits in which order, and what is over, best first. */
export function trialTable({ group, settings, trials }: SweepView, canChange: boolean, actions: TrialActions): TemplateResult {
  const metric = trials.find((trial) => trial.metric !== null)?.metric ?? null;
  const title = metric === null ? 'Metric' : `${metric.title}${metric.unit === '' ? '' : ` (${metric.unit})`}`;
  // Places count within a rung.
  const lastOf = ({ rung }: TrialView): number =>
    Math.max(0, ...trials.filter((other) => other.rung === rung).map(({ place }) => place ?? 0));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs of the sweep ${group}">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">Run</th>
          ${settings.map((key) => html`<th scope="col" class="number" title=${key}>${shortKey(key)}</th>`)}
          <th scope="col">State</th>
          <th scope="col" class="number">Epochs</th>
          <th scope="col" class="number">${title}</th>
          <th scope="col" class="number">95 % interval</th>
          <th scope="col" class="number">n</th>
          <th scope="col"><span class="hidden">Actions</span></th>
        </tr>
      </thead>
      <tbody>
        ${trials.map((trial) => row(trial, lastOf(trial), canChange, actions))}
      </tbody>
    </table>
  </div>`;
}
