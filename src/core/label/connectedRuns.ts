import type { MaskRuns } from './maskRuns';
import type { SliceMasks } from './sliceMasks';

/** Numbers of one run in `ConnectedRuns.runs`. */
const width = 4;

/** The runs of masks in the order of slice, row and column, and the connected part that each belongs to. */
export type ConnectedRuns = {
  readonly count: number;
  /** Slice, row, first column and length of one run after the other. */
  readonly runs: Int32Array;
  /** The number of a run's part; equal in all runs of a part, and nothing more. */
  readonly parts: Int32Array;
};

/** Finds what is connected by shared faces: neighbours in a row, in the rows above and below, and in the slices before and after. */
export function connectRuns(masks: SliceMasks): ConnectedRuns {
  const slices = [...masks.keys()].toSorted((a, b) => a - b);
  const count = slices.reduce((sum, slice) => sum + runsIn(masks.get(slice)), 0);
  const [runs, parts] = [new Int32Array(count * width), Int32Array.from({ length: count }, (_, at) => at)];
  let at = 0;
  let before: RowStarts | null = null;
  for (const slice of slices) {
    const here = putSlice(slice, masks.get(slice), runs, at);
    at = here.starts.at(-1) ?? at;
    joinSlice(here, before?.slice === slice - 1 ? before : null, runs, parts);
    before = here;
  }
  for (let run = 0; run < count; run++) parts[run] = rootOf(parts, run);
  return { count, runs, parts };
}

const runsIn = (mask: MaskRuns | undefined): number => mask?.rows.reduce((sum, row) => sum + row.length / 2, 0) ?? 0;

/** Where the runs of each row of a slice begin, and after the last one where they end. */
type RowStarts = { readonly slice: number; readonly firstRow: number; readonly starts: readonly number[] };

function putSlice(slice: number, mask: MaskRuns | undefined, runs: Int32Array, first: number): RowStarts {
  const { firstRow, rows } = mask ?? { firstRow: 0, rows: [] };
  const starts = [first];
  let at = first;
  for (const [index, row] of rows.entries()) {
    for (let run = 0; run < row.length; run += 2, at++) runs.set([slice, firstRow + index, row[run] ?? 0, row[run + 1] ?? 0], at * width);
    starts.push(at);
  }
  return { slice, firstRow, starts };
}

function joinSlice(here: RowStarts, before: RowStarts | null, runs: Int32Array, parts: Int32Array): void {
  for (let index = 0; index + 1 < here.starts.length; index++) {
    const row = rowRange(here, here.firstRow + index);
    joinRows(runs, parts, row, rowRange(here, here.firstRow + index - 1));
    if (before !== null) joinRows(runs, parts, row, rowRange(before, here.firstRow + index));
  }
}

/** The runs of a row of the image; none outside the mask. */
function rowRange({ firstRow, starts }: RowStarts, row: number): Range {
  const [start, end] = [starts[row - firstRow], starts[row - firstRow + 1]];
  return start === undefined || end === undefined ? [0, 0] : [start, end];
}

type Range = readonly [start: number, end: number];

/** Joins the runs of two rows that lie over each other, walking along both. */
function joinRows(runs: Int32Array, parts: Int32Array, [startA, endA]: Range, [startB, endB]: Range): void {
  let [a, b] = [startA, startB];
  while (a < endA && b < endB) {
    const [fromA, fromB] = [runs[a * width + 2] ?? 0, runs[b * width + 2] ?? 0];
    const [toA, toB] = [fromA + (runs[a * width + 3] ?? 0), fromB + (runs[b * width + 3] ?? 0)];
    if (fromA < toB && fromB < toA) parts[rootOf(parts, a)] = rootOf(parts, b);
    if (toA < toB) a++;
    else b++;
  }
}

function rootOf(parts: Int32Array, run: number): number {
  let at = run;
  while (parts[at] !== at) {
    const parent = parts[at] ?? at;
    // Halves the way for whoever comes next.
    parts[at] = parts[parent] ?? parent;
    at = parent;
  }
  return at;
}

/** How many voxels each part has, by its number. */
export function partSizes({ count, runs, parts }: ConnectedRuns): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (let run = 0; run < count; run++) {
    const part = parts[run] ?? 0;
    sizes.set(part, (sizes.get(part) ?? 0) + (runs[run * width + 3] ?? 0));
  }
  return sizes;
}

/** The masks of groups of parts: `groupOf` gives a part's group by its number, or null where it is left out. */
export function groupParts<G>({ count, runs, parts }: ConnectedRuns, groupOf: (part: number) => G | null): ReadonlyMap<G, SliceMasks> {
  const groups = new Map<G, Map<number, Rows>>();
  for (let run = 0; run < count; run++) {
    const group = groupOf(parts[run] ?? 0);
    if (group === null) continue;
    const slices = groups.get(group) ?? new Map<number, Rows>();
    groups.set(group, slices);
    putRun(slices, runs.subarray(run * width, (run + 1) * width));
  }
  return groups;
}

type Rows = { readonly firstRow: number; readonly rows: number[][] };

/** Runs come in order, so that neither the first nor the last row is empty. */
function putRun(slices: Map<number, Rows>, [slice = 0, row = 0, from = 0, length = 0]: Int32Array): void {
  const mask = slices.get(slice) ?? { firstRow: row, rows: [] };
  slices.set(slice, mask);
  while (mask.rows.length <= row - mask.firstRow) mask.rows.push([]);
  mask.rows.at(-1)?.push(from, length);
}
