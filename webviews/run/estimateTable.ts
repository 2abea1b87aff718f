import { html, nothing, type TemplateResult } from 'lit';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import { estimateTexts } from './estimateText';

type Row = readonly [title: string, estimate: Estimate | Undefined];

/** A table of estimates, each with its interval, images and patients. */
export function estimateTable(name: string, rows: readonly Row[]): TemplateResult {
  const methods = [
    ...new Set(rows.flatMap(([, estimate]) => ('undefined' in estimate || estimate.interval === null ? [] : [estimate.method]))),
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${name}">
      <table class="estimates">
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col" class="number">Value</th>
            <th scope="col" class="number">95 % interval</th>
            <th scope="col" class="number">Images</th>
            <th scope="col" class="number">Patients</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(row)}
        </tbody>
      </table>
    </div>
    ${methods.length === 0 ? nothing : html`<p class="muted">Intervals: ${methods.join('; ')}.</p>`}`;
}

function row([title, estimate]: Row): TemplateResult {
  const { value, interval, n, method } = estimateTexts(estimate);
  if ('undefined' in estimate)
    return html`<tr>
      <th scope="row">${title}</th>
      <td class="why" colspan="4">${estimate.undefined}</td>
    </tr>`;
  return html`<tr>
    <th scope="row">${title}</th>
    <td class="number">${value}</td>
    <td class="number" title=${method}>${interval}</td>
    <td class="number">${n}</td>
    <td class="number">${estimate.patients}</td>
  </tr>`;
}
