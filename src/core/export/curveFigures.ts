import { metricTitle } from '../experiment/describeMetric';
import { airyRange, bandMark, dotMarks, figureMarkup, legend, lineMark, type Plane, type Point, wordMark } from './chart';
import type { ExportedRun } from './exportedRun';

const epochRange = (epochs: ExportedRun['epochs']): readonly [number, number] => {
  const numbers = epochs.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return first === last ? [first - 1, last + 1] : [first, last];
};

/** Training and tuning loss by epoch; '' without an epoch. */
export function lossFigure({ record, epochs }: ExportedRun): string {
  if (epochs.length === 0) return '';
  const train = epochs.map(({ epoch, trainLoss }): Point => [epoch, trainLoss]);
  const tuning = epochs.map(({ epoch, tuningLoss }): Point => [epoch, tuningLoss]);
  const plane: Plane = {
    title: `Loss of ${record.run} by epoch`,
    x: epochRange(epochs),
    y: airyRange([...train, ...tuning].map(([, value]) => value)),
    xLabel: 'Epoch',
    yLabel: 'Loss',
    wholeX: true,
  };
  const dots = epochs.length < 3 ? [dotMarks(plane, train, 'first'), dotMarks(plane, tuning, 'second')] : [];
  const marks = [lineMark(plane, train, 'first'), lineMark(plane, tuning, 'second dashed'), ...dots];
  return figureMarkup(
    plane,
    [
      ...marks,
      legend([
        ['first', 'training part'],
        ['second dashed', 'tuning part'],
      ]),
    ],
    'Loss by epoch.',
  );
}

/** The metric that chooses the best epoch, with its 95 % interval, by epoch; '' without one. */
export function metricFigure({ record, epochs }: ExportedRun): string {
  const result = 'result' in record ? record.result : null;
  const name = result?.primary ?? '';
  const summary = result?.metrics[name];
  const rows = epochs.flatMap(({ epoch, metrics }) => {
    const cell = metrics[name];
    return cell === undefined ? [] : [{ epoch, ...cell }];
  });
  if (summary === undefined || rows.length === 0) return '';
  const points = rows.map(({ epoch, value }): Point => [epoch, value]);
  const bounded = rows.flatMap(({ epoch, lower, upper }) => (lower === null || upper === null ? [] : [{ epoch, lower, upper }]));
  const title = metricTitle(name);
  const plane: Plane = {
    title: `${title} of ${record.run} by epoch`,
    x: epochRange(epochs),
    y: airyRange([...points.map(([, value]) => value), ...bounded.flatMap(({ lower, upper }) => [lower, upper])]),
    xLabel: 'Epoch',
    yLabel: summary.unit === '' ? title : `${title} (${summary.unit})`,
    wholeX: true,
  };
  const best: Point = [summary.best.epoch, summary.best.value];
  const half = (plane.x[0] + plane.x[1]) / 2;
  const marks = [
    bandMark(
      plane,
      bounded.map(({ epoch, upper }): Point => [epoch, upper]),
      bounded.map(({ epoch, lower }): Point => [epoch, lower]),
      'second',
    ),
    lineMark(plane, points, 'second'),
    dotMarks(plane, [best], 'second', 5),
    wordMark(plane, best, `best: epoch ${summary.best.epoch}`, best[0] > half ? 'end' : 'start', -10),
  ];
  return figureMarkup(
    plane,
    marks,
    `${title} on the tuning part by epoch, with its 95 % interval (n = ${summary.best.n} images of ${summary.best.patients} patients).`,
  );
}
