import { dot, line, plot, ruleY, text } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { CaseReport, NumberPoint, NumberReport } from '../../src/core/experiment/caseReport';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { ageFigures } from './ageFigures';
import { estimateTable } from './estimateTable';
import { estimateTexts } from './estimateText';

const blue = 'var(--vscode-charts-blue)';
const height = 280;
const dots = { r: 2.5, fill: blue, fillOpacity: 0.6 };
const inUnit = (unit: string): string => (unit === '' ? '' : ` (${unit})`);

/** Smallest and largest of labels and predictions together, so that the identity line is the diagonal. */
function commonDomain(points: readonly NumberPoint[]): [number, number] {
  const values = points.flatMap(({ label, prediction }) => [label, prediction]);
  return [
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}

const scatter =
  (points: readonly NumberPoint[], unit: string): Draw =>
  (width) => {
    const domain = commonDomain(points);
    return plot({
      width,
      height,
      ariaLabel: 'Predicted against labelled value, one point an image',
      x: { label: `Label${inUnit(unit)}`, domain, nice: 6, ticks: 6, grid: true },
      y: { label: `Prediction${inUnit(unit)}`, domain, nice: 6, ticks: 6, grid: true },
      marks: [
        line(
          domain.map((value): [number, number] => [value, value]),
          { stroke: 'currentColor', strokeDasharray: '4 3' },
        ),
        dot([...points], { x: 'label', y: 'prediction', ...dots }),
      ],
    });
  };

type Line = { readonly y: number; readonly words: string; readonly isLimit: boolean };

const linesOf = ({ bias, lowerLimit, upperLimit }: NumberReport): readonly Line[] =>
  (
    [
      [upperLimit, true],
      [bias, false],
      [lowerLimit, true],
    ] as const
  ).flatMap(([estimate, isLimit]) =>
    'undefined' in estimate ? [] : [{ y: estimate.value, words: estimateTexts({ ...estimate, unit: '' }).value, isLimit }],
  );

const differences =
  (detail: NumberReport, unit: string, against: 'mean' | 'label'): Draw =>
  (width) => {
    const points = detail.points.map(({ label, prediction }) => ({
      x: against === 'mean' ? (label + prediction) / 2 : label,
      y: prediction - label,
    }));
    const lines = against === 'mean' ? linesOf(detail) : [];
    return plot({
      width,
      height,
      ...(against === 'mean' ? { marginRight: 50 } : {}),
      ariaLabel:
        against === 'mean'
          ? 'Bland and Altman: prediction less label against the mean of both, with bias and limits of agreement'
          : 'Prediction less label against the label',
      x: { label: `${against === 'mean' ? 'Mean of both' : 'Label'}${inUnit(unit)}`, nice: true, ticks: 6 },
      y: { label: `Prediction − label${inUnit(unit)}`, grid: true, nice: true, ticks: 6 },
      marks: [
        ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
        dot(points, { x: 'x', y: 'y', ...dots }),
        ...lines.map(({ y, isLimit }) => ruleY([y], { stroke: 'currentColor', ...(isLimit ? { strokeDasharray: '5 3' } : {}) })),
        text([...lines], { frameAnchor: 'right', y: 'y', text: 'words', textAnchor: 'start', dx: 6, fill: 'currentColor' }),
      ],
    });
  };

/** What is shown of predicted numbers: agreement with the label, and the error against it. */
export function numberSections({ unit, images }: CaseReport, detail: NumberReport): TemplateResult | typeof nothing {
  const { points, bias, lowerLimit, upperLimit, slope, within } = detail;
  if (points.length === 0) return nothing;
  const shown = points.length < images ? ` ${points.length} of ${images} images are drawn.` : '';
  const figures: readonly (readonly [string, Draw])[] = [
    [`Prediction against label: on the dashed line both agree.${shown}`, scatter(points, unit)],
    [
      'Difference against mean: the line is the bias, some 95 % of the differences lie between the dashed limits.',
      differences(detail, unit, 'mean'),
    ],
    [
      'Error against label. Networks draw small and large values towards the middle: then the points slope down.',
      differences(detail, unit, 'label'),
    ],
    ...ageFigures(points, unit),
  ];
  return html`<section aria-labelledby="agreement">
    <h2 id="agreement">Agreement with the label</h2>
    <div class="small-figures">
      ${figures.map(
        ([caption, draw]) => html`<figure>
          <figcaption>${caption}</figcaption>
          <div class="plot" ${ref((element) => drawFigure(element, draw))}></div>
        </figure>`,
      )}
    </div>
    ${estimateTable('Agreement with the label', [
      ['Bias (prediction − label)', bias],
      ['Lower limit of agreement', lowerLimit],
      ['Upper limit of agreement', upperLimit],
      ['Slope of the difference on the mean', slope],
      ...within.map(({ most, share }) => [`Share within ${most} ${unit}`, share] as const),
    ])}
  </section>`;
}
