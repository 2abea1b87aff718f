import { DicomError, formatTag } from './dicomError';
import { itemTag, sequenceDelimiterTag } from './elementHeader';
import type { DicomFile } from './readDicom';

/** Bytes `start` to `end` - 1. */
export type Span = { readonly start: number; readonly end: number };

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
