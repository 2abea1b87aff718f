import { html, nothing, svg, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { CaseFactor, CaseGroup, CaseGroups } from '../../src/core/experiment/caseReport';
import { metricNumber } from '../../src/core/experiment/describeMetric';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import { caseGrid } from './caseGrid';
import type { RunCases } from './runCases';

/** Pixels of the drawing of one interval, narrow where groups are compared and the table has many columns. */
const size = { width: 170, narrow: 76, height: 18, margin: 7 };

type Scale = { readonly width: number; readonly from: number; readonly to: number; readonly at: (value: number) => number };

/** How the run does by sex, age, manufacturer and so on, on one scale. */
export function groupSection(cases: RunCases): TemplateResult {
  const { groups, state } = cases;
  return html`<section aria-labelledby="groups">
    <h2 id="groups">By group</h2>
    ${groups !== null ? groupTables(cases, groups) : state === 'ready' && cases.failure === '' ? html`<p class="muted" role="status">Counting the groups …</p>` : nothing}
  </section>`;
}

const gapTitle = html`<th scope="col" class="number" colspan="2">Gap to the others</th>`;

/** Whether groups are held against the others. */
const hasGaps = ({ factors }: CaseGroups): boolean => factors.some((factor) => factor.groups.some(({ gap }) => gap !== undefined));

function groupTables(cases: RunCases, groups: CaseGroups): TemplateResult {
  const { measures, factors } = groups;
  if (factors.length === 0)
    return html`<p class="muted">
      There are no groups to tell apart: a column of images.csv counts (sex, age, manufacturer, site, view or your own) when it has from 2 to 12
      values among these images.
    </p>`;
  const [first] = measures;
  const scale = scaleOf(groups);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of groups">
      <table class=${hasGaps(groups) ? 'groups compared' : 'groups'}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col" class="number">Images</th>
            <th scope="col" class="number">Patients</th>
            <th scope="col" class="drawn">
              <span class="ends"><span>${endText(scale.from)}</span><span>${endText(scale.to)}</span></span>
            </th>
            ${measures.map(({ title, unit }, index) => html`<th scope="col" class="number" colspan="2">${title}${unit === '' ? '' : ` (${unit})`}</th>${index === 0 && hasGaps(groups) ? gapTitle : nothing}`)}
          </tr>
        </thead>
        <tbody>
          <tr class="all">
            <th scope="row">All</th>
            ${cells(groups.all, scale, groups)}
          </tr>
        </tbody>
        ${factors.map((factor) => factorRows(cases, factor, scale, groups))}
      </table>
    </div>
    <p class="muted">
      Dots: ${first?.title}, with its 95 % interval; the dotted line is that of all images. Many groups are looked at, so some differ by chance
      alone. With fewer than ${hasGaps(groups) ? '10 events or ' : ''}20 patients nothing is told: that is insufficient, which does not mean that there is no difference.
      ${hasGaps(groups) ? `The gap is the group's ${first?.title} less that of all other images. An image of two regions or views counts in both.` : nothing}
    </p>
    ${picked(cases, groups)}`;
}

function picked(cases: RunCases, { factors }: CaseGroups): TemplateResult | typeof nothing {
  const choice = cases.picked.group?.choice;
  if (choice?.kind !== 'group') return nothing;
  const title = factors.find(({ name }) => name === choice.factor)?.title ?? choice.factor;
  const name = `Worst cases of ${title}: ${choice.value || 'not known'}`;
  return html`<h3>${name}</h3>
    ${caseGrid(cases, 'group', name)}`;
}

const factorRows = (cases: RunCases, factor: CaseFactor, scale: Scale, groups: CaseGroups): TemplateResult => html`<tbody>
  <tr>
    <th scope="rowgroup" class="factor" colspan=${4 + 2 * groups.measures.length + (hasGaps(groups) ? 2 : 0)}>${factor.title}</th>
  </tr>
  ${factor.groups.map((group) => groupRow(cases, factor, group, scale, groups))}
</tbody>`;

function groupRow(cases: RunCases, factor: CaseFactor, group: CaseGroup, scale: Scale, groups: CaseGroups): TemplateResult {
  const chosen = cases.picked.group?.choice;
  const isChosen = chosen?.kind === 'group' && chosen.factor === factor.name && chosen.value === group.value;
  const value = group.value || 'not known';
  return html`<tr class=${group.isFew ? 'few' : ''}>
    <th scope="row">
      <button
        class="link"
        aria-pressed=${isChosen ? 'true' : 'false'}
        aria-label="Worst cases of ${factor.title}: ${value}"
        @click=${() => cases.pick('group', { kind: 'group', factor: factor.name, value: group.value })}
      >
        ${value}
      </button>
      ${group.isFew ? html`<span class="tag">insufficient</span>` : nothing}
    </th>
    ${cells(group.measures, scale, groups, group)}
  </tr>`;
}

/** A round end of the scale has no decimals. */
const endText = (value: number): string => (Number.isInteger(value) ? String(value) : metricNumber(value));

/** Images and patients are the group's; of all, those of the first measure. */
function cells(estimates: readonly (Estimate | Undefined)[], scale: Scale, groups: CaseGroups, group?: CaseGroup): TemplateResult {
  const [first] = estimates;
  const [{ all }, isCompared] = [groups, hasGaps(groups)];
  const of = first === undefined || 'undefined' in first ? null : first;
  return html`<td class="number">${group?.images ?? of?.n ?? ''}</td>
    <td class="number">${group?.patients ?? of?.patients ?? ''}</td>
    <td class="drawn">${interval(of, scale, all[0])}</td>
    ${estimates.map((estimate, index) => {
      const shown = measureCell(estimate, decimalsAt(index, all));
      return index === 0 && isCompared ? html`${shown}${gapCell(group?.gap, decimalsAt(0, all))}` : shown;
    })}`;
}

const gapCell = (gap: CaseGroup['gap'], decimals: number): TemplateResult =>
  gap === undefined ? html`<td colspan="2"></td>` : measureCell(gap, decimals);

/** A column has the decimals of its number of all images, so that the eye can compare. */
function decimalsAt(index: number, estimates: CaseGroups['all']): number {
  // A gap does not exist for all images: it has the decimals of what it is a gap of.
  const all = [estimates[index], estimates[index - 1]].find((estimate) => estimate !== undefined && !('undefined' in estimate));
  if (all === undefined || 'undefined' in all) return 3;
  return alikeNumbers([all.value, ...(all.interval ?? [])])[0]?.split('.')[1]?.length ?? 0;
}

function measureCell(estimate: Estimate | Undefined, decimals: number): TemplateResult {
  if ('undefined' in estimate)
    return html`<td class="number muted" colspan="2" title=${estimate.undefined}>
      ${estimate.undefined.startsWith('Insufficient') ? 'insufficient' : '–'}
    </td>`;
  const { value, interval: bounds, n, method } = estimate;
  const text = (number: number): string => {
    const fixed = number.toFixed(decimals);
    return Number(fixed) === 0 ? fixed.replace('-', '') : fixed;
  };
  const range = bounds === null ? 'no interval' : `${text(bounds[0])} to ${text(bounds[1])}`;
  return html`<td class="number value">${text(value)}</td>
    <td class="number range" title="n = ${n}; ${method}">${range}</td>`;
}

function interval(estimate: Estimate | null, { at, width }: Scale, all: Estimate | Undefined | undefined): TemplateResult | typeof nothing {
  if (estimate === null) return nothing;
  const middle = size.height / 2;
  const [low, high] = estimate.interval ?? [estimate.value, estimate.value];
  const overall = all === undefined || 'undefined' in all ? null : all.value;
  return html`<svg class="interval" width=${width} height=${size.height} aria-hidden="true">
    ${overall === null ? nothing : svg`<line class="overall" x1=${at(overall)} x2=${at(overall)} y1="0" y2=${size.height}></line>`}
    <line class="range" x1=${at(low)} x2=${at(high)} y1=${middle} y2=${middle}></line>
    <circle cx=${at(estimate.value)} cy=${middle} r="3.5"></circle>
  </svg>`;
}

/** From 0 (an area from 0.5, which is chance) where nothing is below it; groups that are too few may run out of it, so that their width does not squeeze the others. */
function scaleOf(groups: CaseGroups): Scale {
  const { all, factors, measures } = groups;
  const enough = factors.flatMap(({ groups }) => groups.filter(({ isFew }) => !isFew).map(({ measures }) => measures[0]));
  const few = factors.flatMap(({ groups }) => groups.map(({ measures }) => measures[0]));
  const values = [all[0], ...(enough.length > 0 ? enough : few)].flatMap((estimate) =>
    estimate === undefined || 'undefined' in estimate ? [] : [estimate.value, ...(estimate.interval ?? [])],
  );
  const isArea = measures[0]?.title === 'AUC';
  const to = Math.max(isArea ? 1 : 0, ...values);
  const from = Math.min(isArea ? 0.5 : 0, ...values);
  const span = to - from || 1;
  const width = hasGaps(groups) ? size.narrow : size.width;
  const at = (value: number): number => size.margin + ((width - 2 * size.margin) * (Math.min(to, Math.max(from, value)) - from)) / span;
  return { width, from, to, at };
}
