import { dot, line, plot, ruleY } from '@observablehq/plot';
import type { NumberPoint } from '../../src/core/experiment/caseReport';
import type { Draw } from '../shared/drawFigure';

const height = 280;
const dots = { r: 2.5, fill: 'var(--vscode-charts-blue)', fillOpacity: 0.6 };

type Aged = NumberPoint & { readonly age: number };

const isAged = (point: NumberPoint): point is Aged => point.age !== null;

const errorByAge =
  (points: readonly Aged[], unit: string): Draw =>
  (width) =>
    plot({
      width,
      height,
      ariaLabel: 'Prediction less label against chronological age',
      x: { label: 'Chronological age (years)', nice: true, ticks: 6 },
      y: { label: `Prediction − label (${unit})`, grid: true, nice: true, ticks: 6 },
      marks: [
        ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.4 }),
        dot(
          points.map(({ age, label, prediction }) => ({ x: age / 12, y: prediction - label })),
          { x: 'x', y: 'y', ...dots },
        ),
      ],
    });

/** Smallest and largest of both axes, so that the dashed line is the diagonal. */
const domainOf = (values: readonly number[]): [number, number] => [
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
];

const aheadOfAge =
  (points: readonly Aged[], unit: string): Draw =>
  (width) => {
    const ahead = points.map(({ age, label, prediction }) => ({ x: label - age, y: prediction - age }));
    const domain = domainOf(ahead.flatMap(({ x, y }) => [x, y]));
    return plot({
      width,
      height,
      ariaLabel: 'Bone age less chronological age: as predicted against as labelled',
      x: { label: `Label − chronological age (${unit})`, domain, nice: 6, ticks: 6, grid: true },
      y: { label: `Prediction − chronological age (${unit})`, domain, nice: 6, ticks: 6, grid: true },
      marks: [
        line(
          domain.map((value): [number, number] => [value, value]),
          { stroke: 'currentColor', strokeDasharray: '4 3' },
        ),
        dot(ahead, { x: 'x', y: 'y', ...dots }),
      ],
    });
  };

/** Figures of predicted ages beside the chronological age; none where too few of them are known. */
export function ageFigures(points: readonly NumberPoint[], unit: string): readonly (readonly [caption: string, draw: Draw])[] {
  const aged = points.filter(isAged);
  if (aged.length < 3) return [];
  const shown = aged.length < points.length ? ` The age of ${aged.length} of ${points.length} images is known.` : '';
  return [
    [`Error against chronological age.${shown}`, errorByAge(aged, unit)],
    [
      `How far bone age is ahead of (above 0) or behind the chronological age: on the dashed line the prediction says it as the label does.${shown}`,
      aheadOfAge(aged, unit),
    ],
  ];
}
