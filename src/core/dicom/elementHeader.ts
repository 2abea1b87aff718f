import type { Cursor } from './cursor';
import { DicomError } from './dicomError';
import { vrOf } from './dictionary';
import type { Encoding } from './transferSyntax';
import { hasShortLength, type Vr, vrFromBytes } from './vr';

/** The length that stands for "until the delimiter". */
export const undefinedLength = 0xffffffff;

export const itemTag = 0xfffee000;
export const itemDelimiterTag = 0xfffee00d;
export const sequenceDelimiterTag = 0xfffee0dd;

/** One element's header; offsets are absolute, `length` may be `undefinedLength`. */
export type ElementHeader = {
  readonly tag: number;
  readonly vr: Vr;
  readonly length: number;
  readonly start: number;
  readonly valueStart: number;
  /** True where an explicit VR dataset holds this element as implicit VR, against the standard. */
  readonly switched: boolean;
};

const isDelimiter = (tag: number): boolean => tag >= itemTag && tag <= sequenceDelimiterTag;

/** Reads tag, VR and length and leaves the cursor at the value; the length is not checked against what follows. */
export function readElementHeader(cursor: Cursor, { littleEndian, explicitVr }: Encoding): ElementHeader {
  const start = cursor.offset;
  const tag = cursor.tag(littleEndian);
  // Items and delimiters never have a VR (PS3.5 7.5).
  if (isDelimiter(tag)) return header(tag, '', cursor.uint32(littleEndian), start, cursor);
  if (!explicitVr) return header(tag, vrOf(tag) ?? 'UN', cursor.uint32(littleEndian), start, cursor);
  return readExplicit(cursor, tag, start, littleEndian);
}

function readExplicit(cursor: Cursor, tag: number, start: number, littleEndian: boolean): ElementHeader {
  if (cursor.remaining < 4) cursor.skip(4);
  const vr = vrFromBytes(cursor.bytes[cursor.offset] ?? 0, cursor.bytes[cursor.offset + 1] ?? 0);
  if (vr === undefined) return readWithoutVr(cursor, tag, start, littleEndian);
  cursor.skip(2);
  if (hasShortLength(vr)) return header(tag, vr, cursor.uint16(littleEndian), start, cursor);
  cursor.skip(2);
  return header(tag, vr, cursor.uint32(littleEndian), start, cursor);
}

/** Two question marks, spaces or dashes, which some writers put where they know no representation; a 16-bit length follows. */
const blanks: readonly number[] = [0x3f3f, 0x2020, 0x2d2d];

function readWithoutVr(cursor: Cursor, tag: number, start: number, littleEndian: boolean): ElementHeader {
  const { bytes, offset } = cursor;
  if (blanks.includes((bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0))) {
    cursor.skip(2);
    return header(tag, vrOf(tag) ?? 'UN', cursor.uint16(littleEndian), start, cursor);
  }
  // Some writers drop into implicit VR inside an explicit dataset; it is believed where the length fits.
  const length = cursor.uint32(littleEndian);
  if (length !== undefinedLength && length > cursor.remaining) throw noVr(tag, start);
  return { ...header(tag, vrOf(tag) ?? 'UN', length, start, cursor), switched: true };
}

const header = (tag: number, vr: Vr, length: number, start: number, { offset }: Cursor): ElementHeader => ({
  tag,
  vr,
  length,
  start,
  valueStart: offset,
  switched: false,
});

function noVr(tag: number, offset: number): DicomError {
  return new DicomError('malformed', 'An element has no value representation', { offset, tagPath: [tag], expected: 'two capital letters' });
}
