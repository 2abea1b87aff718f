import { type MaskRuns, trimRuns } from './maskRuns';

type Keep = (inA: boolean, inB: boolean) => boolean;

/** The pixels in either mask. */
export const joinRuns = (a: MaskRuns, b: MaskRuns): MaskRuns => combineRuns(a, b, (inA, inB) => inA || inB);

/** The pixels in both masks. */
export const sharedRuns = (a: MaskRuns, b: MaskRuns): MaskRuns => combineRuns(a, b, (inA, inB) => inA && inB);

/** The pixels of `a` that are not in `b`. */
export const subtractRuns = (a: MaskRuns, b: MaskRuns): MaskRuns => combineRuns(a, b, (inA, inB) => inA && !inB);

/** The pixels that `keep` wants; it must not want those in neither mask. */
function combineRuns(a: MaskRuns, b: MaskRuns, keep: Keep): MaskRuns {
  if (a.rows.length === 0 && b.rows.length === 0) return a;
  const masks = [a, b].filter(({ rows }) => rows.length > 0);
  const first = Math.min(...masks.map(({ firstRow }) => firstRow));
  const end = Math.max(...masks.map(({ firstRow, rows }) => firstRow + rows.length));
  const rows = Array.from({ length: end - first }, (_, index) =>
    combineRow(a.rows[first + index - a.firstRow] ?? [], b.rows[first + index - b.firstRow] ?? [], keep),
  );
  return trimRuns(first, rows);
}

/** Walks along both rows from border to border of a run. */
function combineRow(a: readonly number[], b: readonly number[], keep: Keep): readonly number[] {
  if (a.length === 0 && b.length === 0) return a;
  const [bordersA, bordersB] = [borders(a), borders(b)];
  const runs: number[] = [];
  let [atA, atB, start] = [0, 0, -1];
  while (atA < bordersA.length || atB < bordersB.length) {
    const column = Math.min(bordersA[atA] ?? Number.POSITIVE_INFINITY, bordersB[atB] ?? Number.POSITIVE_INFINITY);
    if (bordersA[atA] === column) atA += 1;
    if (bordersB[atB] === column) atB += 1;
    // After an odd number of borders one is inside.
    const inside = keep(atA % 2 === 1, atB % 2 === 1);
    if (inside && start < 0) start = column;
    if (inside || start < 0) continue;
    runs.push(start, column - start);
    start = -1;
  }
  return runs;
}

/** First column and the column after the last, run after run. */
const borders = (row: readonly number[]): readonly number[] =>
  row.map((value, index) => (index % 2 === 0 ? value : (row[index - 1] ?? 0) + value));
