import { compareText } from './compareText';
import { columnOf, type GalleryColumn, type GalleryTable } from './galleryTable';

/** How images are ordered: by a column, unknown values last, ties by image; `group` puts the images of a patient together. */
export type Order = { readonly column: string; readonly descending: boolean; readonly group: boolean };

/** Images in the order in which they are shown; `groups` cover them one after the other, none where they are not grouped. */
export type Ordered = { readonly rows: Uint32Array; readonly groups: readonly Group[] };

/** `count` images from `start` on that are one patient's. */
export type Group = { readonly title: string; readonly start: number; readonly count: number };

/** Places of the values in rising order: equal values have equal places, unknown ones infinity. */
function ranksOf(column: GalleryColumn, n: number): Float64Array {
  if (column.kind === 'number') return Float64Array.from({ length: n }, (_, row) => column.values[row] ?? Number.POSITIVE_INFINITY);
  const texts = column.lists.map((list) => list.join('\n'));
  const sorted = texts.map((_, index) => index).sort((a, b) => compareText(texts[a] ?? '', texts[b] ?? ''));
  const ranks = new Float64Array(texts.length);
  sorted.forEach((index, place) => {
    ranks[index] = texts[index] === '' ? Number.POSITIVE_INFINITY : place;
  });
  const { codes } = column;
  return Float64Array.from({ length: n }, (_, row) => ranks[codes === null ? row : (codes[row] ?? 0)] ?? Number.POSITIVE_INFINITY);
}

/** Makes what orders images, once for a table: an order that was asked for before costs one pass over the images. */
export function galleryOrder(table: GalleryTable): (wanted: Uint32Array, order: Order) => Ordered {
  const sorted = new Map<string, Uint32Array>();
  const ranks = new Map<string, Float64Array>();
  const rankOf = (name: string): Float64Array => {
    const column = columnOf(table, name);
    const known = ranks.get(name) ?? (column === undefined ? new Float64Array(table.n) : ranksOf(column, table.n));
    ranks.set(name, known);
    return known;
  };
  const all = ({ column, descending }: Order): Uint32Array => {
    const key = `${descending ? '-' : ''}${column}`;
    const known = sorted.get(key) ?? sortRows(table.n, rankOf(column), rankOf('image'), descending);
    sorted.set(key, known);
    return known;
  };
  return (wanted, order) => {
    const isWanted = new Uint8Array(table.n);
    for (const row of wanted) isWanted[row] = 1;
    const rows = all(order).filter((row) => isWanted[row] === 1);
    return order.group ? groupRows(table, rows) : { rows, groups: [] };
  };
}

function sortRows(n: number, ranks: Float64Array, ties: Float64Array, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  const rows = Uint32Array.from({ length: n }, (_, row) => row);
  return rows.sort((a, b) => {
    const [left = 0, right = 0] = [ranks[a], ranks[b]];
    if (left === right) return (ties[a] ?? 0) - (ties[b] ?? 0);
    if (left === Number.POSITIVE_INFINITY) return 1;
    return right === Number.POSITIVE_INFINITY ? -1 : sign * (left - right);
  });
}

/** Patients in the order of their first image. */
function groupRows(table: GalleryTable, rows: Uint32Array): Ordered {
  const column = columnOf(table, 'patient');
  if (column?.kind !== 'text') return { rows, groups: [] };
  const { codes, lists } = column;
  const codeOf = (row: number): number => (codes === null ? row : (codes[row] ?? 0));
  const counts = new Uint32Array(lists.length);
  for (const row of rows) counts[codeOf(row)] = (counts[codeOf(row)] ?? 0) + 1;
  const starts = new Uint32Array(lists.length);
  const groups: Group[] = [];
  let start = 0;
  const begin = (code: number): void => {
    const count = counts[code] ?? 0;
    groups.push({ title: lists[code]?.[0] ?? '', start, count });
    // Counted down to 0 once, so that a group begins only at its first image.
    [starts[code], counts[code]] = [start, 0];
    start += count;
  };
  const grouped = new Uint32Array(rows.length);
  for (const row of rows) {
    const code = codeOf(row);
    if ((counts[code] ?? 0) > 0) begin(code);
    const place = starts[code] ?? 0;
    grouped[place] = row;
    starts[code] = place + 1;
  }
  return { rows: grouped, groups };
}
