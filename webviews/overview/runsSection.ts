import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { OverviewSuccess } from '../../src/core/overview/overviewHead';
import { valueWords } from '../../src/core/overview/overviewWords';
import type { RunPoint, RunsGlance } from '../../src/core/overview/runsGlance';
import { drawFigure } from '../shared/drawFigure';
import type { Act, Shown } from './overviewApp';
import { waiting } from './waiting';

type Metric = NonNullable<RunsGlance['metric']>;

const best = (
  { run, experiment, value, interval, n, patients }: RunPoint,
  { name, unit }: Metric,
  act: Act,
): TemplateResult => html`<p class="best">
    <span class="value">${metricTitle(name)} ${valueWords(value, null)}${unit === '' ? '' : ` ${unit}`}</span>
    ${interval === null ? html`<span>no 95 % interval</span>` : html`<span>95 % interval ${interval.map((bound) => valueWords(bound, null)).join(' to ')}</span>`}
    <span class="muted">tuning part, n = ${n} images of ${patients} patients</span>
  </p>
  <p>
    <button class="link" @click=${() => act({ what: 'run', run })}>${run}</button> <span class="muted">(experiment ${experiment})</span>
  </p>`;

/** The figure's library is a file of its own, which the first look at the page does not wait for. */
const figure = (runs: RunsGlance, success: OverviewSuccess | null) =>
  ref((element) => {
    if (element === undefined) return;
    void import('./runsFigure').then(({ runsFigure }) => drawFigure(element, (width) => runsFigure(runs, success, width)));
  });

function measured(runs: RunsGlance, metric: Metric, success: OverviewSuccess | null, act: Act): TemplateResult {
  const others = runs.points.filter(({ isCurrent }) => !isCurrent).length;
  return html`${
    runs.best === null
      ? html`<p>No run was trained with the present split: those before can't be compared with what comes. Train again.</p>
            <vscode-button @click=${() => act({ what: 'train' })}>Train...</vscode-button>`
      : best(runs.best, metric, act)
  }
    <div class="runs-figure" ${figure(runs, success)}></div>
    <p class="muted small">
      Each point is a finished run with its 95 % interval on the tuning part, oldest first${others === 0 ? '' : `; ${others} hollow: trained with another split`}.
      The best of many looks better than it is; what counts is the test part, in step 6.
    </p>
    <vscode-button secondary @click=${() => act({ what: 'history' })}>Show History of Runs</vscode-button>`;
}

function glance(runs: RunsGlance, success: OverviewSuccess | null, act: Act): TemplateResult {
  const { metric } = runs;
  const trains =
    runs.running === 0 ? nothing : html`<p role="status">${runs.running === 1 ? '1 run trains' : `${runs.running} runs train`} now.</p>`;
  if (metric !== null) return html`${trains} ${measured(runs, metric, success, act)}`;
  return html`${trains}
    <p>${runs.runs === 0 ? 'No run yet: import images, split them, then train.' : `${runs.runs} runs, none of them finished with a result.`} Every run leaves its record in git.</p>
    <vscode-button secondary @click=${() => act({ what: 'train' })}>Train...</vscode-button>`;
}

/** The best run and how the metric went over the runs. */
export const runsSection = (
  { value, failure }: Shown<RunsGlance>,
  success: OverviewSuccess | null,
  act: Act,
): TemplateResult => html`<section
  aria-labelledby="runs"
>
  <h2 id="runs">Best run</h2>
  ${value === null ? waiting(failure, 'Reading the runs') : glance(value, success, act)}
  ${value !== null && failure !== '' ? html`<p class="failure" role="alert">${failure}</p>` : nothing}
</section>`;
