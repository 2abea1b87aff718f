import type { DicomFile } from '../dicom/readDicom';
import { nativeSpan } from './nativeCells';
import type { PixelLayout } from './pixelLayout';

/**
 * The cells of a frame (from 0) of 8 or 16 bits as they lie in uncompressed pixel data, without a copy where this machine's order allows it; null
 * for other layouts. Throws `DicomError` where the frame is cut off.
 */
export function frameCells(file: DicomFile, layout: PixelLayout, frame: number): Uint16Array | null {
  const { bitsAllocated: bits, kind, samples } = layout;
  const { encapsulated, littleEndian } = file.syntax;
  if (encapsulated || kind !== 'integer' || samples !== 1 || (bits !== 16 && !(bits === 8 && littleEndian))) return null;
  const { start, end } = nativeSpan(file, layout, frame);
  const cells = file.dataset.bytes.subarray(start, end);
  if (bits === 8) return new Uint16Array(cells);
  if (littleEndian !== isLittleEndianMachine) return swappedCells(cells, littleEndian);
  return cells.byteOffset % 2 === 0
    ? new Uint16Array(cells.buffer, cells.byteOffset, cells.length / 2)
    : new Uint16Array(Uint8Array.from(cells).buffer, 0, cells.length / 2);
}

const isLittleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swappedCells(bytes: Uint8Array, littleEndian: boolean): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cells = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < cells.length; i += 1) cells[i] = view.getUint16(2 * i, littleEndian);
  return cells;
}

/** From an allocated cell to its stored value: the bits up to the high bit, with their sign. */
export function storedBits({ bitsStored, highBit, signed }: PixelLayout): (cell: number) => number {
  const shift = highBit + 1 - bitsStored;
  const size = 2 ** bitsStored;
  const half = size / 2;
  const unsigned = (cell: number): number => (cell >>> shift) & (size - 1);
  if (!signed) return unsigned;
  return (cell) => {
    const value = unsigned(cell);
    return value >= half ? value - size : value;
  };
}
