import { experimentDefaults } from './experimentDefaults';
import type { HistoryRow, HistoryTable, PackedMetric, PackedRecord, RowMetric } from './historyTable';
import { noNotes } from './runNotes';

type Section = Readonly<Record<string, unknown>>;

const sections: readonly (readonly [string, Section])[] = Object.entries(experimentDefaults);

/** The settings as an experiment has them; what is as usual is shared by all runs. */
function wholeSettings(own: Section): object {
  const keys = Object.keys(own);
  if (keys.length === 0) return experimentDefaults;
  const whole: Record<string, Section> = {};
  for (const [section, values] of sections) {
    const changed: Record<string, unknown> = {};
    for (const key of keys) if (key.startsWith(`${section}.`)) changed[key.slice(section.length + 1)] = own[key] ?? undefined;
    whole[section] = Object.keys(changed).length === 0 ? values : { ...values, ...changed };
  }
  return whole;
}

/** The runs of a table, newest first, as filters, columns and figures read them. */
export function unpackHistory({ texts, metrics, runs }: HistoryTable): readonly HistoryRow[] {
  const text = (place: number): string => texts[place] ?? '';
  const metricOf = ([place, value, lower, upper, n, patients]: PackedMetric): readonly (readonly [string, RowMetric])[] => {
    const metric = metrics[place];
    const interval = lower === null || upper === null ? null : ([lower, upper] as const);
    return metric === undefined
      ? []
      : [[metric.name, { unit: metric.unit, better: metric.better, best: { value, interval, n, patients } }]];
  };
  const recordOf = ({ result, ...record }: PackedRecord): NonNullable<HistoryRow['record']> => ({
    author: text(record.author),
    branch: record.branch === null ? null : text(record.branch),
    target: text(record.target),
    parent: record.parent,
    notes: record.remarks.map(text),
    engine: { name: text(record.engine), backend: text(record.backend), device: text(record.device) },
    settings: wholeSettings(record.settings),
    data: { train: { images: record.images } },
    result: result && { ...result, metrics: Object.fromEntries(result.metrics.flatMap(metricOf)) },
  });
  return runs.map(({ listing, record, notes }): HistoryRow => {
    const unpacked = record && recordOf(record);
    return {
      listing: { ...listing, metric: primaryOf(unpacked) },
      record: unpacked,
      notes: notes ?? noNotes,
      own: record?.settings ?? {},
      changed: record?.changed.map(text) ?? [],
    };
  });
}

function primaryOf(record: HistoryRow['record']): HistoryRow['listing']['metric'] {
  const name = record?.result?.primary ?? '';
  const metric = record?.result?.metrics[name];
  return metric === undefined ? null : { name, unit: metric.unit, ...metric.best };
}
