import { dot, line, plot, rectY, ruleX, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ClassReport, Reliability } from '../../src/core/experiment/caseReport';
import { metricNumber } from '../../src/core/experiment/describeMetric';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { estimateWords } from './estimateText';

const blue = 'var(--vscode-charts-blue)';
const side = 400;
const diagonal: [number, number][] = [
  [0, 0],
  [1, 1],
];

type Bin = {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
};

const binsOf = ({ bins }: Reliability): Bin[] =>
  bins.map(({ from, to, mean, observed: { value, interval, n } }) => ({
    ...{ from, to, mean, value, n },
    lower: interval?.[0] ?? null,
    upper: interval?.[1] ?? null,
  }));

const curve =
  (reliability: Reliability): Draw =>
  (width) => {
    const bins = binsOf(reliability);
    return plot({
      width: Math.min(width, side),
      height: Math.min(width, side) * 0.8,
      ariaLabel: 'Reliability: how often it came true against the predicted probability, by bins',
      x: { label: reliability.about, domain: [0, 1], ticks: 5, grid: true },
      y: { label: 'Came true', domain: [0, 1], ticks: 5, grid: true },
      marks: [
        line(diagonal, { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '4 3' }),
        ruleX(
          bins.filter(({ lower }) => lower !== null),
          { x: 'mean', y1: 'lower', y2: 'upper', stroke: blue, strokeWidth: 1.5 },
        ),
        line(bins, { x: 'mean', y: 'value', stroke: blue, strokeOpacity: 0.5 }),
        dot(bins, { x: 'mean', y: 'value', r: 4, fill: blue }),
      ],
    });
  };

const counts =
  (reliability: Reliability): Draw =>
  (width) =>
    plot({
      width: Math.min(width, side),
      height: 90,
      ariaLabel: 'Images in each bin',
      x: { label: null, domain: [0, 1], ticks: [] },
      y: { label: 'Images', ticks: 2, grid: true },
      marks: [
        rectY(binsOf(reliability), { x1: 'from', x2: 'to', y: 'n', fill: blue, fillOpacity: 0.5, insetLeft: 1, insetRight: 1 }),
        ruleY([0]),
      ],
    });

/** Whether probabilities come true, beside a figure of the scores. */
export function reliabilitySection({ reliability, classes }: ClassReport, scores: TemplateResult): TemplateResult {
  if (reliability === null) return html`<section aria-labelledby="calibration"><h2 id="calibration">Calibration</h2>${scores}</section>`;
  const { brier, calibrationError, byChance, line: calibration } = reliability;
  return html`<section aria-labelledby="calibration">
    <h2 id="calibration">Calibration</h2>
    <p>
      ${estimateWords("Brier's score", brier)}${classes.length > 2 ? ', summed over the classes (0 to 2)' : ''}. Expected calibration error
      ${metricNumber(calibrationError)} in 10 bins of equal width; a perfectly calibrated model would have ${metricNumber(byChance.mean)} on
      average on so many images, and 95 % of the time less than ${metricNumber(byChance.upper)}.
    </p>
    ${
      calibration === null
        ? nothing
        : html`<p>
            ${estimateWords('Slope of calibration', calibration.slope)}: 1 is right, less is too sure of itself.
            ${estimateWords('Intercept in the large', calibration.intercept)}: 0 is right, more is too low on average.
          </p>`
    }
    <div class="figures">
      <figure>
        <figcaption>On the dashed line predicted and observed agree. Bars are 95 % intervals; beneath, the images of each bin.</figcaption>
        <div class="plot" ${ref((element) => drawFigure(element, curve(reliability)))}></div>
        <div class="plot low" ${ref((element) => drawFigure(element, counts(reliability)))}></div>
      </figure>
      ${scores}
    </div>
  </section>`;
}
