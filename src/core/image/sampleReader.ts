import { DicomError } from '../dicom/dicomError';
import { undefinedLength } from '../dicom/elementHeader';
import type { DicomFile } from '../dicom/readDicom';
import { bitsOfFrame, type PixelLayout } from './pixelLayout';

/** Gives the stored value of a sample by its number within the frame, as it lies in the pixel data. */
export type SampleReader = (sample: number) => number;

/** Opens one frame (from 0) of uncompressed pixel data; throws `DicomError` where the frame is cut off or the data are compressed. */
export function openFrame(file: DicomFile, layout: PixelLayout, frame: number): SampleReader {
  const value = pixelBytes(file, layout, frame);
  return sampleReader(value, layout, frame, file.syntax.littleEndian, isSwapped(file, layout));
}

/** Bytes in a 16-bit value element of a big endian file are swapped in pairs (PS3.5 A.3, annex D). */
const isSwapped = ({ syntax, pixels }: DicomFile, layout: PixelLayout): boolean =>
  !syntax.littleEndian && pixels?.vr === 'OW' && layout.bitsAllocated <= 8;

/**
 * The cells of a frame of 8 or 16 bits as they lie in uncompressed pixel data, without a copy where this machine's order allows it; null for
 * other layouts. Throws as `openFrame` does.
 */
export function frameCells(file: DicomFile, layout: PixelLayout, frame: number): Uint16Array | null {
  const { bitsAllocated: bits, kind, samples, rows, columns } = layout;
  if (kind !== 'integer' || samples !== 1 || (bits !== 8 && bits !== 16) || isSwapped(file, layout)) return null;
  const bytes = pixelBytes(file, layout, frame);
  const count = rows * columns;
  if (bits === 8) return new Uint16Array(bytes.subarray(frame * count, (frame + 1) * count));
  const cells = bytes.subarray(2 * frame * count, 2 * (frame + 1) * count);
  if (file.syntax.littleEndian !== isLittleEndianMachine) return swappedCells(cells, file.syntax.littleEndian);
  return cells.byteOffset % 2 === 0
    ? new Uint16Array(cells.buffer, cells.byteOffset, count)
    : new Uint16Array(Uint8Array.from(cells).buffer, 0, count);
}

const isLittleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swappedCells(bytes: Uint8Array, littleEndian: boolean): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < cells.length; i += 1) cells[i] = view.getUint16(2 * i, littleEndian);
  return cells;
}

/** The pixel data's bytes, which are checked to hold the frame. */
function pixelBytes({ syntax, dataset, pixels }: DicomFile, layout: PixelLayout, frame: number): Uint8Array {
  if (pixels === null) throw new DicomError('no-image', 'There are no pixel data');
  if (syntax.encapsulated) throw new DicomError('unsupported', compressedReason(syntax.codec));
  const offset = pixels.valueStart;
  if (frame < 0 || frame >= layout.frames) throw new DicomError('no-image', `There is no frame ${frame + 1} among ${layout.frames}`);
  if (pixels.length === undefinedLength) throw new DicomError('malformed', 'Uncompressed pixel data have no length', { offset });
  const available = Math.min(pixels.length, dataset.bytes.length - offset);
  const needed = Math.ceil((bitsOfFrame(layout) * (frame + 1)) / 8);
  if (available < needed) {
    throw new DicomError('truncated', 'The pixel data end too early', { offset, expected: `${needed} bytes`, found: `${available}` });
  }
  return dataset.bytes.subarray(offset, offset + available);
}

/** Why compressed pixels can't be read, as a sentence. */
export const compressedReason = (codec: string): string =>
  `The pixels are ${codec === 'unknown' ? 'compressed in an unknown way' : `${codec} compressed`}; RadSteps can't decode this yet (an uncompressed copy can be read)`;

function sampleReader(bytes: Uint8Array, layout: PixelLayout, frame: number, littleEndian: boolean, swapped: boolean): SampleReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = frame * (bitsOfFrame(layout) / layout.bitsAllocated);
  if (layout.kind === 'float') return (i) => view.getFloat32(4 * (first + i), littleEndian);
  if (layout.kind === 'double') return (i) => view.getFloat64(8 * (first + i), littleEndian);
  const flip = swapped ? 1 : 0;
  // The last byte of an odd swapped value has its pair in the padding, which may be missing.
  const byte = (at: number): number => bytes[at ^ flip] ?? 0;
  const stored = storedBits(layout);
  switch (layout.bitsAllocated) {
    case 1:
      return (i) => (byte((first + i) >>> 3) >>> ((first + i) & 7)) & 1;
    case 8:
      return (i) => stored(byte(first + i));
    case 16:
      return (i) => stored(view.getUint16(2 * (first + i), littleEndian));
    default:
      return (i) => stored(view.getUint32(4 * (first + i), littleEndian));
  }
}

/** From an allocated cell to its stored value: the bits up to the high bit, with their sign. */
export function storedBits({ bitsStored, highBit, signed }: PixelLayout): (cell: number) => number {
  const shift = highBit + 1 - bitsStored;
  const size = 2 ** bitsStored;
  const mask = size - 1;
  const half = size / 2;
  const unsigned = bitsStored === 32 ? (cell: number) => cell : (cell: number) => (cell >>> shift) & mask;
  if (!signed) return unsigned;
  return (cell) => {
    const value = unsigned(cell);
    return value >= half ? value - size : value;
  };
}
