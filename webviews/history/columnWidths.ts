import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { Column } from './columns';

const perLetter = 7.3;
const padding = 22;
const sampled = 80;
const limits: Readonly<Record<string, readonly [least: number, most: number]>> = {
  star: [34, 34],
  state: [110, 260],
  changed: [140, 320],
  note: [60, 260],
};

/** Widths of columns in CSS pixels, from the texts of some of the runs: enough for most, cut where a text is very long. */
export function columnWidths(columns: readonly Column[], rows: readonly HistoryRow[]): readonly number[] {
  const step = Math.max(1, Math.floor(rows.length / sampled));
  const some = rows.filter((_, place) => place % step === 0);
  return columns.map((column) => {
    const [least, most] = limits[column.id] ?? [60, 300];
    const longest = some.reduce((most, row) => Math.max(most, column.text(row).length), column.title.length + 2);
    return Math.round(Math.min(most, Math.max(least, longest * perLetter + padding)));
  });
}
