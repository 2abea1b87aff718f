import type { HistoryRow } from '../../src/core/experiment/historyTable';
import { type Column, groupOf } from './columns';
import type { Look } from './look';

/** Runs that stand together under one head. */
export type Group = { readonly key: string; readonly title: string; readonly rows: readonly number[]; readonly isCollapsed: boolean };

/** A line of the table: a run by its place among the rows, or the head of a group. */
export type Line = { readonly row: number } | { readonly group: Group };

/** The lines of the table, and how many runs pass the filter, those of collapsed groups included. */
export type Arranged = { readonly lines: readonly Line[]; readonly passing: number };

/** Rows by a column, equal ones as they were (newest first), those without a value last. */
function ordered(
  rows: readonly HistoryRow[],
  passing: readonly number[],
  column: Column | undefined,
  descending: boolean,
): readonly number[] {
  if (column === undefined) return passing;
  const values = rows.map(column.value);
  const sign = descending ? -1 : 1;
  return passing.toSorted((a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a - b;
    return left < right ? -sign : left > right ? sign : a - b;
  });
}

const keyOf = (row: HistoryRow, group: Look['group']): string => (group === 'experiment' ? row.listing.experiment : groupOf(row));

const titleOf = (key: string, group: Look['group']): string =>
  key !== '' ? key : group === 'experiment' ? 'No experiment' : 'Single runs';

/** Groups in the order of their first runs; what belongs to none comes last. */
function grouped(rows: readonly HistoryRow[], order: readonly number[], { group, collapsed }: Pick<Look, 'group' | 'collapsed'>) {
  const members = new Map<string, number[]>();
  for (const place of order) {
    const row = rows[place];
    if (row === undefined) continue;
    const key = keyOf(row, group);
    const known = members.get(key);
    if (known === undefined) members.set(key, [place]);
    else known.push(place);
  }
  const closed = new Set(collapsed);
  const groups = [...members].map(([key, own]): Group => ({ key, title: titleOf(key, group), rows: own, isCollapsed: closed.has(key) }));
  return groups.toSorted((a, b) => Number(a.key === '') - Number(b.key === ''));
}

/** What is asked of the order of the table. */
export type Arrangement = Pick<Look, 'group' | 'collapsed' | 'hideFailed' | 'descending'> & {
  readonly test: (row: HistoryRow) => boolean;
  /** What the rows are ordered by; undefined: newest first. */
  readonly column: Column | undefined;
};

/** Filters, orders and groups the runs. */
export function arrange(rows: readonly HistoryRow[], asked: Arrangement): Arranged {
  const { test, hideFailed, column, descending, group } = asked;
  const passing: number[] = [];
  for (const [place, row] of rows.entries()) if (!(hideFailed && row.listing.state === 'failed') && test(row)) passing.push(place);
  const order = ordered(rows, passing, column, descending);
  if (group === 'none') return { lines: order.map((row) => ({ row })), passing: passing.length };
  const lines = grouped(rows, order, asked).flatMap((one): readonly Line[] => [
    { group: one },
    ...(one.isCollapsed ? [] : one.rows.map((row) => ({ row }))),
  ]);
  return { lines, passing: passing.length };
}
