import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { ImportanceChoice } from '../../src/protocol/compare';
import { drawFigure } from '../shared/drawFigure';
import { coordinates, mostAxes } from './coordinates';
import { importanceBars, type KnownImportance } from './importance';
import type { Look } from './look';
import { drawnSettings, measuredRuns } from './measuredRuns';
import { type RunPlaces, runName } from './runName';
import { scatter } from './scatter';

/** The metric of the figures: the chosen one where the runs have it. */
export function chosenMetric({ metric, metrics }: ComparisonReport, look: Look): string {
  return metrics.some((ofRun) => ofRun[look.metric] !== undefined) ? look.metric : metric;
}

type Change = (part: Partial<Look>) => void;

const select = (
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
  choose: (value: string) => void,
) => html`<label
  >${label}
  <select aria-label=${label} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${options.map(([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`)}
  </select></label
>`;

/** How the settings and a metric hang together: parallel coordinates, a scatter, and the importance of each setting. */
export function settingFigures(
  report: ComparisonReport,
  look: Look,
  known: KnownImportance,
  places: RunPlaces,
  change: Change,
): TemplateResult {
  const settings = drawnSettings(report);
  const metric = chosenMetric(report, look);
  const names = [...new Set(report.metrics.flatMap((ofRun) => Object.keys(ofRun)))];
  const metricChoice = select(
    'Metric',
    names.map((name) => [name, metricTitle(name)]),
    metric,
    (value) => change({ metric: value }),
  );
  const measured = measuredRuns(report, metric).length;
  return html`<section aria-labelledby="figures">
    <h2 id="figures">Settings and metric</h2>
    <div class="choices">${metricChoice}</div>
    ${settings.length === 0 ? html`<p class="muted">No setting differs, so there is nothing to draw.</p>` : nothing}
    ${measured >= 3 && settings.length > 0 ? coordinatesFigure(report, metric, places) : nothing}
    ${measured >= 2 && settings.length > 0 ? scatterFigure(report, look, metric, places, change) : nothing}
    ${importanceFigure(look, known, change)}
  </section>`;
}

function coordinatesFigure(report: ComparisonReport, metric: string, places: RunPlaces): TemplateResult {
  const settings = drawnSettings(report);
  const drawn = settings.length > mostAxes ? `; ${mostAxes} of the ${settings.length} settings that differ are drawn` : '';
  return html`<figure>
    <figcaption>Each run is a line through its settings to its metric${drawn}. Point at a run, or go to it in the table of runs, to see it alone.</figcaption>
    <div class="plot" ${ref((element) => drawFigure(element, coordinates(report, settings, metric, places)))}></div>
    <p class="key">${report.runs.map((run) => html`${runName(run, places)} `)}</p>
  </figure>`;
}

function scatterFigure(report: ComparisonReport, look: Look, metric: string, places: RunPlaces, change: Change) {
  const settings = drawnSettings(report);
  const setting = settings.find(({ key }) => key === look.setting) ?? settings[0];
  if (setting === undefined) return nothing;
  return html`<figure>
    <figcaption>${metricTitle(metric)} against a setting, with its 95 % interval.</figcaption>
    <div class="choices">${select(
      'Setting',
      settings.map(({ key }) => [key, key]),
      setting.key,
      (value) => change({ setting: value }),
    )}</div>
    <div class="plot" ${ref((element) => drawFigure(element, scatter(report, setting, metric, places)))}></div>
  </figure>`;
}

const ranges: readonly (readonly [ImportanceChoice['over'], string])[] = [
  ['history', 'all runs of the history'],
  ['compared', 'the compared runs'],
];

const importanceFigure = (look: Look, known: KnownImportance, change: Change): TemplateResult => html`<figure>
  <figcaption>How much each setting matters for the metric.</figcaption>
  <div class="choices">${select('Over', ranges, look.over, (value) => change({ over: value === 'compared' ? 'compared' : 'history' }))}</div>
  ${importanceBars(known)}
</figure>`;
