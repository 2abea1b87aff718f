import { describeMetric } from '../experiment/describeMetric';
import type { RunRecord } from '../experiment/runRecord';
import type { FrocPoint } from '../statistics/detection';
import { dotMarks, figureMarkup, lineMark, type Plane, type Point } from './chart';

/** How found boxes or outlines of the tuning part lie to the marked ones, as a report draws it. */
export type DrawnCases = { readonly images: number; readonly patients: number } & (
  | { readonly kind: 'boxes'; readonly marked: number; readonly isWhole: boolean; readonly froc: readonly FrocPoint[] }
  /** Dice of each image with something found or marked, ascending. */
  | { readonly kind: 'masks'; readonly dice: readonly number[] }
);

/** More false positives an image than these nobody would look at. */
const mostFalsePositives = 8;

/** The FROC curve of found boxes, or the Dice of each image in order; '' where there is nothing to draw. */
export function drawnFigure(record: RunRecord, drawn: DrawnCases): string {
  return drawn.kind === 'boxes' ? frocFigure(record, drawn) : diceFigure(record, drawn);
}

function frocFigure(record: RunRecord, { images, patients, marked, isWhole, froc }: DrawnCases & { readonly kind: 'boxes' }): string {
  if (marked === 0 || froc.length === 0) return '';
  const within = froc.filter(({ falsePositives }) => falsePositives <= mostFalsePositives);
  const points: readonly Point[] = [[0, 0], ...within.map(({ falsePositives, sensitivity }): Point => [falsePositives, sensitivity])];
  const steps = points.flatMap((point, index): readonly Point[] =>
    index === 0 ? [point] : [[point[0], points[index - 1]?.[1] ?? 0], point],
  );
  const plane: Plane = {
    title: `FROC curve of ${record.run}`,
    x: [0, Math.max(1, ...within.map(({ falsePositives }) => falsePositives))],
    y: [0, 1],
    xLabel: 'False positives per image',
    yLabel: 'Sensitivity',
  };
  const end = isWhole ? '' : ' The run kept only boxes above its threshold, where the curve ends.';
  const words = `FROC: sensitivity (share of the marked boxes that are found) over the false positives an image, tuning part, ${counted(images, patients)}, ${marked} marked boxes.${end}`;
  return figureMarkup(plane, [lineMark(plane, steps, 'first')], `${words}${metricWords(record, 'average_precision')}`);
}

function diceFigure(record: RunRecord, { images, patients, dice }: DrawnCases & { readonly kind: 'masks' }): string {
  if (dice.length === 0) return '';
  const plane: Plane = {
    title: `Dice of the images of ${record.run}`,
    x: [0, 100],
    y: [0, 1],
    xLabel: 'Share of the images (%)',
    yLabel: 'Dice',
  };
  const points = dice.map((value, index): Point => [(100 * (index + 0.5)) / dice.length, value]);
  const words = `Dice of each image with something found or marked, from the worst to the best: tuning part, ${counted(images, patients)}.`;
  return figureMarkup(plane, [dotMarks(plane, points, 'first')], `${words}${metricWords(record, 'dice')}`);
}

const counted = (images: number, patients: number): string => `n = ${images} images of ${patients} patients`;

function metricWords(record: RunRecord, name: string): string {
  const metric = 'result' in record ? record.result?.metrics[name] : undefined;
  return metric === undefined ? '' : ` ${describeMetric(name, { ...metric.best, unit: metric.unit }, metric.part)}.`;
}
