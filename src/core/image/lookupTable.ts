import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readNumbers, valueBytes } from '../dicom/value';

/** A look-up table: the first value that it maps, its entries (0 to 2^bits - 1). */
export type LookupTable = { readonly first: number; readonly values: Uint16Array; readonly bits: number };

/** What a descriptor says (PS3.3 C.11.1.1.1), whichever of US and SS it is written in; null where it is broken. */
export function readDescriptor(
  dataset: Dataset,
  keyword: Keyword,
  signed: boolean,
): { readonly entries: number; readonly first: number; readonly bits: number } | null {
  const [entries = Number.NaN, first = 0, bits = 16] = readNumbers(dataset, keyword);
  if (!Number.isInteger(entries) || !Number.isInteger(first)) return null;
  const low = first & 0xffff;
  return { entries: entries & 0xffff || 65536, first: signed && low > 0x7fff ? low - 65536 : low, bits: Math.min(16, Math.max(1, bits)) };
}

/** The table in an item of a modality or VOI LUT sequence, `signed` where the values that it maps are; null where it is broken. */
export function readLookupTable(item: Dataset, signed: boolean): LookupTable | null {
  const descriptor = readDescriptor(item, 'LUTDescriptor', signed);
  const element = findElement(item, 'LUTData');
  if (descriptor === null || element === undefined) return null;
  const values = readEntries(item, valueBytes(item, element), descriptor.entries, element.vr);
  return values && { first: descriptor.first, values, bits: descriptor.bits };
}

/** Entries of 16 bits, or of 8 where there are not bytes enough for these; null where there are too few for either. */
export function readEntries({ encoding }: Dataset, bytes: Uint8Array, entries: number, vr: string): Uint16Array | null {
  if (bytes.length >= 2 * entries) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint16Array.from({ length: entries }, (_, i) => view.getUint16(2 * i, encoding.littleEndian));
  }
  if (bytes.length < entries) return null;
  const flip = !encoding.littleEndian && vr !== 'OB' ? 1 : 0;
  return Uint16Array.from({ length: entries }, (_, i) => bytes[i ^ flip] ?? 0);
}
