import { subtractRuns } from './combineRuns';
import { type ConnectedRuns, connectRuns, groupParts, partSizes } from './connectedRuns';
import { emptyRuns, type MaskRuns } from './maskRuns';
import { joinSlices, type SliceMasks } from './sliceMasks';

/** The connected parts of a mask (pixels that share a side), the largest first; of equals the one that begins higher. */
export function maskParts(mask: MaskRuns): readonly MaskRuns[] {
  const connected = connectRuns(flat(mask));
  const parts = groupParts(connected, (part) => part);
  return bySize(connected).map((part) => parts.get(part)?.get(0) ?? emptyRuns);
}

/** The largest connected part; the empty mask of an empty one. */
export const largestPart = (mask: MaskRuns): MaskRuns => largestPartOfSlices(flat(mask)).get(0) ?? emptyRuns;

/** The largest part of a volume's mask, connected by shared faces (within a slice, and to the slices before and after); of equals the one that begins first. */
export function largestPartOfSlices(masks: SliceMasks): SliceMasks {
  const connected = connectRuns(masks);
  const [largest] = bySize(connected);
  return groupParts(connected, (part) => (part === largest ? part : null)).get(largest ?? 0) ?? new Map();
}

const flat = (mask: MaskRuns): SliceMasks => new Map([[0, mask]]);

/** The numbers of the parts, the largest first. */
const bySize = (connected: ConnectedRuns): readonly number[] =>
  [...partSizes(connected)].toSorted(([, a], [, b]) => b - a).map(([part]) => part);

/** The mask with what it encloses: background that no way of shared sides leads out of. */
export const fillHoles = (mask: MaskRuns): MaskRuns => filled(flat(mask), true).get(0) ?? emptyRuns;

/** A volume's mask with the hollows that it encloses: background that no way of shared faces leads out of. */
export const fillHolesOfSlices = (masks: SliceMasks): SliceMasks => filled(masks, false);

/** The smallest box around masks, ends not included. */
type Field = { readonly slices: readonly number[]; readonly rows: readonly [number, number]; readonly columns: readonly [number, number] };

function filled(masks: SliceMasks, isFlat: boolean): SliceMasks {
  const field = fieldOf(masks);
  if (field === null) return masks;
  const background = connectRuns(backgroundOf(masks, field));
  const open = openParts(background, field, isFlat);
  return joinSlices(masks, groupParts(background, (part) => (open.has(part) ? null : 0)).get(0) ?? new Map());
}

function fieldOf(masks: SliceMasks): Field | null {
  const [all, slices] = [[...masks.values()], [...masks.keys()].toSorted((a, b) => a - b)];
  const rows = all.flatMap((mask) => mask.rows).filter((row) => row.length > 0);
  const [first, last] = [slices[0], slices.at(-1)];
  if (rows.length === 0 || first === undefined || last === undefined) return null;
  const least = (values: readonly number[]): number => values.reduce((sofar, value) => Math.min(sofar, value), Number.POSITIVE_INFINITY);
  const ends = (row: readonly number[]): number => (row.at(-2) ?? 0) + (row.at(-1) ?? 0);
  return {
    slices: Array.from({ length: last - first + 1 }, (_, at) => first + at),
    rows: [least(all.map(({ firstRow }) => firstRow)), -least(all.map((mask) => -mask.firstRow - mask.rows.length))],
    columns: [least(rows.map((row) => row[0] ?? 0)), -least(rows.map((row) => -ends(row)))],
  };
}

function backgroundOf(masks: SliceMasks, { slices, rows: [top, bottom], columns: [left, right] }: Field): SliceMasks {
  const field: MaskRuns = { firstRow: top, rows: Array.from({ length: bottom - top }, () => [left, right - left]) };
  return new Map(slices.map((slice) => [slice, subtractRuns(field, masks.get(slice) ?? emptyRuns)]));
}

/** What reaches the border of the field goes on outside of it; a flat mask is enclosed in its slice already. */
function openParts({ count, runs, parts }: ConnectedRuns, { slices, rows, columns }: Field, isFlat: boolean): ReadonlySet<number> {
  const open = new Set<number>();
  for (let run = 0; run < count; run++) {
    const [slice = 0, row = 0, from = 0, length = 0] = runs.subarray(4 * run, 4 * run + 4);
    const isInside = row > rows[0] && row < rows[1] - 1 && from > columns[0] && from + length < columns[1];
    const isBetween = isFlat || (slice !== slices[0] && slice !== slices.at(-1));
    if (!isInside || !isBetween) open.add(parts[run] ?? 0);
  }
  return open;
}
