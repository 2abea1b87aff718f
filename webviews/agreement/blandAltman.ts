import { dot, plot, ruleY, text } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { metricNumber } from '../../src/core/experiment/describeMetric';
import type { PairAgreement } from '../../src/core/label/agreement';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { counted } from './words';

const blue = 'var(--vscode-charts-blue)';
const widest = 640;
const height = 300;

type Line = { readonly y: number; readonly words: string; readonly dashed: boolean };

const lineNames = [
  ['upper_limit', 'upper limit', true],
  ['bias', 'bias', false],
  ['lower_limit', 'lower limit', true],
] as const;

function linesOf({ statistics }: PairAgreement): readonly Line[] {
  return lineNames.flatMap(([name, title, dashed]) => {
    const statistic = statistics[name];
    if (statistic === undefined || 'undefined' in statistic) return [];
    return [{ y: statistic.value, words: `${title} ${metricNumber(statistic.value)}`, dashed }];
  });
}

const figure =
  (pair: PairAgreement, title: string, unit: string): Draw =>
  (width) => {
    const points = (pair.points ?? []).map(({ image, first, second }) => ({
      image,
      mean: (first + second) / 2,
      difference: first - second,
    }));
    const lines = linesOf(pair);
    const inUnit = unit === '' ? '' : ` (${unit})`;
    return plot({
      width: Math.min(width, widest),
      height,
      marginRight: 120,
      ariaLabel: `${title}: difference against mean of ${pair.readers[0]} and ${pair.readers[1]}, one point an image, with bias and limits of agreement`,
      x: { label: `Mean of both${inUnit}`, nice: true, ticks: 6 },
      y: { label: `${pair.readers[0]} minus ${pair.readers[1]}${inUnit}`, grid: true, nice: true, ticks: 6 },
      marks: [
        ...lines.map(({ y, dashed }) => ruleY([y], { stroke: 'currentColor', ...(dashed ? { strokeDasharray: '5 3' } : {}) })),
        text([...lines], { frameAnchor: 'right', y: 'y', text: 'words', textAnchor: 'start', dx: 6, fill: 'currentColor' }),
        dot(points, {
          x: 'mean',
          y: 'difference',
          r: 3,
          fill: blue,
          fillOpacity: 0.7,
          title: ({ image, difference }: (typeof points)[number]) =>
            `${image}: ${metricNumber(difference)}${unit === '' ? '' : ` ${unit}`}`,
        }),
      ],
    });
  };

/** Bland and Altman's figure of two readers' numbers: difference against mean, with bias and limits of agreement. */
export function blandAltman(pair: PairAgreement, title: string, unit: string): TemplateResult | typeof nothing {
  const n = pair.points?.length ?? 0;
  if (n === 0) return nothing;
  return html`<figure>
    <figcaption>
      Difference against mean, ${pair.readers[0]} minus ${pair.readers[1]}, ${counted(n, 'image')}. The line is the bias; between the dashed
      lines (bias ± 1.96 standard deviations) lie some 95 % of the differences.
    </figcaption>
    <div class="plot" ${ref((element) => drawFigure(element, figure(pair, title, unit)))}></div>
  </figure>`;
}
