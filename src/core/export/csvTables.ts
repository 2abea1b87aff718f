import Papa from 'papaparse';
import type { MetricSummary, RunRecord, RunResult } from '../experiment/runRecord';
import type { TaskName } from '../experiment/taskName';
import type { ExportedRun } from './exportedRun';
import { flatSettings, settingKeys, settingText } from './flatSettings';

type Cells = readonly (readonly [column: string, value: string | number | null])[];

const taskMetrics: Readonly<Record<TaskName, readonly string[]>> = {
  regression: ['mae', 'rmse', 'bias', 'lower_limit', 'upper_limit', 'icc', 'pearson', 'mae_of_mean'],
  classification: ['auc', 'accuracy', 'sensitivity', 'specificity'],
  detection: ['average_precision', 'sensitivity_at_1_fp', 'false_positives_per_image'],
  segmentation: ['dice', 'iou', 'empty_kept'],
};

const resultOf = (record: RunRecord): RunResult | null => ('result' in record ? record.result : null);

/** The metrics that runs have columns for: those of their tasks, also where none has them yet, then any others by name. */
function metricNames(runs: readonly ExportedRun[]): readonly string[] {
  const usual = [...new Set(runs.map(({ record }) => record.task))].sort().flatMap((task) => taskMetrics[task] ?? []);
  const found = runs.flatMap(({ record }) => Object.keys(resultOf(record)?.metrics ?? {}));
  return [...usual, ...[...new Set(found)].filter((name) => !usual.includes(name)).sort()];
}

function metricCells(name: string, metric: MetricSummary | undefined): Cells {
  const { best, last, unit, part } = metric ?? {};
  return [
    [name, best?.value ?? null],
    [`${name}_lower`, best?.interval?.[0] ?? null],
    [`${name}_upper`, best?.interval?.[1] ?? null],
    [`${name}_n`, best?.n ?? null],
    [`${name}_patients`, best?.patients ?? null],
    [`${name}_part`, part ?? null],
    [`${name}_unit`, unit ?? null],
    [`${name}_epoch`, best?.epoch ?? null],
    [`${name}_last`, last?.value ?? null],
    [`${name}_method`, best?.method ?? null],
  ];
}

function headCells({ record, refs }: ExportedRun): Cells {
  const { fold, sweep } = record;
  return [
    ...(['run', 'experiment', 'template', 'task', 'target', 'unit', 'state'] as const).map((key) => [key, record[key]] as const),
    ['reason', record.state === 'failed' ? record.reason : null],
    ['author', record.author],
    ['created', record.created],
    ['started', 'started' in record ? record.started : null],
    ['ended', 'ended' in record ? record.ended : null],
    ['seconds', 'seconds' in record ? record.seconds : null],
    ['cross_validation', fold?.group ?? null],
    ['fold', fold?.index ?? null],
    ['sweep', sweep?.group ?? null],
    ['sweep_run', sweep?.index ?? null],
    ['on', refs.join(' ')],
  ];
}

function resultCells({ record }: ExportedRun): Cells {
  const result = resultOf(record);
  const { train, tuning } = record.data;
  return [
    ['epochs', result?.epochs ?? null],
    ['primary_metric', result?.primary ?? null],
    ['train_images', train.images],
    ['train_patients', train.patients],
    ['tuning_images', tuning.images],
    ['tuning_patients', tuning.patients],
    ['parameters', result?.parameters ?? null],
    ['images_per_second', result?.imagesPerSecond ?? null],
    ['peak_memory_mb', result?.peakMemoryMb ?? null],
    ['weights_sha256', result?.weights?.sha256 ?? null],
    ['weights_bytes', result?.weights?.bytes ?? null],
  ];
}

function settingCells({ record }: ExportedRun, keys: readonly string[]): Cells {
  const values = new Map(flatSettings(record.settings));
  const changed = Object.entries(record.changed).map(([key, value]) => `${key}=${settingText(value)}`);
  return [...keys.map((key) => [key, values.get(key) ?? null] as const), ['changed', changed.sort().join('; ')]];
}

