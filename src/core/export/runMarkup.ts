import { alikeNumbers } from '../experiment/alikeNumbers';
import { metricTitle } from '../experiment/describeMetric';
import { formatDuration } from '../experiment/formatDuration';
import type { PredictionRow } from '../experiment/predictionTable';
import { runAnchor } from './comparisonMarkup';
import { lossFigure, metricFigure } from './curveFigures';
import type { ExportedRun } from './exportedRun';
import { flatSettings } from './flatSettings';
import { type Cell, escapeMarkup, tableMarkup } from './markup';
import { predictionFigure } from './predictionFigures';

const time = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;
const hash = (text: string): Cell => ({ markup: `<span class="hash">${escapeMarkup(text)}</span>` });
const resultOf = ({ record }: ExportedRun) => ('result' in record ? record.result : null);

function headMarkup({ record, refs }: ExportedRun): string {
  const ended = 'seconds' in record ? `, took ${formatDuration(record.seconds)}` : '';
  const where = record.branch === null ? '' : ` on ${record.branch}`;
  const elsewhere = refs.length === 0 ? '' : ` Its record is on ${refs.join(', ')}.`;
  const { fold, sweep } = record;
  const part =
    fold !== undefined
      ? `Fold ${fold.index} of ${fold.of} of ${fold.group}.`
      : sweep === undefined
        ? ''
        : `Run ${sweep.index} of ${sweep.of} of ${sweep.group}.`;
  const reason = record.state === 'failed' ? `<p>${escapeMarkup(record.reason)}</p>` : '';
  const begun = time('started' in record ? record.started : record.created);
  return `<h2 id="${escapeMarkup(runAnchor(record.run))}">Run ${escapeMarkup(record.run)}</h2>
<p><span class="state">${record.state}</span> Experiment ${escapeMarkup(record.experiment)}: ${escapeMarkup(record.task)} of ${escapeMarkup(record.target)}. ${escapeMarkup(part)}</p>
<p class="lead">Begun ${begun} by ${escapeMarkup(record.author)}${escapeMarkup(where)}${ended}.${escapeMarkup(elsewhere)}</p>${reason}`;
}

function metricsMarkup(run: ExportedRun): string {
  const result = resultOf(run);
  if (result === null || Object.keys(result.metrics).length === 0) return '<p>It has no metric: no epoch has ended.</p>';
  const order = Object.entries(result.metrics).toSorted(([a], [b]) => Number(b === result.primary) - Number(a === result.primary));
  const rows = order.map(([name, { best, last, unit, part }]): readonly Cell[] => {
    const [value = '', lastValue = '', low = '', high = ''] = alikeNumbers([best.value, last.value, ...(best.interval ?? [])]);
    const title = `${metricTitle(name)}${unit === '' ? '' : ` (${unit})`}`;
    return [
      name === result.primary ? { markup: `<strong>${escapeMarkup(title)}</strong>` } : title,
      { number: value },
      { number: best.interval === null ? 'none' : `${low} to ${high}` },
      part,
      { number: String(best.n) },
      { number: String(best.patients) },
      { number: String(best.epoch) },
      { number: lastValue },
      best.method,
    ];
  });
  const words = `At the best epoch, chosen by ${metricTitle(result.primary)} on the same tuning part, so that these values are optimistic.`;
  return tableMarkup(
    words,
    ['Metric', 'Value', '95 % interval', 'Part', 'n images', 'Patients', 'Epoch', 'Last epoch', 'Interval by'],
    rows,
  );
}

function figuresMarkup(run: ExportedRun): string {
  const figures = [lossFigure(run), metricFigure(run), predictionFigure(run)].filter((figure) => figure !== '');
  return figures.length === 0 ? '' : `<h3>Figures</h3><div class="columns">${figures.join('')}</div>`;
}

