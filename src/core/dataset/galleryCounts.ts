import { rowsOfMasks, termMask } from './galleryFilter';
import { chosenValues, type Term } from './galleryQuery';
import { columnOf, type GalleryColumn, type GalleryTable, type NumberColumn, type TextColumn } from './galleryTable';

/** One bar of a chart: its words, the value that a query names it by, and how many images it counts. */
export type Bar = { readonly label: string; readonly value: string; readonly n: number; readonly chosen: boolean };

/** How the images that the other columns' filters leave are spread over one column. */
export type Chart = {
  readonly column: string;
  readonly title: string;
  readonly unit: string;
  readonly kind: 'bars' | 'histogram';
  /** In an order that filters don't change. */
  readonly bars: readonly Bar[];
  /** Images without a value. */
  readonly unknown: Bar;
  /** Rare values that have no bar of their own, and their images. */
  readonly others: { readonly values: number; readonly n: number };
  /** Images counted, with and without a value; an image of several values has several bars. */
  readonly n: number;
};

/** What a query finds and how its charts count. */
export type Found = { readonly rows: Uint32Array; readonly charts: readonly Chart[] };

/** Bars of a chart of texts. */
const mostBars = 8;

/** The columns that are worth a chart, in their order: what labels say, then who and what is in the images. */
export function chartColumns({ columns }: GalleryTable): readonly string[] {
  const fixed = ['sex', 'part', 'label', 'modality', 'manufacturer'];
  const isSize = (name: string): boolean => ['rows', 'columns', 'frames'].includes(name);
  const numbers = columns.filter(({ kind, name }) => kind === 'number' && !isSize(name)).map(({ name }) => name);
  return ['category', ...numbers, ...fixed].filter((name) => columns.some((column) => column.name === name));
}

/** Applies a query's terms; each chart counts the images that the terms of the other columns leave. */
export function applyQuery(table: GalleryTable, terms: readonly Term[]): Found {
  const masks = terms.map((term) => termMask(table, term));
  const rows = rowsOfMasks(table.n, masks);
  const charts = chartColumns(table).flatMap((name) => {
    const column = columnOf(table, name);
    if (column === undefined) return [];
    const others = masks.filter((_, index) => !isOf(terms[index], name));
    const left = others.length === masks.length ? rows : rowsOfMasks(table.n, others);
    return [countColumn(column, left, chosenValues(terms, name))];
  });
  return { rows, charts };
}

const isOf = (term: Term | undefined, column: string): boolean => term !== undefined && term.kind !== 'words' && term.column === column;

/** Counts one column over some rows. */
export function countColumn(column: GalleryColumn, rows: Uint32Array, chosen: readonly string[]): Chart {
  const lower = chosen.map((value) => value.toLowerCase());
  return column.kind === 'text' ? countTexts(column, rows, lower) : countNumbers(column, rows, lower);
}

/** What filters don't change is worked out once a column. */
function onceFor<C extends object, T>(work: (column: C) => T): (column: C) => T {
  const known = new WeakMap<C, T>();
  return (column) => {
    const result = known.get(column) ?? work(column);
    known.set(column, result);
    return result;
  };
}

/** The values of a text column by how many of all images have each, the most frequent first. */
const rankedValues = onceFor(({ lists, codes }: TextColumn): readonly string[] => {
  const weights = new Uint32Array(lists.length);
  if (codes === null) weights.fill(1);
  else for (const code of codes) weights[code] = (weights[code] ?? 0) + 1;
  const totals = new Map<string, number>();
  lists.forEach((list, index) => {
    for (const text of list) totals.set(text, (totals.get(text) ?? 0) + (weights[index] ?? 0));
  });
  return [...totals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text);
});

function countTexts(column: TextColumn, rows: Uint32Array, chosen: readonly string[]): Chart {
  const { lists, codes, name, title } = column;
  const weights = new Uint32Array(lists.length);
  for (const row of rows) {
    const code = codes === null ? row : (codes[row] ?? 0);
    weights[code] = (weights[code] ?? 0) + 1;
  }
  const values = rankedValues(column);
  const shown = new Set(values.length > mostBars ? values.slice(0, mostBars - 1) : values);
  const counts = new Map<string, number>();
  let [unknown, rare] = [0, 0];
  lists.forEach((list, index) => {
    const weight = weights[index] ?? 0;
    if (list.length === 0) unknown += weight;
    if (list.some((text) => !shown.has(text))) rare += weight;
    for (const text of list) counts.set(text, (counts.get(text) ?? 0) + weight);
  });
  const bars = [...shown].map((value) => bar(value, value, counts.get(value) ?? 0, chosen));
  const others = { values: values.length - shown.size, n: rare };
  return { column: name, title, unit: '', kind: 'bars', bars, unknown: bar('not known', 'none', unknown, chosen), others, n: rows.length };
}

const bar = (label: string, value: string, n: number, chosen: readonly string[]): Bar => ({
  label,
  value,
  n,
  chosen: chosen.includes(value.toLowerCase()),
});

/** Ends of equal, round steps that hold all of a column's numbers. */
export function histogramSteps(values: readonly (number | null)[]): {
  readonly start: number;
  readonly step: number;
  readonly count: number;
} {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return { start: 0, step: 1, count: 0 };
  const rough = (high - low) / 12 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  return { start: first, step, count: Math.floor(high / step + 1e-9) - first + 1 };
}

const stepsOf = onceFor(({ values }: NumberColumn) => histogramSteps(values));

function countNumbers(column: NumberColumn, rows: Uint32Array, chosen: readonly string[]): Chart {
  const { name, title, unit, values } = column;
  const { start, step, count } = stepsOf(column);
  const end = (index: number): number => Number(((start + index) * step).toPrecision(12));
  const counts = new Uint32Array(count);
  let unknown = 0;
  for (const row of rows) {
    const value = values[row] ?? null;
    const place = value === null ? -1 : binOf(value, count, end);
    if (place < 0) unknown += 1;
    else counts[place] = (counts[place] ?? 0) + 1;
  }
  const bars = Array.from(counts, (n, index) =>
    bar(`${end(index)} to under ${end(index + 1)}`, `${end(index)}..${end(index + 1)}`, n, chosen),
  );
  const none = bar('not known', 'none', unknown, chosen);
  return { column: name, title, unit, kind: 'histogram', bars, unknown: none, others: { values: 0, n: 0 }, n: rows.length };
}

/** The bin by the same ends that a click on it puts into the query. */
function binOf(value: number, count: number, end: (index: number) => number): number {
  let place = Math.min(count - 1, Math.max(0, Math.floor((value - end(0)) / (end(1) - end(0)))));
  if (value < end(place)) place -= 1;
  if (value >= end(place + 1)) place += 1;
  return place;
}