function sourceCells({ record, commit }: ExportedRun): Cells {
  const { hashes, engine, versions, patch } = record;
  return [
    ...(['images', 'split', 'labels', 'experiment', 'weights', 'model'] as const).map(
      (key) => [`${key}_sha256`, hashes[key] ?? null] as const,
    ),
    ['patch_sha256', patch?.sha256 ?? null],
    ['parent', record.parent],
    ['branch', record.branch],
    ['commit', commit],
    ...(['name', 'version', 'backend', 'device'] as const).map((key) => [`engine_${key}`, engine[key]] as const),
    [
      'versions',
      Object.entries(versions)
        .map((pair) => pair.join(' '))
        .sort()
        .join('; '),
    ],
    ['notes', record.notes.join(' | ')],
  ];
}

// Start weights have the hash of their file in the record, trained ones in the result.
const renamed: Readonly<Record<string, string>> = { weights_sha256: 'start_weights_sha256' };

const table = (rows: readonly (readonly (string | number | null)[])[]): string => `${Papa.unparse([...rows], { newline: '\n' })}\n`;

/** One row a run: settings, metrics at their best epoch with 95 % interval, n, patients, part and unit, data, hashes, commit; the columns depend on the runs' tasks alone. */
export function formatRunsCsv(runs: readonly ExportedRun[]): string {
  const metrics = metricNames(runs);
  const others = [...new Set(runs.flatMap(({ record }) => flatSettings(record.settings).map(([key]) => key)))];
  const keys = [...settingKeys, ...others.filter((key) => !settingKeys.includes(key)).sort()];
  const rows = runs.map((run): Cells => {
    const result = resultOf(run.record);
    return [
      ...headCells(run),
      ...metrics.flatMap((name) => metricCells(name, result?.metrics[name])),
      ...resultCells(run),
      ...settingCells(run, keys),
      ...sourceCells(run).map(([key, value]) => [renamed[key] ?? key, value] as const),
    ];
  });
  const header = (rows[0] ?? []).map(([column]) => column);
  return table([header, ...rows.map((row) => row.map(([, value]) => value))]);
}

const epochColumns = ['run', 'experiment', 'epoch', 'name', 'value', 'lower', 'upper', 'n', 'patients', 'part', 'unit'] as const;
type EpochCells = Partial<Readonly<Record<(typeof epochColumns)[number], string | number | null>>>;

function epochRows({ record, epochs }: ExportedRun): readonly EpochCells[] {
  const metrics = resultOf(record)?.metrics ?? {};
  const { run, experiment } = record;
  return epochs.flatMap(({ epoch, trainLoss, tuningLoss, seconds, imagesPerSecond, ...row }): readonly EpochCells[] => {
    const common = { run, experiment, epoch };
    return [
      { ...common, name: 'train_loss', value: trainLoss, part: 'train' },
      { ...common, name: 'tuning_loss', value: tuningLoss, part: 'tuning' },
      ...Object.entries(row.metrics).map(([name, { value, lower, upper }]) => {
        // The same images are judged after every epoch.
        const { n = null, patients = null } = metrics[name]?.best ?? {};
        return { ...common, name, value, lower, upper, n, patients, part: 'tuning', unit: metrics[name]?.unit ?? '' };
      }),
      { ...common, name: 'seconds', value: seconds, unit: 's' },
      { ...common, name: 'images_per_second', value: imagesPerSecond, part: 'train', unit: '1/s' },
    ];
  });
}

/** One row for every run, epoch and quantity: losses, metrics with interval, n and patients, seconds, images a second. */
export const formatEpochsCsv = (runs: readonly ExportedRun[]): string =>
  // Run by run: the cells of thousands of runs would not fit into memory together.
  table([epochColumns]) +
  runs
    .filter(({ epochs }) => epochs.length > 0)
    .map((run) => table(epochRows(run).map((row) => epochColumns.map((column) => row[column] ?? null))))
    .join('');
