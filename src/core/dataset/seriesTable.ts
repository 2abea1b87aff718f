import { compareText } from './compareText';
import { formatTable, parseTable } from './table';

/** One file of an image of many files: `3-data/series/<image>.csv` lists them in order. */
export type SeriesInstance = {
  /** Pseudonym of the instance UID. */
  readonly instance: string;
  /** The scanner's own number of the instance; null where it gives none. */
  readonly number: number | null;
  /** ImagePositionPatient: millimetres in the patient's frame (x to the left, y to the back, z to the head); null where it is missing. */
  readonly positionMm: readonly [number, number, number] | null;
  /** SHA-256 of the file in hex; '' until the second pass of the import. */
  readonly sha256: string;
};

const columns = ['instance', 'number', 'position_mm', 'sha256'];

/** Reads a series' list; throws UserError with file and line. */
export function parseSeriesTable(text: string, file: string): readonly SeriesInstance[] {
  const number = (cell: string | undefined): number | null => (cell === undefined || cell === '' ? null : Number(cell));
  return parseTable(file, text, columns).rows.map(({ cells }) => ({
    instance: cells.instance ?? '',
    number: number(cells.number),
    positionMm: parsePosition(cells.position_mm ?? ''),
    sha256: cells.sha256 ?? '',
  }));
}

/** Writes a series' list in the order given. */
export function formatSeriesTable(instances: readonly SeriesInstance[]): string {
  const text = (value: number | null): string => (value === null ? '' : String(value));
  return formatTable(
    columns,
    instances.map(({ instance, number, positionMm, sha256 }) => ({
      instance,
      number: text(number),
      position_mm: positionMm === null ? '' : positionMm.join(' '),
      sha256,
    })),
  );
}

function parsePosition(cell: string): SeriesInstance['positionMm'] {
  const [x, y, z] = cell.split(' ').map(Number);
  return cell === '' || x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

/**
 * Instances in the order of their position along the line on which the slices lie (towards the head, the back or the left) where all have
 * one, else of their number; ties by number, then name.
 */
export function sortInstances(instances: readonly SeriesInstance[]): readonly SeriesInstance[] {
  const along = positionsAlong(instances.map(({ positionMm }) => positionMm));
  const keyed = instances.map((instance, index) => ({ instance, along: along?.[index] ?? 0, number: instance.number ?? Number.MAX_VALUE }));
  return keyed
    .toSorted((a, b) => a.along - b.along || a.number - b.number || compareText(a.instance.instance, b.instance.instance))
    .map(({ instance }) => instance);
}

type Vector = readonly [number, number, number];

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const largest = (vector: Vector): number => vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);

/** Positions in hundredths of a millimetre along the line through the slices, its main direction counted upwards; null where one is missing. */
function positionsAlong(positions: readonly (Vector | null)[]): readonly number[] | null {
  const known = positions.filter((position) => position !== null);
  const [first] = known;
  if (first === undefined || known.length < positions.length) return null;
  const line = known
    .map((position) => minus(position, first))
    .reduce((best, entry) => (dot(entry, entry) > dot(best, best) ? entry : best));
  const length = Math.sqrt(dot(line, line)) * (largest(line) < 0 ? -1 : 1);
  return length === 0 ? null : known.map((position) => Math.round((dot(position, line) / length) * 100));
}
