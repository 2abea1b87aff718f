import type { MaskMark } from './label';
import { formatRows, formatRuns, type MaskRuns, parseRuns } from './maskRuns';

/** Marks never change, so that what was read of one stays true; a stroke then costs what it touches, not what the mask holds. */
const read = new WeakMap<MaskMark, MaskRuns>();

/** The pixels of a mask mark; throws RangeError where its text is not that of runs. */
export function maskOfMark(mark: MaskMark): MaskRuns {
  const known = read.get(mark);
  if (known !== undefined) return known;
  const mask = parseRuns(mark.runs);
  if (mask === null) throw new RangeError(`The mask ${mark.id} does not hold the text of runs.`);
  read.set(mark, mask);
  return mask;
}

/** The mark with another mask; rows that `after` shares with the mask before, as the very same arrays, are not written again. */
export function withMask(mark: MaskMark, after: MaskRuns): MaskMark {
  const changed = { ...mark, runs: reformatRuns(mark.runs, maskOfMark(mark), after) };
  read.set(changed, after);
  return changed;
}

/** The same as `formatRuns(after)`, given the mask before and its text: rows at both ends that stayed are cut out of that. */
export function reformatRuns(text: string, before: MaskRuns, after: MaskRuns): string {
  if (before.rows.length === 0 || after.rows.length === 0) return formatRuns(after);
  const [count, most] = [after.rows.length, Math.min(before.rows.length, after.rows.length)];
  const isAligned = before.firstRow + before.rows.length === after.firstRow + count;
  const head = before.firstRow === after.firstRow ? sameRows(most, (at) => [before.rows[at], after.rows[at]]) : 0;
  const tail = isAligned ? sameRows(most - head, (at) => [before.rows.at(-1 - at), after.rows.at(-1 - at)]) : 0;
  const body = text.slice(text.indexOf(':') + 1);
  const kept = [head === 0 ? [] : [firstRows(body, head)], tail === 0 ? [] : [lastRows(body, tail)]];
  const changed = head + tail === count ? [] : [formatRows(after.rows.slice(head, count - tail))];
  return `${after.firstRow}:${[...(kept[0] ?? []), ...changed, ...(kept[1] ?? [])].join(';')}`;
}

type Row = readonly number[] | undefined;

/** How many pairs of rows from 0 on are the same arrays, or both empty. */
function sameRows(most: number, pairAt: (at: number) => readonly [Row, Row]): number {
  for (let at = 0; at < most; at++) {
    const [one, other] = pairAt(at);
    if (one !== other && (one?.length !== 0 || other?.length !== 0)) return at;
  }
  return most;
}

function firstRows(body: string, count: number): string {
  let end = -1;
  for (let row = 0; row < count; row++) {
    end = body.indexOf(';', end + 1);
    if (end < 0) return body;
  }
  return body.slice(0, end);
}

function lastRows(body: string, count: number): string {
  let start = body.length;
  for (let row = 0; row < count; row++) {
    start = start === 0 ? -1 : body.lastIndexOf(';', start - 1);
    if (start < 0) return body;
  }
  return body.slice(start + 1);
}
