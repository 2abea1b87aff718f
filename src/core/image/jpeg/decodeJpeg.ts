import { DicomError } from '../../dicom/dicomError';
import { BitReader } from './bitReader';
import {
  damagedJpeg,
  type JpegFrame,
  type JpegScan,
  type JpegTables,
  noTables,
  readFrameHeader,
  readHuffman,
  readQuantisation,
  readScanHeader,
} from './jpegHeader';
import { type JpegPlane, largestFactors, makePlanes } from './jpegPlane';
import { losslessScan } from './losslessScan';
import { finishProgressive, progressiveScan } from './progressiveScan';
import { sequentialScan } from './sequentialScan';
import { fullSize } from './upsample';

/** A decoded JPEG picture: a plane of `rows` x `columns` samples for each component, all of `precision` bits without sign. */
export type JpegPicture = {
  readonly rows: number;
  readonly columns: number;
  readonly precision: number;
  readonly isLossless: boolean;
  readonly planes: readonly (Uint8Array | Uint16Array)[];
  /** What the data say of three components; null where they say nothing. */
  readonly colour: 'RGB' | 'YBR' | null;
};

/** What the picture must have, so that no room is made by a claim of the data. */
export type JpegLimits = { readonly rows: number; readonly columns: number };

type Decoding = {
  readonly bytes: Uint8Array;
  readonly limits: JpegLimits;
  readonly tables: JpegTables;
  frame: JpegFrame | null;
  /** Planes of the transform, or of lossless coding. */
  planes: readonly JpegPlane[];
  lossless: readonly Uint16Array[];
  readonly scanned: Set<number>;
  scans: number;
};

/** More scans than any encoder makes, so that a small file can't take long. */
const mostScans = 200;

/**
 * Decodes JPEG: Huffman-coded sequential and progressive of 8 and 12 bits to the bit as libjpeg's accurate method does, and lossless of 2 to 16
 * bits (ITU-T T.81). Throws `DicomError` where the data are damaged, end early or are of another size than `limits`.
 */
export function decodeJpeg(bytes: Uint8Array, limits: JpegLimits): JpegPicture {
  const decoding: Decoding = {
    bytes,
    limits,
    tables: noTables(),
    frame: null,
    planes: [],
    lossless: [],
    scanned: new Set(),
    scans: 0,
  };
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw damagedJpeg('they do not begin as JPEG');
  readMarkers(decoding);
  return finish(decoding);
}

function readMarkers(decoding: Decoding): void {
  const { bytes } = decoding;
  let at = 2;
  while (at + 1 < bytes.length) {
    // Fill bytes and rubbish between the segments are passed over.
    if (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0) at += 1;
    else if (bytes[at + 1] === 0xd9) return;
    else at = readSegment(decoding, bytes[at + 1] ?? 0, at + 2);
  }
}

/** Takes the segment of a marker and gives where the next marker may be. */
function readSegment(decoding: Decoding, marker: number, start: number): number {
  if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) return start;
  const { bytes, tables } = decoding;
  const end = start + (bytes[start] ?? 0) * 256 + (bytes[start + 1] ?? 0);
  if (end < start + 2 || end > bytes.length) throw new DicomError('truncated', 'The JPEG data of a frame end too early');
  const segment = bytes.subarray(start + 2, end);
  if (marker === 0xdb) readQuantisation(tables, segment);
  else if (marker === 0xc4) readHuffman(tables, segment);
  else if (marker === 0xdd) tables.restartInterval = (segment[0] ?? 0) * 256 + (segment[1] ?? 0);
  else if (marker === 0xda) return readScan(decoding, segment, end);
  else if (marker === 0xee && startsWith(segment, 'Adobe')) tables.adobeTransform = segment[11] ?? 0;
  else if (marker === 0xe0 && startsWith(segment, 'JFIF')) tables.hasJfif = true;
  else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8 && marker !== 0xcc) openFrame(decoding, readFrameHeader(marker, segment));
  return end;
}

const startsWith = (segment: Uint8Array, text: string): boolean => [...text].every((letter, i) => segment[i] === letter.charCodeAt(0));

function openFrame(decoding: Decoding, header: JpegFrame): void {
  const { limits, bytes } = decoding;
  if (decoding.frame !== null) throw damagedJpeg('they hold two pictures');
  // A height of 0 is given after the picture (T.81 B.2.5).
  const frame = { ...header, rows: header.rows || limits.rows };
  if (frame.rows !== limits.rows || frame.columns !== limits.columns) {
    const sizes = { expected: `${limits.columns} x ${limits.rows}`, found: `${frame.columns} x ${frame.rows}` };
    throw new DicomError('malformed', 'The JPEG picture has another size than the file says', sizes);
  }
  decoding.frame = frame;
  if (frame.coding !== 'lossless') {
    decoding.planes = makePlanes(frame, bytes.length);
    return;
  }
  const { rows, columns, components } = frame;
  if (rows * columns * components.length > 8 * bytes.length) throw new DicomError('truncated', 'The JPEG data of a frame end too early');
  const { h, v } = largestFactors(components);
  if (components.some((component) => component.h !== h || component.v !== v))
    throw new DicomError('unsupported', "Lossless JPEG with subsampled colour can't be shown");
  decoding.lossless = components.map(() => new Uint16Array(rows * columns));
}

function readScan(decoding: Decoding, segment: Uint8Array, dataStart: number): number {
  const { frame, bytes, scanned } = decoding;
  if (frame === null) throw damagedJpeg('a scan comes before the header');
  decoding.scans += 1;
  if (decoding.scans > mostScans) throw damagedJpeg('there are too many scans');
  const scan = readScanHeader(frame, segment, dataStart);
  const isAgain = scan.components.some(({ index }) => scanned.has(index));
  if (isAgain && frame.coding !== 'progressive') throw damagedJpeg('a component comes twice');
  for (const { index } of scan.components) scanned.add(index);
  const bits = new BitReader(bytes, dataStart);
  decodeScan(decoding, frame, scan, bits);
  return bits.position;
}

function decodeScan({ planes, lossless, tables }: Decoding, frame: JpegFrame, scan: JpegScan, bits: BitReader): void {
  if (frame.coding === 'lossless') losslessScan(frame, scan, lossless, tables, bits);
  else if (frame.coding === 'progressive') progressiveScan(frame, scan, planes, tables, bits);
  else sequentialScan(frame, scan, planes, tables, bits);
}

function finish({ frame, planes, lossless, tables, scanned, scans }: Decoding): JpegPicture {
  if (frame === null || scans === 0 || scanned.size < frame.components.length)
    throw new DicomError('truncated', 'The JPEG data of a frame end too early');
  const { rows, columns, precision } = frame;
  const isLossless = frame.coding === 'lossless';
  if (frame.coding === 'progressive') finishProgressive(frame, planes, tables);
  return {
    rows,
    columns,
    precision,
    isLossless,
    planes: isLossless ? lossless : planes.map((plane) => fullSize(plane, frame)),
    colour: colourOf(frame, tables),
  };
}

function colourOf({ components }: JpegFrame, { adobeTransform, hasJfif }: JpegTables): JpegPicture['colour'] {
  if (components.length !== 3) return null;
  if (adobeTransform !== null) return adobeTransform === 0 ? 'RGB' : 'YBR';
  if (hasJfif) return 'YBR';
  return String.fromCharCode(...components.map(({ id }) => id)) === 'RGB' ? 'RGB' : null;
}
