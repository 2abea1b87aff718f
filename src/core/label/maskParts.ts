import { joinRuns, subtractRuns } from './combineRuns';
import { emptyRuns, type MaskRuns } from './maskRuns';

type Run = { readonly row: number; readonly from: number; readonly length: number };

/** The connected parts of a mask (pixels that share a side), the largest first; of equals the one that begins higher. */
export function maskParts(mask: MaskRuns): readonly MaskRuns[] {
  const runs = mask.rows.flatMap((row, index) =>
    Array.from({ length: row.length / 2 }, (_, at): Run => ({ row: index, from: row[2 * at] ?? 0, length: row[2 * at + 1] ?? 0 })),
  );
  const partOf = joinNeighbours(runs);
  const parts = new Map<number, Run[]>();
  for (const [index, run] of runs.entries()) {
    const part = parts.get(partOf(index));
    if (part === undefined) parts.set(partOf(index), [run]);
    else part.push(run);
  }
  const size = (part: readonly Run[]): number => part.reduce((sum, { length }) => sum + length, 0);
  return [...parts.values()].toSorted((a, b) => size(b) - size(a)).map((part) => maskOfRuns(part, mask.firstRow));
}

/** Which part each run (by its place in the order of rows and columns) belongs to, by union and find. */
function joinNeighbours(runs: readonly Run[]): (index: number) => number {
  const parents = runs.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    while (parents[at] !== at) at = parents[at] ?? at;
    parents[index] = at;
    return at;
  };
  // Two rows are walked together, so that each pair of neighbours is looked at about once.
  let above = 0;
  for (const [index, run] of runs.entries()) {
    while ((runs[above]?.row ?? run.row) < run.row - 1) above += 1;
    for (let at = above; at < index; at++) {
      const other = runs[at];
      if (other === undefined || other.row === run.row || other.from >= run.from + run.length) break;
      if (other.from + other.length > run.from) parents[rootOf(index)] = rootOf(at);
      else if (at === above) above += 1;
    }
  }
  return rootOf;
}

/** Connected runs: no row between the first and the last is empty. */
function maskOfRuns(runs: readonly Run[], firstRow: number): MaskRuns {
  const first = runs[0]?.row ?? 0;
  const rows: number[][] = [];
  for (const { row, from, length } of runs) {
    const list = rows[row - first];
    if (list === undefined) rows[row - first] = [from, length];
    else list.push(from, length);
  }
  return { firstRow: firstRow + first, rows };
}

/** The largest connected part; the empty mask of an empty one. */
export const largestPart = (mask: MaskRuns): MaskRuns => maskParts(mask)[0] ?? emptyRuns;

/** The mask with what it encloses: background that no way of shared sides leads out of. */
export function fillHoles(mask: MaskRuns): MaskRuns {
  if (mask.rows.length === 0) return mask;
  const width = Math.max(...mask.rows.map((row) => (row.at(-2) ?? 0) + (row.at(-1) ?? 0)));
  const field: MaskRuns = { firstRow: mask.firstRow, rows: mask.rows.map(() => [0, width]) };
  const background = maskParts(subtractRuns(field, mask));
  return background.filter((part) => !touchesBorder(part, mask, width)).reduce(joinRuns, mask);
}

/** A part at the edge of the field goes on outside of it. */
function touchesBorder({ firstRow, rows }: MaskRuns, mask: MaskRuns, width: number): boolean {
  if (firstRow === mask.firstRow || firstRow + rows.length === mask.firstRow + mask.rows.length) return true;
  return rows.some((row) => row[0] === 0 || (row.at(-2) ?? 0) + (row.at(-1) ?? 0) === width);
}
