import type { HistoryRow, HistoryTable, PackedMetric, PackedRecord, RowMetric, RowRecord } from './historyTable';
import { noNotes } from './runNotes';

/** The runs of a table, newest first, as filters, columns and figures read them. */
export function unpackHistory({ texts, metrics, runs }: HistoryTable): readonly HistoryRow[] {
  const text = (place: number): string => texts[place] ?? '';
  const metricsOf = (packed: readonly PackedMetric[]): Readonly<Record<string, RowMetric>> => {
    const found: Record<string, RowMetric> = {};
    for (const [place, value, lower, upper, n, patients] of packed) {
      const metric = metrics[place];
      if (metric === undefined) continue;
      const interval = lower === null || upper === null ? null : ([lower, upper] as const);
      found[metric.name] = { unit: metric.unit, better: metric.better, best: { value, interval, n, patients } };
    }
    return found;
  };
  const recordOf = ({ result, ...record }: PackedRecord): RowRecord => ({
    author: text(record.author),
    branch: record.branch === null ? null : text(record.branch),
    target: text(record.target),
    parent: record.parent,
    notes: record.remarks.map(text),
    engine: { name: text(record.engine), backend: text(record.backend), device: text(record.device) },
    ownSettings: record.settings,
    data: { train: { images: record.images } },
    result: result && { ...result, metrics: metricsOf(result.metrics) },
  });
  return runs.map(({ listing, record, notes }): HistoryRow => {
    const unpacked = record && recordOf(record);
    return {
      listing: { ...listing, metric: primaryOf(unpacked) },
      record: unpacked,
      notes: notes ?? noNotes,
      changed: record?.changed.map(text) ?? [],
    };
  });
}

function primaryOf(record: RowRecord | null): HistoryRow['listing']['metric'] {
  const name = record?.result?.primary ?? '';
  const metric = record?.result?.metrics[name];
  return metric === undefined ? null : { name, unit: metric.unit, ...metric.best };
}
