import { type MaskRuns, trimRuns } from './maskRuns';

type Row = readonly number[];
type Keep = (inA: boolean, inB: boolean) => boolean;

const noRuns: Row = [];

/** The pixels in either mask. Here and below, rows that one mask alone decides are taken over as they are, the very same array. */
export function joinRuns(a: MaskRuns, b: MaskRuns): MaskRuns {
  if (a.rows.length === 0) return b;
  if (b.rows.length === 0) return a;
  return combineRuns(a, b, Math.min(a.firstRow, b.firstRow), Math.max(endOf(a), endOf(b)), (inA, inB) => inA || inB);
}

/** The pixels in both masks. */
export const sharedRuns = (a: MaskRuns, b: MaskRuns): MaskRuns =>
  combineRuns(a, b, Math.max(a.firstRow, b.firstRow), Math.min(endOf(a), endOf(b)), (inA, inB) => inA && inB);

/** The pixels of `a` that are not in `b`. */
export const subtractRuns = (a: MaskRuns, b: MaskRuns): MaskRuns => combineRuns(a, b, a.firstRow, endOf(a), (inA, inB) => inA && !inB);

const endOf = ({ firstRow, rows }: MaskRuns): number => firstRow + rows.length;

/** The pixels of the rows from `first` to before `end` that `keep` wants; it must not want those in neither mask. */
function combineRuns(a: MaskRuns, b: MaskRuns, first: number, end: number, keep: Keep): MaskRuns {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, index) => {
    const [inA, inB] = [a.rows[first + index - a.firstRow] ?? noRuns, b.rows[first + index - b.firstRow] ?? noRuns];
    if (inB.length === 0) return keep(true, false) ? inA : noRuns;
    if (inA.length === 0) return keep(false, true) ? inB : noRuns;
    return combineRow(inA, inB, keep);
  });
  return trimRuns(first, rows);
}

/** Walks along both rows from border to border of a run. */
function combineRow(a: Row, b: Row, keep: Keep): Row {
  const runs: number[] = [];
  let [atA, atB, start] = [0, 0, -1];
  while (atA < a.length || atB < b.length) {
    const [borderA, borderB] = [borderOf(a, atA), borderOf(b, atB)];
    const column = Math.min(borderA, borderB);
    if (borderA === column) atA += 1;
    if (borderB === column) atB += 1;
    // After an odd number of borders one is inside.
    const inside = keep(atA % 2 === 1, atB % 2 === 1);
    if (inside && start < 0) start = column;
    if (inside || start < 0) continue;
    runs.push(start, column - start);
    start = -1;
  }
  return runs;
}

/** Border number `at` of a row: first column and the column after the last, run after run; infinite after them. */
function borderOf(row: Row, at: number): number {
  const value = row[at];
  if (value === undefined) return Number.POSITIVE_INFINITY;
  return at % 2 === 0 ? value : (row[at - 1] ?? 0) + value;
}
