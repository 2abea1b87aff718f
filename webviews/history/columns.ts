import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import { describeMetric, isSecondary, metricTitle } from '../../src/core/experiment/describeMetric';
import { formatDuration } from '../../src/core/experiment/formatDuration';
import type { HistoryMetric, HistoryRow, RowMetric } from '../../src/core/experiment/historyTable';
import { type OwnSetting, settingOf, settingText, shortSetting, varyingSettings } from '../../src/core/experiment/settingBase';

/** One column of the history. */
export type Column = {
  readonly id: string;
  readonly title: string;
  /** A sentence that says more than the title. */
  readonly about: string;
  readonly kind: 'text' | 'number';
  /** What rows are ordered by; null comes last. */
  readonly value: (row: HistoryRow) => number | string | null;
  readonly text: (row: HistoryRow) => string;
  /** What is said of a cell besides its text. */
  readonly says?: (row: HistoryRow) => string;
  readonly isShownFirst: boolean;
  /** The largest stands first where one begins to sort by it. */
  readonly fallsFirst?: boolean;
};

type Plain = Omit<Column, 'kind' | 'isShownFirst' | 'text'> & { readonly text?: (row: HistoryRow) => string; readonly later?: boolean };

const text = ({ later = false, ...column }: Plain): Column => ({
  text: (row) => String(column.value(row) ?? ''),
  ...column,
  kind: 'text',
  isShownFirst: !later,
});
const number = (column: Plain): Column => ({ ...text(column), kind: 'number' });

/** A run's name without its time: "quick-4f2a". */
export const shortRun = (run: string): string => run.replace(/^\d{8}-\d{6}-/, '');

const two = (n: number): string => String(n).padStart(2, '0');

