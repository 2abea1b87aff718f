import { type BinXInputs, binX, dot, line, plot, type RectYOptions, rectY, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { PredictionFigure } from '../../src/protocol/run';
import { type Draw, drawFigure } from '../shared/drawFigure';

type Regression = Extract<PredictionFigure, { kind: 'regression' }>;
type Classification = Extract<PredictionFigure, { kind: 'classification' }>;

const widest = 520;
const colours = ['var(--vscode-charts-blue)', 'var(--vscode-charts-yellow)', 'var(--vscode-charts-green)', 'var(--vscode-charts-purple)'];

/** Smallest and largest of labels and predictions together, so that the identity line is the diagonal. */
function commonDomain({ points }: Regression): [number, number] {
  const values = points.flatMap(({ label, prediction }) => [label, prediction]);
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}

const scatter =
  (figure: Regression): Draw =>
  (width) => {
    const side = Math.min(width, widest);
    const domain = commonDomain(figure);
    return plot({
      width: side,
      height: Math.round(side * 0.85),
      ariaLabel: 'Predicted against labelled value, one point an image',
      x: { label: `Label (${figure.unit})`, domain, nice: 6, ticks: 6, grid: true },
      y: { label: `Prediction (${figure.unit})`, domain, nice: 6, ticks: 6, grid: true },
      marks: [
        line(
          domain.map((value): [number, number] => [value, value]),
          { stroke: 'currentColor', strokeDasharray: '4 3' },
        ),
        dot([...figure.points], { x: 'label', y: 'prediction', r: 2.5, fill: colours[0] ?? '', fillOpacity: 0.65 }),
      ],
    });
  };

const bins: BinXInputs<RectYOptions> = {
  x: { value: 'score', thresholds: 20, domain: [0, 1] },
  fy: 'label',
  fill: 'label',
} as BinXInputs<RectYOptions>;

const histogram =
  (figure: Classification): Draw =>
  (width) => {
    const classes = [...new Set(figure.points.map(({ label }) => label))].sort();
    return plot({
      width: Math.min(width, widest),
      height: 70 + 110 * classes.length,
      marginRight: 90,
      ariaLabel: `${figure.score}, counted by labelled class`,
      x: { label: figure.score, domain: [0, 1] },
      y: { label: 'Images', grid: true, ticks: 4 },
      fy: { domain: classes, label: null },
      color: { domain: classes, range: colours.slice(0, classes.length) },
      marks: [rectY([...figure.points], binX<RectYOptions>({ y: 'count' }, bins)), ruleY([0])],
    });
  };

const shown = ({ n, points }: PredictionFigure): string =>
  points.length < n ? `n = ${n} images, ${points.length} of them drawn` : `n = ${n} images`;

/** The tuning part's predictions: against the label for a number, by class for a class. */
export function predictionSection(figure: PredictionFigure | null): TemplateResult | typeof nothing {
  if (figure === null || figure.points.length === 0) return nothing;
  const regression = figure.kind === 'regression';
  const caption = regression
    ? `Prediction against label on the tuning part, ${shown(figure)}. On the dashed line both agree.`
    : `${figure.score} on the tuning part, ${shown(figure)}, by labelled class.`;
  return html`<section aria-labelledby="predictions">
    <h2 id="predictions">Predictions</h2>
    <figure>
      <figcaption>${caption}</figcaption>
      <div class="plot" ${ref((element) => drawFigure(element, regression ? scatter(figure) : histogram(figure)))}></div>
    </figure>
  </section>`;
}
