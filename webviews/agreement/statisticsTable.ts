import { html, nothing, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { ItemAgreement } from '../../src/core/label/agreement';
import { statisticTitle } from '../../src/core/label/statisticTitle';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';

type Group = { readonly readers: string; readonly statistics: Readonly<Record<string, Estimate | Undefined>> };

/** All statistics of a label: each with its unit, 95 % interval, images and patients, and how the interval was made. */
export function statisticsTable(item: ItemAgreement): TemplateResult {
  const groups = [
    { readers: 'All readers', statistics: item.all },
    ...item.pairs.map(({ readers, statistics }) => ({ readers: `${readers[0]} and ${readers[1]}`, statistics })),
  ].filter(({ statistics }) => Object.keys(statistics).length > 0);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Statistics of ${item.title}">
    <table class="statistics">
      <thead>
        <tr>
          <th scope="col">Readers</th>
          <th scope="col">Statistic</th>
          <th scope="col" class="number">Value</th>
          <th scope="col" class="number">95 % interval</th>
          <th scope="col" class="number">Images</th>
          <th scope="col" class="number">Patients</th>
          <th scope="col">How</th>
        </tr>
      </thead>
      ${groups.map(groupRows)}
    </table>
  </div>`;
}

function groupRows({ readers, statistics }: Group): TemplateResult {
  const entries = Object.entries(statistics);
  return html`<tbody>
    ${entries.map(
      ([name, statistic], index) => html`<tr>
        ${index === 0 ? html`<th scope="rowgroup" rowspan=${entries.length}>${readers}</th>` : nothing}
        <th scope="row" class="name">${statisticTitle(name)}</th>
        ${'undefined' in statistic ? undefinedCells(statistic) : estimateCells(statistic)}
      </tr>`,
    )}
  </tbody>`;
}

const undefinedCells = ({ undefined: why }: Undefined): TemplateResult => html`<td class="number muted">none</td>
  <td colspan="4" class="muted why">${why}</td>`;

function estimateCells({ value, interval, n, patients, unit, method }: Estimate): TemplateResult {
  const [own = '', lower = '', upper = ''] = alikeNumbers([value, ...(interval ?? [])]);
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  return html`<td class="number">${withUnit(own)}</td>
    <td class="number">${interval === null ? 'none' : `${lower} to ${withUnit(upper)}`}</td>
    <td class="number">${n}</td>
    <td class="number">${patients}</td>
    <td class="muted">${method.replace(/^no interval: /, '')}</td>`;
}
