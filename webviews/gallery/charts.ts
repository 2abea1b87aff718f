import { html, nothing, type TemplateResult } from 'lit';
import type { Bar, Chart } from '../../src/core/dataset/galleryCounts';
import { counted, countText } from './count';

/** What a click on a bar does. */
export type ChooseValue = (column: string, value: string) => void;

const largestOf = (bars: readonly Bar[]): number => bars.reduce((most, { n }) => Math.max(most, n), 1);
const share = (n: number, most: number): string => `${(100 * n) / most}%`;

const row = ({ column, title }: Chart, bar: Bar, most: number, choose: ChooseValue): TemplateResult => html`<li>
  <button
    class="bar"
    aria-pressed=${bar.chosen ? 'true' : 'false'}
    aria-label="${title} ${bar.label}: ${counted(bar.n, 'image')}"
    title="${bar.label}: ${counted(bar.n, 'image')}"
    @click=${() => choose(column, bar.value)}
  >
    <span class="fill" .style=${`width: ${share(bar.n, most)}`}></span>
    <span class="word">${bar.label}</span>
    <span class="n">${countText(bar.n)}</span>
  </button>
</li>`;

const bars = (chart: Chart, choose: ChooseValue): TemplateResult => {
  const { others, unknown } = chart;
  const shown = unknown.n > 0 || unknown.chosen ? [...chart.bars, unknown] : chart.bars;
  const most = largestOf(shown);
  return html`<ul>
    ${shown.map((bar) => row(chart, bar, most, choose))}
    ${others.values === 0 ? nothing : html`<li class="muted others">${counted(others.values, 'other value')}: ${counted(others.n, 'image')}</li>`}
  </ul>`;
};

const column = (chart: Chart, bar: Bar, most: number, choose: ChooseValue): TemplateResult => html`<li>
  <button
    class="column"
    aria-pressed=${bar.chosen ? 'true' : 'false'}
    aria-label="${chart.title} ${bar.label}${chart.unit === '' ? '' : ` ${chart.unit}`}: ${counted(bar.n, 'image')}"
    title="${bar.label}${chart.unit === '' ? '' : ` ${chart.unit}`}: ${counted(bar.n, 'image')}"
    @click=${() => choose(chart.column, bar.value)}
  >
    <span class="fill" .style=${`height: ${share(bar.n, most)}`}></span>
  </button>
</li>`;

const histogram = (chart: Chart, choose: ChooseValue): TemplateResult => {
  const most = largestOf(chart.bars);
  const ends = [chart.bars[0]?.value.split('..')[0] ?? '', chart.bars.at(-1)?.value.split('..')[1] ?? ''];
  return html`<ul class="histogram">${chart.bars.map((bar) => column(chart, bar, most, choose))}</ul>
    <div class="ends muted" aria-hidden="true"><span>${ends[0]}</span><span>most in a bar: ${countText(most)}</span><span>${ends[1]}</span></div>
    ${chart.unknown.n > 0 || chart.unknown.chosen ? html`<ul>${row(chart, chart.unknown, chart.n, choose)}</ul>` : nothing}`;
};

const section = (chart: Chart, choose: ChooseValue): TemplateResult => html`<section aria-labelledby="chart-${chart.column}">
  <h2 id="chart-${chart.column}">${chart.title}${chart.unit === '' ? '' : `, ${chart.unit}`} <span class="muted">n = ${countText(chart.n)}</span></h2>
  ${chart.kind === 'histogram' ? histogram(chart, choose) : bars(chart, choose)}
</section>`;

/** How the images are spread over the columns that say most; a click on a bar filters by it, or no longer. */
export const chartPanel = (charts: readonly Chart[], choose: ChooseValue): TemplateResult =>
  html`<aside class="charts" aria-label="Counts" tabindex="0">${charts.map((chart) => section(chart, choose))}</aside>`;
