import { html, nothing, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { RunMetric } from '../../src/protocol/run';

type Texts = { readonly value: string; readonly interval: string; readonly last: string };

/** The metric's numbers with equal decimals, and with their unit. */
function textsOf({ value, interval, last, unit }: RunMetric): Texts {
  const [valueText = '', lastText = '', lower = '', upper = ''] = alikeNumbers([value, last, ...(interval ?? [])]);
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  return { value: withUnit(valueText), interval: interval === null ? 'none' : `${lower} to ${withUnit(upper)}`, last: withUnit(lastText) };
}

/** The metric that chose the best epoch, large, with all that an honest report needs. */
export function headline(metrics: readonly RunMetric[]): TemplateResult | typeof nothing {
  const metric = metrics.find(({ primary }) => primary);
  if (metric === undefined) return nothing;
  const texts = textsOf(metric);
  const interval = metric.interval === null ? 'no 95 % interval' : `95 % interval ${texts.interval}`;
  return html`<div class="headline">
    <strong>${metric.title} ${texts.value}</strong>
    <p class="muted">${interval} · ${metric.part} part, n = ${metric.n} images of ${metric.patients} patients · epoch ${metric.bestEpoch}</p>
  </div>`;
}

const row = (metric: RunMetric): TemplateResult => {
  const texts = textsOf(metric);
  return html`<tr class=${metric.primary ? 'primary' : 'other'}>
    <th scope="row">${metric.title}</th>
    <td class="number">${texts.value}</td>
    <td class="number" title=${metric.method}>${texts.interval}</td>
    <td class="number">${metric.n}</td>
    <td class="number">${metric.patients}</td>
    <td>${metric.part}</td>
    <td class="number">${metric.bestEpoch}</td>
    <td class="number">${texts.last}</td>
  </tr>`;
};

/** All metrics at the best epoch, and their value at the last. */
export function metricsTable(metrics: readonly RunMetric[], running: boolean): TemplateResult | typeof nothing {
  if (metrics.length === 0) return nothing;
  const methods = [...new Set(metrics.map(({ method }) => method).filter((method) => method !== ''))];
  return html`<section aria-labelledby="metrics">
    <h2 id="metrics">Metrics</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of metrics">
      <table>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="number">${running ? 'Now' : 'At its best epoch'}</th>
            <th scope="col" class="number">95 % interval</th>
            <th scope="col" class="number">Images</th>
            <th scope="col" class="number">Patients</th>
            <th scope="col">Part</th>
            <th scope="col" class="number">Epoch</th>
            <th scope="col" class="number">Last epoch</th>
          </tr>
        </thead>
        <tbody>
          ${metrics.map(row)}
        </tbody>
      </table>
    </div>
    ${methods.length === 0 ? nothing : html`<p class="muted">Intervals: ${methods.join('; ')}.</p>`}
  </section>`;
}
