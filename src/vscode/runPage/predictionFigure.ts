import type { PredictionRow } from '../../core/experiment/predictionTable';
import type { PredictionFigure } from '../../protocol/run';

/** More points than this make a figure slow and no clearer. */
const mostPoints = 4000;

/** Every k-th value, so that at most `most` remain; the same ones every time. */
function thin<T>(values: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(values.length / most);
  return step <= 1 ? values : values.filter((_, index) => index % step === 0);
}

function regression(rows: readonly PredictionRow[], unit: string): PredictionFigure {
  const points = rows.flatMap(({ label, prediction }) =>
    typeof label === 'number' && typeof prediction === 'number' && Number.isFinite(label) && Number.isFinite(prediction)
      ? [{ label, prediction }]
      : [],
  );
  return { kind: 'regression', unit, n: points.length, points: thin(points, mostPoints) };
}

/** Two classes: the probability of the second, positive one; more: the probability that the image's own class got. */
function classification(rows: readonly PredictionRow[], classes: readonly string[]): PredictionFigure {
  const positive = classes.length === 2 ? 1 : -1;
  const points = rows.flatMap(({ label, probabilities }) => {
    const score = typeof label === 'string' ? probabilities[positive < 0 ? classes.indexOf(label) : positive] : undefined;
    return typeof label === 'string' && score !== undefined && Number.isFinite(score) ? [{ label, score }] : [];
  });
  const score = positive < 0 ? 'Probability of the labelled class' : `Probability of "${classes[positive] ?? ''}"`;
  return { kind: 'classification', score, n: points.length, points: thin(points, mostPoints) };
}

/** What the page draws of a run's predictions; null when there are none, or when they are boxes or masks, of which a count or a share would tell little. */
export function predictionFigure(rows: readonly PredictionRow[], classes: readonly string[], unit: string): PredictionFigure | null {
  if (rows.some(({ score }) => score !== undefined)) return null;
  const figure = classes.length > 0 ? classification(rows, classes) : regression(rows, unit);
  return figure.n === 0 ? null : figure;
}
