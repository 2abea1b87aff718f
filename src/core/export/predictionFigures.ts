import { alikeNumbers } from '../experiment/alikeNumbers';
import { describeMetric } from '../experiment/describeMetric';
import { rocCurve, rocProblem } from '../statistics/roc';
import { airyRange, dotMarks, figureMarkup, lineMark, type Plane, type Point, wordMark } from './chart';
import { drawnFigure } from './drawnFigures';
import type { ExportedRun } from './exportedRun';
import { tableMarkup } from './markup';

/** More dots than this make a report large and no clearer. */
const mostDots = 2000;

const thinned = <T>(values: readonly T[]): readonly T[] => {
  const step = Math.ceil(values.length / mostDots);
  return step <= 1 ? values : values.filter((_, index) => index % step === 0);
};

const limitFactor = 1.959963984540054;

/** Bland and Altman's figure: the difference of prediction and reference standard over their mean, with bias and limits of agreement. */
function agreementFigure({ record, predictions }: ExportedRun): string {
  const pairs = predictions.flatMap(({ label, prediction }) =>
    typeof label === 'number' && typeof prediction === 'number' ? [{ mean: (label + prediction) / 2, difference: prediction - label }] : [],
  );
  if (pairs.length < 2) return '';
  const bias = pairs.reduce((sum, { difference }) => sum + difference, 0) / pairs.length;
  const deviation = Math.sqrt(pairs.reduce((sum, { difference }) => sum + (difference - bias) ** 2, 0) / (pairs.length - 1));
  const [low, high] = [bias - limitFactor * deviation, bias + limitFactor * deviation];
  const unit = record.unit === '' ? '' : ` (${record.unit})`;
  const plane: Plane = {
    title: `Agreement of the predictions of ${record.run} with the reference standard`,
    x: airyRange(pairs.map(({ mean }) => mean)),
    y: airyRange([...pairs.map(({ difference }) => difference), low, high]),
    xLabel: `Mean of prediction and reference standard${unit}`,
    yLabel: `Prediction less reference${unit}`,
  };
  const [middle = '', lower = '', upper = ''] = alikeNumbers([bias, low, high]);
  const rule = (value: number, name: string): string =>
    lineMark(
      plane,
      [
        [plane.x[0], value],
        [plane.x[1], value],
      ],
      name,
    );
  const word = (value: number, text: string): string => wordMark(plane, [plane.x[1], value], text);
  const marks = [
    dotMarks(
      plane,
      thinned(pairs).map(({ mean, difference }): Point => [mean, difference]),
      'first',
    ),
    ...[rule(bias, 'rule'), rule(low, 'rule dashed'), rule(high, 'rule dashed')],
    ...[word(bias, `bias ${middle}`), word(low, lower), word(high, upper)],
  ];
  const shown = pairs.length > mostDots ? ` Every ${Math.ceil(pairs.length / mostDots)}th image is drawn.` : '';
  const words = `Bland and Altman: bias ${middle}, limits of agreement ${lower} to ${upper}${record.unit === '' ? '' : ` ${record.unit}`} (tuning part, n = ${pairs.length} images).${shown}`;
  return figureMarkup(plane, marks, words);
}

function rocFigure({ record, predictions, classes }: ExportedRun): string {
  const rows = predictions.filter(({ label, prediction }) => label !== null && prediction !== null);
  const scores = rows.map(({ probabilities }) => probabilities[1] ?? Number.NaN);
  const positives = rows.map(({ label }) => label === classes[1]);
  if (rocProblem(scores, positives) !== null) return '';
  const points = rocCurve(scores, positives).map(({ sensitivity, specificity }): Point => [1 - specificity, sensitivity]);
  const called = rows.map(({ prediction }) => prediction === classes[1]);
  const share = (positive: boolean): number =>
    rows.filter((_, index) => positives[index] === positive && called[index]).length /
    rows.filter((_, index) => positives[index] === positive).length;
  const operating: Point = [share(false), share(true)];
  const plane: Plane = {
    title: `ROC curve of ${record.run}`,
    x: [0, 1],
    y: [0, 1],
    xLabel: '1 - specificity',
    yLabel: 'Sensitivity',
  };
  // Steps: a curve of few images is no slope.
  const steps = points.flatMap((point, index): readonly Point[] =>
    index === 0 ? [point] : [[points[index - 1]?.[0] ?? 0, point[1]], point],
  );
  const marks = [
    lineMark(
      plane,
      [
        [0, 0],
        [1, 1],
      ],
      'rule dashed',
    ),
    lineMark(plane, steps, 'first'),
    dotMarks(plane, [operating], 'second', 5),
    wordMark(plane, operating, 'operating point', operating[0] > 0.5 ? 'end' : 'start', 20),
  ];
  const auc = 'result' in record ? record.result?.metrics.auc : undefined;
  const value = auc === undefined ? '' : ` ${describeMetric('auc', { ...auc.best, unit: '' }, auc.part)}.`;
  return figureMarkup(plane, marks, `ROC curve of "${classes[1] ?? ''}" on the tuning part.${value}`);
}

function confusionTable({ predictions, classes }: ExportedRun): string {
  const count = (label: string, prediction: string): number =>
    predictions.filter((row) => row.label === label && row.prediction === prediction).length;
  const rows = classes.map((label) => [label, ...classes.map((prediction) => ({ number: String(count(label, prediction)) }))]);
  return tableMarkup('Reference standard (rows) and predictions (columns), images of the tuning part', ['', ...classes], rows);
}

/** What a run's predictions of its tuning part look like: Bland and Altman for numbers, ROC for two classes, a table of counts for more, FROC for boxes, Dice for masks; '' where nothing was read. */
export function predictionFigure(run: ExportedRun): string {
  if (run.drawn !== undefined) return drawnFigure(run.record, run.drawn);
  if (run.predictions.length === 0) return '';
  if (run.record.task === 'regression') return agreementFigure(run);
  if (run.record.task !== 'classification') return '';
  return run.classes.length === 2 ? rocFigure(run) : confusionTable(run);
}
