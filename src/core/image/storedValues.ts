import { DicomError } from '../dicom/dicomError';
import { undefinedLength } from '../dicom/elementHeader';
import type { DicomFile } from '../dicom/readDicom';
import { bitsOfFrame, type PixelLayout } from './pixelLayout';

/** Gives the stored value of a sample by its number within the frame, as it lies in the pixel data. */
export type SampleReader = (sample: number) => number;

/** Opens one frame (from 0) of uncompressed pixel data; throws `DicomError` where the frame is cut off or the data are compressed. */
export function openFrame({ syntax, dataset, pixels }: DicomFile, layout: PixelLayout, frame: number): SampleReader {
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
  const value = dataset.bytes.subarray(offset, offset + available);
  // Bytes in a 16-bit value element of a big endian file are swapped in pairs (PS3.5 A.3, annex D).
  const swapped = !syntax.littleEndian && pixels.vr === 'OW' && layout.bitsAllocated <= 8;
  return sampleReader(value, layout, frame, syntax.littleEndian, swapped);
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
function storedBits({ bitsStored, highBit, signed }: PixelLayout): (cell: number) => number {
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