function settingsMarkup({ record }: ExportedRun): string {
  const rows = flatSettings(record.settings).map(([key, value]): readonly Cell[] => {
    const shown = value === '' ? '(empty)' : value;
    return [key, Object.hasOwn(record.changed, key) ? { markup: `<span class="changed">${escapeMarkup(shown)}</span>` } : shown];
  });
  const half = Math.ceil(rows.length / 2);
  const changed = Object.keys(record.changed).length > 0;
  const table = (part: readonly (readonly Cell[])[], words: string) => tableMarkup(words, ['Setting', 'Value'], part);
  const words = changed ? 'Framed: changed for this run.' : 'As the experiment says.';
  return `<h3>Settings</h3><div class="columns">${table(rows.slice(0, half), words)}${table(rows.slice(half), 'Continued.')}</div>`;
}

function sourcesMarkup(run: ExportedRun): string {
  const { record, commit } = run;
  const { data, hashes, engine, versions, patch } = record;
  const result = resultOf(run);
  const titles: Readonly<Record<string, string>> = { weights: 'start weights', model: 'model.mjs' };
  const rows: readonly (readonly Cell[])[] = [
    ['Training part', `${data.train.images} images of ${data.train.patients} patients`],
    ['Tuning part', `${data.tuning.images} images of ${data.tuning.patients} patients`],
    ['Engine', `${engine.name} ${engine.version}, ${engine.backend}, ${engine.device}`],
    ...Object.entries(versions).map(([name, version]) => [name, version]),
    ...(result === null ? [] : [['Parameters', String(result.parameters)]]),
    ...(result === null ? [] : [['Speed', `${result.imagesPerSecond.toFixed(1)} images a second`]]),
    ['Parent commit', record.parent === null ? 'none' : hash(record.parent)],
    ['Commit of the record', commit === null ? 'not committed yet' : hash(commit)],
    ...(patch === null ? [] : [['SHA-256 of changes.patch', hash(patch.sha256)]]),
    ...Object.entries(hashes).map(([name, value]) => [`SHA-256 of ${titles[name] ?? name}`, hash(value)]),
    ...(result?.weights ? [['SHA-256 of the trained weights', hash(result.weights.sha256)]] : []),
  ];
  return `<h3>Data, code and engine</h3>${tableMarkup('What the run can be told from.', [], rows)}`;
}

const worstShown = 10;

/** The images of the largest errors, by the names that the project gives them. */
function worstMarkup({ record, predictions, classes }: ExportedRun): string {
  const errorOf = ({ label, prediction, probabilities }: PredictionRow): number =>
    record.task === 'regression' ? Math.abs(Number(prediction) - Number(label)) : 1 - (probabilities[classes.indexOf(String(label))] ?? 0);
  const judged = predictions.filter(({ label, prediction }) => label !== null && prediction !== null);
  if (judged.length === 0) return '';
  const worst = judged.toSorted((a, b) => errorOf(b) - errorOf(a)).slice(0, worstShown);
  const number = (value: number | string | null): string =>
    typeof value === 'number' ? String(Number(value.toPrecision(4))) : (value ?? '');
  const rows = worst.map((row): readonly Cell[] => [
    row.image,
    number(row.label),
    number(row.prediction),
    { number: errorOf(row).toPrecision(3) },
  ]);
  const words = `The ${worst.length} images of the tuning part with the largest errors${record.task === 'regression' ? '' : ' (one less the probability of the label)'}.`;
  return `<h3>Largest errors</h3>${tableMarkup(words, ['Image', 'Reference standard', 'Prediction', 'Error'], rows)}`;
}

/** A run's own section of a report; `images` also names the images of the largest errors. */
export function runMarkup(run: ExportedRun, images: boolean): string {
  const { notes } = run.record;
  const noted = notes.length === 0 ? '' : `<h3>Notes</h3><ul>${notes.map((note) => `<li>${escapeMarkup(note)}</li>`).join('')}</ul>`;
  const parts = [
    headMarkup(run),
    metricsMarkup(run),
    figuresMarkup(run),
    images ? worstMarkup(run) : '',
    noted,
    sourcesMarkup(run),
    settingsMarkup(run),
  ];
  return `<section class="run">${parts.join('\n')}</section>`;
}