/** Date and time of an ISO moment on this machine's clock: "2026-03-01 09:30". */
export function localTime(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return '';
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The state of a run in words. */
export const stateText = ({ listing }: HistoryRow): string => (listing.pending ? `${listing.state}, not committed` : listing.state);

/** The sweep or cross-validation of a run; '' for a single run. */
export const groupOf = ({ listing }: HistoryRow): string => (listing.fold ?? listing.sweep)?.group ?? '';

const placeText = ({ listing: { fold, sweep } }: HistoryRow): string =>
  fold !== undefined ? `fold ${fold.index} of ${fold.of}` : sweep !== undefined ? `run ${sweep.index} of ${sweep.of}` : '';

/** Settings in a few words: "learningRate 0.0003, seed 2". */
export const settingsText = (settings: readonly OwnSetting[]): string =>
  settings.map(([key, value]) => `${shortSetting(key)} ${settingText(value)}`).join(', ');

/** A metric in a cell: value, interval and number of images. */
export function metricText({ best: { value, interval, n } }: RowMetric): string {
  const [shown = '', lower, upper] = alikeNumbers([value, ...(interval ?? [])]);
  return `${shown}${interval === null ? ' (no interval)' : ` (${lower} to ${upper})`} n ${n}`;
}

/** The column of a metric, which is one of the tuning part at the best epoch. */
function metricColumn(name: string, own: readonly HistoryMetric[]): Column {
  const units = [...new Set(own.map((metric) => metric.unit))];
  const [unit = ''] = units;
  const metricOf = ({ record }: HistoryRow): RowMetric | undefined => record?.result?.metrics[name];
  return number({
    id: `metric:${name}`,
    later: isSecondary(name),
    title: `${metricTitle(name)}${units.length === 1 && unit !== '' ? `, ${unit}` : ''}`,
    about: `${metricTitle(name)} on the tuning part at the best epoch, its 95 % interval, and n, the number of images. The best epoch was chosen on the same part, so that it is optimistic.`,
    fallsFirst: own[0]?.better === 'higher',
    value: (row) => metricOf(row)?.best.value ?? null,
    text: (row) => {
      const metric = metricOf(row);
      return metric === undefined ? '' : `${metricText(metric)}${units.length > 1 ? ` ${metric.unit}` : ''}`;
    },
    says: (row) => {
      const metric = metricOf(row);
      return metric === undefined ? '' : describeMetric(name, { ...metric.best, unit: metric.unit }, 'tuning');
    },
  });
}

const settingColumn = (key: string): Column => {
  const value = (row: HistoryRow): number | string | null => {
    const found = settingOf(row, key);
    return typeof found === 'number' ? found : found === undefined || found === null ? null : settingText(found);
  };
  return text({
    ...{ id: `setting:${key}`, title: shortSetting(key), about: `The setting ${key}.`, value, later: true },
    text: (row) => (row.record === null ? '' : settingText(settingOf(row, key))),
  });
};

const result = ({ record }: HistoryRow) => record?.result ?? null;
const counted = (value: number | null): string => (value === null ? '' : value.toLocaleString('en'));

/** Columns before the metrics; `changed` tells in which settings a run differs from the base. */
const before = (changed: (row: HistoryRow) => readonly OwnSetting[], all: boolean): readonly Column[] => [
  text({
    ...{ id: 'star', title: '★', about: 'Stars, kept in git.', value: ({ notes }) => (notes.starred ? 0 : 1) },
    text: ({ notes }) => (notes.starred ? 'starred' : ''),
  }),
  text({
    ...{ id: 'state', title: 'State', about: 'How the run stands, and whether git has its record.', value: stateText },
    says: ({ listing }) => listing.reason ?? '',
  }),
  text({
    ...{
      id: 'created',
      title: 'When',
      about: "When it began, by this machine's clock.",
      fallsFirst: true,
      value: ({ listing }) => listing.created,
    },
    text: ({ listing }) => localTime(listing.created),
  }),
  text({ id: 'author', title: 'Who', about: 'Who started it, as git knows them.', value: ({ record }) => record?.author ?? null }),
  text({ id: 'experiment', title: 'Experiment', about: 'The experiment file.', value: ({ listing }) => listing.experiment }),
  text({
    ...{
      id: 'run',
      title: 'Run',
      about: "The last letters of the run's name, after its time and experiment.",
      value: ({ listing }) => listing.run.slice(-4),
    },
    says: ({ listing }) => listing.run,
  }),
  text({
    ...{ id: 'changed', title: 'Changed settings', about: 'The settings in which it differs from the base.' },
    value: (row) => settingsText(changed(row)),
    says: (row) =>
      changed(row)
        .map(([key, value]) => `${key} ${settingText(value)}`)
        .join('\n'),
  }),
  text({
    ...{ id: 'refs', title: 'On', about: 'The branches and tags that have it; empty for what is in the working tree.', later: !all },
    value: ({ listing }) => listing.refs?.join(', ') ?? null,
  }),
];

const after: readonly Column[] = [
  number({
    ...{ id: 'seconds', title: 'Duration', about: 'From start to end.', value: ({ listing }) => listing.seconds },
    text: ({ listing }) => (listing.seconds === null ? '' : formatDuration(listing.seconds)),
  }),
  text({
    ...{ id: 'engine', title: 'Engine', about: 'What trained it, and on what.' },
    value: ({ record }) => (record === null ? null : `${record.engine.name}, ${record.engine.backend}`),
    says: ({ record }) => record?.engine.device ?? '',
  }),
  text({
    ...{ id: 'commit', title: 'Commit', about: 'The commit from which it was trained; uncommitted changes lie beside its record.' },
    value: ({ record }) => record?.parent?.slice(0, 8) ?? null,
  }),
  text({ id: 'tags', title: 'Tags', about: 'Tags, kept in git.', value: ({ notes }) => notes.tags.join(', ') || null }),
  text({
    id: 'note',
    title: 'Note',
    about: 'What somebody noted of it, kept in git.',
    value: ({ notes }) => notes.note.split('\n')[0] || null,
  }),
  text({
    ...{
      id: 'group',
      title: 'Sweep or folds',
      about: 'The sweep or cross-validation that it belongs to, and its place there.',
      later: true,
    },
    value: (row) => (groupOf(row) === '' ? null : `${groupOf(row)} ${placeText(row)}`),
    text: (row) => (groupOf(row) === '' ? '' : `${placeText(row)}, ${shortRun(groupOf(row))}`),
  }),
  text({
    id: 'branch',
    title: 'Branch',
    about: 'The branch that was checked out when it began.',
    value: ({ record }) => record?.branch ?? null,
    later: true,
  }),
  number({ id: 'epochs', title: 'Epochs', about: 'Epochs that ended.', value: ({ listing }) => listing.epochs, later: true }),
  number({
    ...{ id: 'images', title: 'Images', about: 'Training images.', value: ({ record }) => record?.data.train.images ?? null, later: true },
    text: ({ record }) => counted(record?.data.train.images ?? null),
  }),
  number({
    ...{
      id: 'parameters',
      title: 'Parameters',
      about: "The network's parameters.",
      value: (row) => result(row)?.parameters ?? null,
      later: true,
    },
    text: (row) => counted(result(row)?.parameters ?? null),
  }),
  number({
    ...{ id: 'imagesPerSecond', title: 'Images/s', about: 'Images a second in training.', later: true },
    value: (row) => result(row)?.imagesPerSecond ?? null,
    text: (row) => result(row)?.imagesPerSecond.toFixed(1) ?? '',
  }),
  number({
    ...{ id: 'peakMemoryMb', title: 'Memory, MB', about: 'Most memory that the training took, megabytes.', later: true },
    value: (row) => result(row)?.peakMemoryMb ?? null,
    text: (row) => counted(result(row)?.peakMemoryMb ?? null),
  }),
];

/** Every column that a history can have, in the order in which they stand at first. */
export function columnsOf(
  rows: readonly HistoryRow[],
  metrics: readonly HistoryMetric[],
  changed: (row: HistoryRow) => readonly OwnSetting[],
  all: boolean,
): readonly Column[] {
  // Those that choose epochs come first: records list metrics by their names.
  const primary = new Set(rows.flatMap(({ listing }) => listing.metric?.name ?? []));
  const names = [...new Set([...primary, ...metrics.map(({ name }) => name)])];
  const ofMetrics = (some: readonly string[]): readonly Column[] =>
    some.map((name) =>
      metricColumn(
        name,
        metrics.filter((metric) => metric.name === name),
      ),
    );
  const first = before(changed, all);
  // What runs are chosen by stands before the long cell of settings, so that a narrow page shows it, too.
  const settingsAt = first.findIndex(({ id }) => id === 'changed');
  return [
    ...first.slice(0, settingsAt),
    ...ofMetrics([...primary]),
    ...first.slice(settingsAt),
    ...ofMetrics(names.filter((name) => !primary.has(name))),
    ...after,
    ...varyingSettings(rows).map(settingColumn),
  ];
}

/** The columns that are shown: the chosen ones in their order, as far as they still exist, else those that are shown at first. */
export function shownColumns(columns: readonly Column[], chosen: readonly string[] | null): readonly Column[] {
  if (chosen === null) return columns.filter(({ isShownFirst }) => isShownFirst);
  const byId = new Map(columns.map((column) => [column.id, column]));
  return chosen.flatMap((id) => byId.get(id) ?? []);
}
