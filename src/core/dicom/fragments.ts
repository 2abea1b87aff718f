import { DicomError, formatTag } from './dicomError';
import { itemTag, sequenceDelimiterTag } from './elementHeader';
import type { DicomFile } from './readDicom';
import { findElement, valueBytes } from './value';

/** Bytes `start` to `end` - 1. */
export type Span = { readonly start: number; readonly end: number };

/**
 * The fragments of each frame of encapsulated pixel data (PS3.5 A.4), told by the extended or the basic offset table where these are sound, else
 * one fragment a frame, else by the marks with which compressed pictures begin. Fewer frames than `frames` where the data end early. Throws
 * `DicomError` where the frames can't be told apart.
 */
export function frameSpans(file: DicomFile, frames: number): readonly (readonly Span[])[] {
  const [table, ...fragments] = fragmentSpans(file);
  if (table === undefined || fragments.length === 0) throw new DicomError('truncated', 'The pixel data hold no fragment');
  if (frames === 1) return [fragments];
  const { bytes } = file.dataset;
  return (
    byExtendedTable(file, fragments, frames) ??
    byStarts(fragments, basicStarts(bytes.subarray(table.start, table.end), fragments, frames)) ??
    (fragments.length <= frames ? fragments.map((fragment) => [fragment]) : null) ??
    byStarts(fragments, markedStarts(bytes, fragments, frames)) ??
    notTold(frames, fragments.length)
  );
}

function notTold(frames: number, fragments: number): never {
  throw new DicomError('malformed', `The ${frames} frames can't be told apart in ${fragments} fragments`);
}

/** The fragments of encapsulated pixel data in order, the offset table first; what ends early is cut at the end of the bytes. Throws `DicomError`. */
export function fragmentSpans({ dataset, pixels, syntax }: DicomFile): readonly Span[] {
  if (pixels === null) return [];
  const { bytes } = dataset;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const spans: Span[] = [];
  let at = pixels.valueStart;
  while (at + 8 <= bytes.length) {
    const tag = view.getUint16(at, syntax.littleEndian) * 0x10000 + view.getUint16(at + 2, syntax.littleEndian);
    const length = view.getUint32(at + 4, syntax.littleEndian);
    if (tag === sequenceDelimiterTag) break;
    if (tag !== itemTag) {
      throw new DicomError('malformed', 'Encapsulated data are broken', { offset: at, expected: 'an item', found: formatTag(tag) });
    }
    const start = at + 8;
    at = Math.min(bytes.length, start + length);
    spans.push({ start, end: at });
  }
  return spans;
}

/** Offsets count from the first fragment's item. */
const offsetsOf = (fragments: readonly Span[]): readonly number[] => fragments.map(({ start }) => start - (fragments[0]?.start ?? 0));

/** One fragment a frame with its true length (PS3.5 A.4 and C.7.6.3.1.8). */
function byExtendedTable({ dataset }: DicomFile, fragments: readonly Span[], frames: number): readonly (readonly Span[])[] | null {
  const offsets = longNumbers(tableBytes(dataset, 'ExtendedOffsetTable'), frames);
  const lengths = longNumbers(tableBytes(dataset, 'ExtendedOffsetTableLengths'), frames);
  if (offsets === null || lengths === null) return null;
  const places = new Map(offsetsOf(fragments).map((offset, i) => [offset, fragments[i]]));
  const spans = offsets.map((offset, frame) => {
    const fragment = places.get(offset);
    const end = (fragment?.start ?? 0) + (lengths[frame] ?? 0);
    return fragment === undefined || end > fragment.end ? null : [{ start: fragment.start, end }];
  });
  return spans.every((span) => span !== null) ? spans : null;
}

function tableBytes(dataset: DicomFile['dataset'], keyword: 'ExtendedOffsetTable' | 'ExtendedOffsetTableLengths'): Uint8Array {
  const element = findElement(dataset, keyword);
  return element === undefined ? new Uint8Array() : valueBytes(dataset, element);
}

function longNumbers(bytes: Uint8Array, count: number): readonly number[] | null {
  if (bytes.length < 8 * count) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => view.getUint32(8 * i, true) + view.getUint32(8 * i + 4, true) * 2 ** 32);
}

/** The fragments at which frames begin by the basic offset table; null where it is empty or does not fit. */
function basicStarts(table: Uint8Array, fragments: readonly Span[], frames: number): readonly number[] | null {
  if (table.length < 4 * frames) return null;
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const places = new Map(offsetsOf(fragments).map((offset, i) => [offset, i]));
  const starts = Array.from({ length: frames }, (_, i) => places.get(view.getUint32(4 * i, true)) ?? -1);
  return starts.every((start, i) => (i === 0 ? start === 0 : start > (starts[i - 1] ?? 0))) ? starts : null;
}

function byStarts(fragments: readonly Span[], starts: readonly number[] | null): readonly (readonly Span[])[] | null {
  return starts === null ? null : starts.map((start, i) => fragments.slice(start, starts[i + 1] ?? fragments.length));
}

/** How JPEG and JPEG-LS, JPEG 2000 and its file format begin. */
const marks: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0xff, 0x4f, 0xff, 0x51],
  [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20],
];

/** The fragments that begin as pictures do; null where these are fewer than the frames. */
function markedStarts(bytes: Uint8Array, fragments: readonly Span[], frames: number): readonly number[] | null {
  const starts = fragments.flatMap(({ start, end }, i) => {
    const isStart =
      marks.some((mark) => end - start > mark.length && mark.every((byte, k) => bytes[start + k] === byte)) || isRle(bytes, start, end);
    return isStart ? [i] : [];
  });
  return starts[0] === 0 && starts.length >= frames ? starts.slice(0, frames) : null;
}

/** A header of 1 to 15 segments, the first of which begins right after it (PS3.5 G.5). */
function isRle(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 64) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 64);
  const count = view.getUint32(0, true);
  const rest = Array.from({ length: 15 }, (_, i) => view.getUint32(4 + 4 * i, true));
  return count >= 1 && count <= 15 && rest[0] === 64 && rest.every((offset, i) => (i < count ? offset >= 64 : offset === 0));
}
