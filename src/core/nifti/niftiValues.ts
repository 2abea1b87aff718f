import type { StoredValues } from '../image/frame';
import type { NiftiSampleType } from './niftiSampleType';

const isLittleEndianHere = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Values `first` to `first + count` of a file's data that begin at `offset`, as numbers: 64-bit integers and longer floats round to double,
 * complex values become their magnitude, colours three bytes each. The bytes must be there. The result may share the file's memory.
 */
export function niftiValues(
  bytes: Uint8Array,
  offset: number,
  sample: NiftiSampleType,
  littleEndian: boolean,
  [first, count]: readonly [first: number, count: number],
): StoredValues {
  if (sample.kind === 'bits') return bitValues(bytes, offset, first, count);
  const part = bytes.subarray(offset + first * sample.bytes, offset + (first + count) * sample.bytes);
  if (sample.kind === 'colour') return colours(part, sample.bytes);
  const Plain = plainArray(sample);
  if (Plain !== null) return new Plain(ordered(part, sample.bytes, littleEndian));
  return rounded(part, sample, littleEndian, count);
}

/** Eight values a byte, the first in the lowest bit. */
function bitValues(bytes: Uint8Array, offset: number, first: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => ((bytes[offset + ((first + i) >> 3)] ?? 0) >> ((first + i) & 7)) & 1);
}

function colours(part: Uint8Array, bytes: number): Uint8Array {
  return bytes === 3 ? part : part.filter((_, i) => i % 4 !== 3);
}

function plainArray({ kind, bytes }: NiftiSampleType) {
  if (kind === 'unsigned') return { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[bytes] ?? null;
  if (kind === 'signed') return { 1: Int8Array, 2: Int16Array, 4: Int32Array }[bytes] ?? null;
  return kind === 'float' ? ({ 4: Float32Array, 8: Float64Array }[bytes] ?? null) : null;
}

/** The bytes in this machine's order, in memory of their own so that they lie evenly. */
function ordered(part: Uint8Array, bytes: number, littleEndian: boolean): ArrayBuffer {
  const copy = new Uint8Array(part);
  if (littleEndian !== isLittleEndianHere) swapBytes(copy, bytes);
  return copy.buffer;
}

function swapBytes(values: Uint8Array, bytes: number): void {
  for (let first = 0; first < values.length; first += bytes)
    for (let i = first, j = first + bytes - 1; i < j; i += 1, j -= 1) {
      const kept = values[i] ?? 0;
      values[i] = values[j] ?? 0;
      values[j] = kept;
    }
}

function rounded(part: Uint8Array, { kind, bytes }: NiftiSampleType, littleEndian: boolean, count: number): Float64Array {
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  const long = (at: number): number => Number(kind === 'signed' ? view.getBigInt64(at, littleEndian) : view.getBigUint64(at, littleEndian));
  if (kind !== 'float' && kind !== 'complex') return Float64Array.from({ length: count }, (_, i) => long(i * bytes));
  const width = kind === 'complex' ? bytes / 2 : bytes;
  const float = (at: number): number =>
    width === 4 ? view.getFloat32(at, littleEndian) : width === 8 ? view.getFloat64(at, littleEndian) : quadruple(view, at, littleEndian);
  if (kind === 'float') return Float64Array.from({ length: count }, (_, i) => float(i * bytes));
  return Float64Array.from({ length: count }, (_, i) => Math.hypot(float(i * bytes), float(i * bytes + width)));
}

/** IEEE 754 binary128: 1 bit sign, 15 bits exponent, 112 bits fraction, cut to double's 53. */
function quadruple(view: DataView, at: number, littleEndian: boolean): number {
  const high = view.getBigUint64(littleEndian ? at + 8 : at, littleEndian);
  const low = view.getBigUint64(littleEndian ? at : at + 8, littleEndian);
  const sign = high >> 63n === 0n ? 1 : -1;
  const exponent = Number((high >> 48n) & 0x7fffn);
  const fraction = Number(high & 0xffffffffffffn) / 2 ** 48 + Number(low) / 2 ** 112;
  if (exponent === 0x7fff) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return 0 * sign;
  return sign * (1 + fraction) * 2 ** (exponent - 16383);
}
