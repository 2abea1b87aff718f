import { html, nothing, type TemplateResult } from 'lit';
import type { Bar, Chart } from '../../src/core/dataset/galleryCounts';

const count = (n: number): string => n.toLocaleString('en-US');
const percent = (n: number, most: number): string => `${(100 * n) / Math.max(most, 1)}%`;
const largest = (bars: readonly Bar[]): number => Math.max(1, ...bars.map(({ n }) => n));

const row = ({ label, n }: Bar, most: number): TemplateResult => html`<li>
  <span class="word" title=${label}>${label}</span>
  <span class="track"><span class="fill" .style=${`width: ${percent(n, most)}`}></span></span>
  <span class="n">${count(n)}</span>
</li>`;

function bars({ bars: all, unknown, others }: Chart): TemplateResult {
  const known = all.filter(({ n }) => n > 0);
  const shown = unknown.n > 0 ? [...known, unknown] : known;
  return html`<ul class="bars">
    ${shown.map((bar) => row(bar, largest(shown)))}
    ${others.values === 0 ? nothing : html`<li class="muted">${others.values} rarer values: ${count(others.n)} images</li>`}
  </ul>`;
}

function histogram({ title, unit, bars: all, unknown }: Chart): TemplateResult {
  const most = largest(all);
  const [low = '', high = ''] = [all[0]?.value.split('..')[0], all.at(-1)?.value.split('..')[1]];
  const spoken = all.filter(({ n }) => n > 0).map(({ label, n }) => `${label}: ${n}`);
  return html`<div class="columns-chart" role="img" aria-label="${title}: ${spoken.join('; ')}">
      ${all.map(({ label, n }) => html`<span class="column" title="${label} ${unit}: ${count(n)}"><span class="fill" .style=${`height: ${percent(n, most)}`}></span></span>`)}
    </div>
    <div class="ends muted" aria-hidden="true"><span>${low}</span><span>most in a bar: ${count(most)}</span><span>${high}</span></div>
    ${unknown.n > 0 ? html`<p class="muted small">not known: ${count(unknown.n)}</p>` : nothing}`;
}

/** How the images are spread over one column, small. */
export const distribution = (chart: Chart): TemplateResult => html`<figure class="distribution">
  <figcaption>${chart.title}${chart.unit === '' ? '' : `, ${chart.unit}`} <span class="muted">n = ${count(chart.n)}</span></figcaption>
  ${chart.kind === 'histogram' ? histogram(chart) : bars(chart)}
</figure>`;
