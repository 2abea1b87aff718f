import type { StoredValues } from './frame';
import type { Cells } from './nativeCells';
import type { PixelLayout } from './pixelLayout';

/** Takes the stored bits out of allocated cells and extends their sign; works in the cells' own memory. */
export function storedValues(cells: Cells, { kind, bitsStored, highBit, signed }: PixelLayout): StoredValues {
  if (kind !== 'integer' || cells instanceof Float32Array || cells instanceof Float64Array) return cells;
  const size = 8 * cells.BYTES_PER_ELEMENT;
  const left = size - 1 - highBit;
  const down = size - bitsStored;
  const values = signed ? signedView(cells) : cells;
  if (down === 0) return values;
  // Shifted to the top within 32 bits, so that the shift back brings the sign along.
  const up = 32 - size + left;
  if (signed) for (let i = 0; i < values.length; i += 1) values[i] = ((values[i] ?? 0) << up) >> (32 - bitsStored);
  else for (let i = 0; i < values.length; i += 1) values[i] = ((values[i] ?? 0) << up) >>> (32 - bitsStored);
  return values;
}

function signedView(cells: Uint8Array | Uint16Array | Uint32Array): Int8Array | Int16Array | Int32Array {
  const { buffer, byteOffset, length } = cells;
  if (cells instanceof Uint8Array) return new Int8Array(buffer, byteOffset, length);
  return cells instanceof Uint16Array ? new Int16Array(buffer, byteOffset, length) : new Int32Array(buffer, byteOffset, length);
}
