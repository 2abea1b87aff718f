import { html, nothing, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import { type RunPlaces, runName } from './runName';

type Judged = Estimate | Undefined | undefined;

const isEstimate = (judged: Judged): judged is Estimate => judged !== undefined && 'value' in judged;

/** The smallest and the largest of numbers that are mostly the same. */
function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length === 0 ? '' : least === most ? String(least) : `${least} to ${most}`;
}

function valueCell(judged: Judged, place: number): TemplateResult {
  if (!isEstimate(judged)) return html`<td class="number muted" data-run=${place} title=${judged?.undefined ?? ''}>none</td>`;
  const [value = '', lower = '', upper = ''] = alikeNumbers([judged.value, ...(judged.interval ?? [])]);
  const interval = judged.interval === null ? 'no interval' : `${lower} to ${upper}`;
  return html`<td class="number" data-run=${place} title=${judged.method}>${value}<br /><span class="muted">${interval}</span></td>`;
}

function metricRow(name: string, { metrics, runs, metric }: ComparisonReport, places: RunPlaces): TemplateResult {
  const judged = metrics.map((ofRun): Judged => ofRun[name]);
  const found = judged.filter(isEstimate);
  const unit = found[0]?.unit ?? '';
  return html`<tr class=${name === metric ? 'primary' : 'other'}>
    <th scope="row">${metricTitle(name)}${unit === '' ? nothing : html` <span class="muted">(${unit})</span>`}</th>
    ${judged.map((one, index) => valueCell(one, places.indexOf(runs[index] ?? '')))}
    <td class="number">${rangeOf(found.map(({ n }) => n))}</td>
    <td class="number">${rangeOf(found.map(({ patients }) => patients))}</td>
  </tr>`;
}

/** All metrics of all runs on the images that all have predicted, each with its interval. */
export function metricsTable(report: ComparisonReport, places: RunPlaces): TemplateResult {
  const names = [...new Set(report.metrics.flatMap((ofRun) => Object.keys(ofRun)))];
  const ordered = [report.metric, ...names.filter((name) => name !== report.metric)].filter((name) => names.includes(name));
  const methods = [
    ...new Set(
      report.metrics.flatMap((ofRun) => Object.values(ofRun).flatMap((one) => (isEstimate(one) ? [one.method.replace(/;.*/s, '')] : []))),
    ),
  ];
  return html`<section aria-labelledby="metrics">
    <h2 id="metrics">Metrics</h2>
    <p class="muted">On the ${report.part} part: the ${report.images} images of ${report.patients} patients that all runs have predicted; below each value its 95 % interval.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of metrics">
      <table class="wide">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            ${report.runs.map((run) => html`<th scope="col" class="number" data-run=${places.indexOf(run)}>${runName(run, places)}</th>`)}
            <th scope="col" class="number">Images</th>
            <th scope="col" class="number">Patients</th>
          </tr>
        </thead>
        <tbody>
          ${ordered.map((name) => metricRow(name, report, places))}
        </tbody>
      </table>
    </div>
    ${methods.length === 0 ? nothing : html`<p class="muted">Intervals: ${methods.join('; ')}.</p>`}
  </section>`;
}
