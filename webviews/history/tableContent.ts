import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { Group, Line } from './arrange';
import type { Column } from './columns';

/** What the table shows. */
export type TableContent = {
  readonly rows: readonly HistoryRow[];
  readonly lines: readonly Line[];
  readonly columns: readonly Column[];
  /** CSS pixels. */
  readonly widths: readonly number[];
  readonly sort: string;
  readonly descending: boolean;
  /** The run that settings are held against; '' for none. */
  readonly base: string;
  readonly live: (run: string) => string;
  readonly groupText: (group: Group) => string;
};
