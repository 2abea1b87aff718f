import { alikeNumbers } from '../experiment/alikeNumbers';
import { metricTitle } from '../experiment/describeMetric';
import { settingDifferences } from '../experiment/settingDifferences';
import type { ExportedRun } from './exportedRun';
import { settingText } from './flatSettings';
import { type Cell, escapeMarkup, tableMarkup } from './markup';

const resultOf = ({ record }: ExportedRun) => ('result' in record ? record.result : null);

function primaryCells(run: ExportedRun): readonly Cell[] {
  const result = resultOf(run);
  const metric = result?.metrics[result.primary];
  if (result === null || metric === undefined) return ['none yet', '', '', '', ''];
  const { value, interval, n, patients } = metric.best;
  const [middle = '', low = '', high = ''] = alikeNumbers([value, ...(interval ?? [])]);
  const unit = metric.unit === '' ? '' : ` ${metric.unit}`;
  return [
    metricTitle(result.primary),
    { number: `${middle}${unit}` },
    { number: interval === null ? 'none' : `${low} to ${high}` },
    metric.part,
    { number: `${n} of ${patients}` },
  ];
}

/** Where a run's own section begins. */
export const runAnchor = (run: string): string => `run-${run}`;

/** Several runs beside each other: their first metric with interval, and the settings in which they differ; '' for one run. */
export function comparisonMarkup(runs: readonly ExportedRun[]): string {
  if (runs.length < 2) return '';
  const differing = settingDifferences(runs.map(({ record }) => record.settings));
  const rows = runs.map((run, index): readonly Cell[] => {
    const { record } = run;
    return [
      { markup: `<a href="#${escapeMarkup(runAnchor(record.run))}">${escapeMarkup(record.run)}</a>` },
      record.state,
      ...primaryCells(run),
      ...differing.map(({ values }) => settingText(values[index])),
    ];
  });
  const headings = [
    'Run',
    'State',
    'Metric',
    'Best value',
    '95 % interval',
    'Part',
    'n images of patients',
    ...differing.map(({ key }) => key),
  ];
  const words =
    'The runs, with the settings in which they differ. Overlapping intervals do not tell whether two runs differ: "radsteps compare" does, on the images that both predicted.';
  return `<section><h2>Comparison</h2>${tableMarkup(words, headings, rows)}</section>`;
}
