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
        </tr>
      </thead>
      ${groups.map(groupRows)}
    </table>
    ${methodLine(groups)}
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

/** How the intervals were made, and of which statistics where there are several ways. */
function methodLine(groups: readonly Group[]): TemplateResult | typeof nothing {
  const titles = new Map<string, Set<string>>();
  for (const [name, statistic] of groups.flatMap(({ statistics }) => Object.entries(statistics))) {
    if ('undefined' in statistic || statistic.interval === null) continue;
    titles.set(statistic.method, (titles.get(statistic.method) ?? new Set()).add(statisticTitle(name)));
  }
  const words = [...titles].map(([method, names]) => (titles.size === 1 ? method : `${method} (${[...names].join(', ')})`));
  return words.length === 0 ? nothing : html`<p class="muted">Intervals: ${words.join('; ')}.</p>`;
}

const undefinedCells = ({ undefined: why }: Undefined): TemplateResult => html`<td class="number muted">none</td>
  <td colspan="3" class="muted why">${why}</td>`;

function estimateCells({ value, interval, n, patients, unit, method }: Estimate): TemplateResult {
  const [own = '', lower = '', upper = ''] = alikeNumbers([value, ...(interval ?? [])]);
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  return html`<td class="number">${withUnit(own)}</td>
    <td class="number" title=${method}>${interval === null ? html`<span class="muted why">${method.replace(/^no interval: /, 'none: ')}</span>` : `${lower} to ${withUnit(upper)}`}</td>
    <td class="number">${n}</td>
    <td class="number">${patients}</td>`;
}
