import { dot, line, plot, ruleX, ruleY } from '@observablehq/plot';
import type { OperatingPoint, RocOfClass } from '../../src/core/experiment/caseReport';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import type { Draw } from '../shared/drawFigure';

const blue = 'var(--vscode-charts-blue)';
const orange = 'var(--vscode-charts-orange, var(--vscode-charts-yellow))';
const diagonal: [number, number][] = [
  [0, 0],
  [1, 1],
];

const valueIn = (estimate: Estimate | Undefined): number | null => ('undefined' in estimate ? null : estimate.value);
const boundsOf = (estimate: Estimate | Undefined): readonly [number, number] | null => ('undefined' in estimate ? null : estimate.interval);

/** A square ROC curve; the operating point, where there is one, with its intervals as a cross. */
export const rocFigure =
  (roc: RocOfClass, operating: OperatingPoint | null, widest: number): Draw =>
  (width) => {
    const side = Math.min(width, widest);
    return plot({
      width: side,
      height: side,
      ariaLabel: `ROC curve of ${roc.name}`,
      x: { label: 'False positives (1 − specificity)', domain: [0, 1], ticks: 5, grid: true },
      y: { label: 'Sensitivity', domain: [0, 1], ticks: 5, grid: true },
      marks: [
        line(diagonal, { stroke: 'currentColor', strokeOpacity: 0.5, strokeDasharray: '4 3' }),
        line([...roc.points], { x: 'falsePositives', y: 'sensitivity', stroke: blue, strokeWidth: 2 }),
        ...(operating === null ? [] : cross(operating)),
      ],
    });
  };

function cross({ sensitivity, specificity }: OperatingPoint) {
  const [y, specific] = [valueIn(sensitivity), valueIn(specificity)];
  if (y === null || specific === null) return [];
  const x = 1 - specific;
  const [high, wide] = [boundsOf(sensitivity), boundsOf(specificity)];
  return [
    ...(high === null ? [] : [ruleX([{ x, y1: high[0], y2: high[1] }], { x: 'x', y1: 'y1', y2: 'y2', stroke: orange, strokeWidth: 1.5 })]),
    ...(wide === null
      ? []
      : [ruleY([{ y, x1: 1 - wide[1], x2: 1 - wide[0] }], { y: 'y', x1: 'x1', x2: 'x2', stroke: orange, strokeWidth: 1.5 })]),
    dot([{ x, y }], { x: 'x', y: 'y', r: 5, fill: orange, stroke: 'var(--vscode-editor-background)' }),
  ];
}
