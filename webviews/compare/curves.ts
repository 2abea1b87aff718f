import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import type { ComparedRun, ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { MetricsRow } from '../../src/core/experiment/metricsTable';
import type { RunSeries } from '../../src/protocol/runSeries';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { runCurves } from '../shared/runCurves';
import type { Look } from './look';
import { type RunPlaces, runName, shortName } from './runName';

const finite = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

function seriesOf(
  { run, epochs }: ComparedRun,
  part: RunSeries['part'],
  valueIn: (row: MetricsRow) => number | undefined,
): readonly RunSeries[] {
  return epochs.length === 0 ? [] : [{ run, part, points: epochs.map((row) => ({ epoch: row.epoch, value: finite(valueIn(row)) })) }];
}

/** The curves that the look asks for; of metrics only the tuning part is measured. */
export function chosenSeries(
  { details }: ComparisonReport,
  curve: string,
  { train, tuning }: Pick<Look, 'train' | 'tuning'>,
): readonly RunSeries[] {
  if (curve !== 'loss') return details.flatMap((one) => seriesOf(one, 'tuning', ({ metrics }) => metrics[curve]?.value));
  return details.flatMap((one) => [
    ...(train ? seriesOf(one, 'train', ({ trainLoss }) => trainLoss) : []),
    ...(tuning ? seriesOf(one, 'tuning', ({ tuningLoss }) => tuningLoss) : []),
  ]);
}

/** Tells which run each curve is of, so that it is highlighted with the run. */
const named =
  (draw: Draw, series: readonly RunSeries[], places: RunPlaces): Draw =>
  (width) => {
    const figure = draw(width);
    // Plot draws a group a mark, in the order of the marks.
    const lines = [...figure.querySelectorAll('g[aria-label="line"]')];
    for (const [index, line] of lines.entries()) line.setAttribute('data-run', String(places.indexOf(series[index]?.run ?? '')));
    return figure;
  };

/** The learning curves of all runs over each other. */
export function curvesSection(
  report: ComparisonReport,
  look: Look,
  places: RunPlaces,
  change: (part: Partial<Look>) => void,
): TemplateResult {
  const metrics = [...new Set(report.details.flatMap(({ epochs }) => epochs.flatMap((row) => Object.keys(row.metrics))))];
  const curve =
    look.curve === 'loss' || metrics.includes(look.curve) ? look.curve : metrics.includes(report.metric) ? report.metric : 'loss';
  const title = curve === 'loss' ? 'Loss' : metricTitle(curve);
  const unit = report.metrics.flatMap((ofRun) => {
    const judged = ofRun[curve];
    return judged !== undefined && 'unit' in judged ? [judged.unit] : [];
  })[0];
  const series = chosenSeries(report, curve, look);
  const draw = runCurves(series, {
    name: `${title} by epoch of ${report.runs.map(shortName).join(', ')}`,
    label: unit ? `${title} (${unit})` : title,
    runs: places,
  });
  const box = (part: 'train' | 'tuning', words: string) => html`<label
    ><input
      type="checkbox"
      .checked=${live(look[part])}
      @change=${(event: Event) => change({ [part]: (event.target as HTMLInputElement).checked })}
    />${words}</label
  >`;
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Learning curves</h2>
    <div class="choices">
      <label
        >Curve
        <select aria-label="Curve" @change=${(event: Event) => change({ curve: (event.target as HTMLSelectElement).value })}>
          <option value="loss" ?selected=${curve === 'loss'}>loss</option>
          ${metrics.map((name) => html`<option value=${name} ?selected=${curve === name}>${metricTitle(name)}</option>`)}
        </select></label
      >
      ${curve === 'loss' ? html`${box('train', 'training part (dashed)')} ${box('tuning', 'tuning part')}` : html`<span class="muted">of the tuning part</span>`}
    </div>
    ${
      series.length === 0
        ? html`<p class="muted">${report.details.every(({ epochs }) => epochs.length === 0) ? 'No run has a metrics.csv with its epochs.' : 'Choose a part to draw.'}</p>`
        : html`<div class="plot" ${ref((element) => drawFigure(element, named(draw, series, places)))}></div>
            <p class="key">${report.runs.map((run) => html`${runName(run, places)} `)}</p>`
    }
    ${missing(report)}
  </section>`;
}

function missing({ details }: ComparisonReport): TemplateResult | typeof nothing {
  const without = details.filter(({ epochs }) => epochs.length === 0).map(({ run }) => shortName(run));
  return without.length === 0 || without.length === details.length
    ? nothing
    : html`<p class="muted">Without a metrics.csv: ${without.join(', ')}.</p>`;
}
