import { areaY, axisX, dot, lineY, plot, ruleX } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { metricNumber } from '../../src/core/experiment/describeMetric';
import type { CurvePoint, Curves, RunMetric } from '../../src/protocol/run';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { epochTicks } from '../shared/runCurves';

const blue = 'var(--vscode-charts-blue)';
const yellow = 'var(--vscode-charts-yellow)';
const height = 240;

const wholeEpochs = (points: readonly CurvePoint[]) =>
  axisX([...epochTicks(points.at(-1)?.epoch ?? 1)], { tickFormat: String, label: 'Epoch' });
const asPoints = (points: readonly CurvePoint[]): CurvePoint[] => [...points];

const lossFigure =
  (points: readonly CurvePoint[]): Draw =>
  (width) => {
    const data = asPoints(points);
    return plot({
      width,
      height,
      ariaLabel: 'Loss of the training and the tuning part by epoch',
      y: { label: 'Loss', grid: true, nice: true },
      marks: [
        wholeEpochs(points),
        lineY(data, { x: 'epoch', y: 'trainLoss', stroke: blue, strokeWidth: 2 }),
        lineY(data, { x: 'epoch', y: 'tuningLoss', stroke: yellow, strokeWidth: 2, strokeDasharray: '5 3' }),
        ...(points.length === 1
          ? [dot(data, { x: 'epoch', y: 'trainLoss', fill: blue }), dot(data, { x: 'epoch', y: 'tuningLoss', fill: yellow })]
          : []),
      ],
    });
  };

const metricFigure =
  ({ points, title, unit }: Curves, best: number | undefined): Draw =>
  (width) => {
    const data = asPoints(points);
    const banded = data.filter(({ lower, upper }) => lower !== null && upper !== null);
    return plot({
      width,
      height,
      ariaLabel: `${title} of the tuning part by epoch, with its 95 % interval`,
      y: { label: unit === '' ? title : `${title} (${unit})`, grid: true, nice: true },
      marks: [
        wholeEpochs(points),
        areaY(banded, { x: 'epoch', y1: 'lower', y2: 'upper', fill: yellow, fillOpacity: 0.22 }),
        lineY(data, { x: 'epoch', y: 'metric', stroke: yellow, strokeWidth: 2 }),
        ...(best === undefined ? [] : [ruleX([best], { stroke: 'currentColor', strokeDasharray: '2 3' })]),
        ...(points.length === 1 ? [dot(data, { x: 'epoch', y: 'metric', fill: yellow })] : []),
      ],
    });
  };

const cell = (value: number | null): string => (value === null ? '' : metricNumber(value));

const epochRow = (point: CurvePoint): TemplateResult => html`<tr>
  <th scope="row" class="number">${point.epoch}</th>
  <td class="number">${cell(point.trainLoss)}</td>
  <td class="number">${cell(point.tuningLoss)}</td>
  <td class="number">${cell(point.metric)}</td>
  <td class="number">${point.lower === null || point.upper === null ? '' : `${cell(point.lower)} to ${cell(point.upper)}`}</td>
</tr>`;

const epochTable = ({ points, title, unit }: Curves): TemplateResult => html`<details id="epochs">
  <summary>Numbers of every epoch</summary>
  <div class="scroll" tabindex="0" role="region" aria-label="Table of epochs">
    <table>
      <thead>
        <tr>
          <th scope="col" class="number">Epoch</th>
          <th scope="col" class="number">Training loss</th>
          <th scope="col" class="number">Tuning loss</th>
          <th scope="col" class="number">${title}${unit === '' ? '' : ` (${unit})`}</th>
          <th scope="col" class="number">95 % interval</th>
        </tr>
      </thead>
      <tbody>
        ${points.map(epochRow)}
      </tbody>
    </table>
  </div>
</details>`;

/** The learning curves: both losses, and the metric that chooses the best epoch with its interval. */
export function learningCurves(curves: Curves | null, metrics: readonly RunMetric[], running: boolean): TemplateResult | typeof nothing {
  if (curves === null || curves.points.length === 0) return nothing;
  const best = running ? undefined : metrics.find(({ name }) => name === curves.metric)?.bestEpoch;
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Learning curves</h2>
    <div class="figures">
      <figure>
        <figcaption><span class="key train"></span>training loss &nbsp; <span class="key tuning"></span>tuning loss</figcaption>
        <div class="plot" ${ref((element) => drawFigure(element, lossFigure(curves.points)))}></div>
      </figure>
      <figure>
        <figcaption>${curves.title} on the tuning part; the band is its 95 % interval${best === undefined ? '' : `, the dotted line the best epoch (${best})`}.</figcaption>
        <div class="plot" ${ref((element) => drawFigure(element, metricFigure(curves, best)))}></div>
      </figure>
    </div>
    ${epochTable(curves)}
  </section>`;
}
