import { DicomError } from '../../dicom/dicomError';
import type { BitReader } from './bitReader';
import type { HuffmanTable } from './huffmanTable';
import { damagedJpeg, type JpegFrame, type JpegScan, type JpegTables } from './jpegHeader';

/** Decodes a scan of lossless coding (T.81 annex H) into the planes of its components, each `rows` x `columns`. */
export function losslessScan(frame: JpegFrame, scan: JpegScan, planes: readonly Uint16Array[], tables: JpegTables, bits: BitReader): void {
  const { columns, rows } = frame;
  const interval = tables.restartInterval;
  if (interval % columns !== 0) throw new DicomError('unsupported', "Lossless JPEG with restarts within a row can't be shown");
  if (scan.first < 1 || scan.first > 7 || scan.low >= frame.precision) throw damagedJpeg('a predictor is impossible');
  const chosen = scan.components.map(({ index, dc }) => ({ plane: planes[index], table: tables.dc[dc] }));
  let fresh = true;
  for (let row = 0; row < rows; row += 1) {
    if (interval > 0 && row > 0 && (row * columns) % interval === 0) {
      bits.restart();
      fresh = true;
    }
    const [only] = chosen;
    if (chosen.length === 1) readDifferences(bits, only?.table, only?.plane, row * columns, columns);
    else readInterleaved(bits, chosen, row * columns, columns);
    for (const { plane } of chosen) if (plane !== undefined) predictRow(plane, row * columns, columns, fresh, frame, scan);
    fresh = false;
    bits.check();
  }
  // The point transform leaves out the lowest bits.
  if (scan.low > 0) for (const { plane } of chosen) plane?.set(plane.map((value) => value << scan.low));
}

function readDifferences(
  bits: BitReader,
  table: HuffmanTable | undefined,
  plane: Uint16Array | undefined,
  start: number,
  count: number,
): void {
  if (table === undefined || plane === undefined) throw damagedJpeg('a table is missing');
  for (let at = start; at < start + count; at += 1) plane[at] = readDifference(bits, table);
}

function readInterleaved(
  bits: BitReader,
  chosen: readonly { readonly plane: Uint16Array | undefined; readonly table: HuffmanTable | undefined }[],
  start: number,
  count: number,
): void {
  for (let at = start; at < start + count; at += 1) for (const { table, plane } of chosen) readDifferences(bits, table, plane, at, 1);
}

function readDifference(bits: BitReader, table: HuffmanTable): number {
  const size = bits.symbol(table);
  if (size === 0) return 0;
  if (size > 16) throw damagedJpeg('a difference is too large');
  return size === 16 ? 32768 : bits.difference(size);
}

/** Adds predictions to the differences that lie in a row, modulo 65536; the point transform shifts only what is predicted from. */
function predictRow(
  plane: Uint16Array,
  start: number,
  columns: number,
  fresh: boolean,
  { precision }: JpegFrame,
  { first, low }: JpegScan,
): void {
  const above = start - columns;
  const middle = 1 << (precision - low - 1);
  plane[start] = (plane[start] ?? 0) + (fresh ? middle : (plane[above] ?? 0));
  if (fresh || first === 1) {
    let left = plane[start] ?? 0;
    for (let at = start + 1; at < start + columns; at += 1) {
      left = (left + (plane[at] ?? 0)) & 0xffff;
      plane[at] = left;
    }
    return;
  }
  const predict = predictors[first] ?? predictors[1];
  if (predict === undefined) return;
  for (let x = 1; x < columns; x += 1) {
    const at = start + x;
    plane[at] = (plane[at] ?? 0) + predict(plane[at - 1] ?? 0, plane[above + x] ?? 0, plane[above + x - 1] ?? 0);
  }
}

/** By number, from the samples to the left, above, and above to the left (T.81 table H.1). */
const predictors: readonly ((a: number, b: number, c: number) => number)[] = [
  () => 0,
  (a) => a,
  (_a, b) => b,
  (_a, _b, c) => c,
  (a, b, c) => a + b - c,
  (a, b, c) => a + ((b - c) >> 1),
  (a, b, c) => b + ((a - c) >> 1),
  (a, b) => (a + b) >> 1,
];
