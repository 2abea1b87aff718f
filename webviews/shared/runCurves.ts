import { axisX, dot, lineY, plot } from '@observablehq/plot';
import type { RunSeries } from '../../src/protocol/runSeries';
import type { Draw } from './drawFigure';
import { runColour } from './runColour';

const height = 240;

type Looks = {
  /** Read out in place of the picture. */
  readonly name: string;
  /** Of the vertical axis, with its unit. */
  readonly label: string;
  /** All runs of the page in their order, which decides the colours. */
  readonly runs: readonly string[];
};

/** At most eight whole epochs up to `last`, evenly spaced. */
export function epochTicks(last: number): readonly number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => last / size <= 8) ?? 1000;
  return Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);
}

/** Curves of several runs over their epochs, a colour a run; the training part's are dashed. */
export const runCurves =
  (series: readonly RunSeries[], { name, label, runs }: Looks): Draw =>
  (width) => {
    const last = Math.max(1, ...series.map(({ points }) => points.at(-1)?.epoch ?? 1));
    return plot({
      width,
      height,
      ariaLabel: name,
      x: { domain: [1, Math.max(2, last)] },
      y: { label, grid: true, nice: true },
      marks: [axisX([...epochTicks(last)], { tickFormat: String, label: 'Epoch' }), ...series.flatMap((curve) => marksOf(curve, runs))],
    });
  };

function marksOf({ run, part, points }: RunSeries, runs: readonly string[]) {
  const stroke = runColour(runs.indexOf(run));
  const data = [...points];
  const curve = lineY(data, { x: 'epoch', y: 'value', stroke, strokeWidth: 2, ...(part === 'train' ? { strokeDasharray: '4 3' } : {}) });
  return points.length === 1 ? [curve, dot(data, { x: 'epoch', y: 'value', fill: stroke })] : [curve];
}
