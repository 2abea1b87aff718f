import { DicomError } from '../dicom/dicomError';
import { undefinedLength } from '../dicom/elementHeader';
import type { Span } from '../dicom/fragments';
import type { DicomFile } from '../dicom/readDicom';
import { bitsOfFrame, type PixelLayout } from './pixelLayout';

/** The allocated cells of a frame, before the stored bits are taken out of them. */
export type Cells = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** The bytes of one frame (from 0) of uncompressed pixel data; throws `DicomError` where they are not all there. */
export function nativeSpan({ dataset, pixels }: DicomFile, layout: PixelLayout, frame: number): Span {
  if (pixels === null) throw new DicomError('no-image', 'There are no pixel data');
  const offset = pixels.valueStart;
  if (!(frame >= 0 && frame < layout.frames)) throw new DicomError('no-image', `There is no frame ${frame + 1} among ${layout.frames}`);
  if (pixels.length === undefinedLength) throw new DicomError('malformed', 'Uncompressed pixel data have no length', { offset });
  const available = Math.min(pixels.length, dataset.bytes.length - offset);
  const bits = bitsOfFrame(layout);
  const needed = Math.ceil((bits * (frame + 1)) / 8);
  if (available < needed) {
    throw new DicomError('truncated', 'The pixel data end too early', { offset, expected: `${needed} bytes`, found: `${available}` });
  }
  return { start: offset + Math.floor((bits * frame) / 8), end: offset + needed };
}

/** The cells of one frame (from 0) of uncompressed pixel data; throws as `nativeSpan` does. */
export function nativeCells(file: DicomFile, layout: PixelLayout, frame: number): Cells {
  const { start, end } = nativeSpan(file, layout, frame);
  const bits = bitsOfFrame(layout);
  const bytes = isSwapped(file, layout) ? swapPairs(file, start, end) : file.dataset.bytes.subarray(start, end);
  return cellsOf(bytes, layout, bits / layout.bitsAllocated, file.syntax.littleEndian, (bits * frame) % 8);
}

/** Bytes in a 16-bit value element of a big endian file are swapped in pairs (PS3.5 A.3, annex D). */
const isSwapped = ({ syntax, pixels }: DicomFile, { bitsAllocated }: PixelLayout): boolean =>
  !syntax.littleEndian && pixels?.vr === 'OW' && bitsAllocated <= 8;

/** The last byte of an odd value has its pair in the padding, which may be missing. */
function swapPairs({ dataset, pixels }: DicomFile, start: number, end: number): Uint8Array {
  const first = pixels?.valueStart ?? 0;
  return Uint8Array.from({ length: end - start }, (_, i) => dataset.bytes[first + ((start + i - first) ^ 1)] ?? 0);
}

/** `count` cells in this machine's order, always in memory of their own; single bits begin at `firstBit` of the first byte. */
export function cellsOf(bytes: Uint8Array, layout: PixelLayout, count: number, littleEndian: boolean, firstBit = 0): Cells {
  if (layout.bitsAllocated === 1) return unpackBits(bytes, firstBit, count);
  const size = layout.bitsAllocated / 8;
  // A Buffer's slice would not copy.
  const own = new Uint8Array(bytes.subarray(0, size * count));
  if (size === 1) return own;
  if (littleEndian !== isLittleEndianMachine) reverseCells(own, size);
  if (size === 2) return new Uint16Array(own.buffer);
  if (layout.kind === 'double') return new Float64Array(own.buffer);
  return layout.kind === 'float' ? new Float32Array(own.buffer) : new Uint32Array(own.buffer);
}

const isLittleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Single bits from bit `firstBit` on, from the lowest bit of each byte to the highest (PS3.5 8.1.1). */
export function unpackBits(bytes: Uint8Array, firstBit: number, count: number): Uint8Array {
  const cells = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) {
    const bit = firstBit + i;
    cells[i] = ((bytes[bit >>> 3] ?? 0) >>> (bit & 7)) & 1;
  }
  return cells;
}

function reverseCells(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
