import type { Dataset } from '../dicom/dataset';
import { DicomError } from '../dicom/dicomError';
import { findElement, valueBytes } from '../dicom/value';
import { readDescriptor, readEntries } from './lookupTable';

/** A palette (PS3.3 C.7.9): red, green and blue of the values from `first` on, in entries of `bits` bits. */
export type Palette = { readonly first: number; readonly parts: readonly [Uint16Array, Uint16Array, Uint16Array]; readonly bits: 8 | 16 };

const colours = ['Red', 'Green', 'Blue'] as const;

/** Reads the palette of a dataset, `signed` where its pixels are; throws `DicomError` where it is missing or broken. */
export function readPalette(dataset: Dataset, signed: boolean): Palette {
  const [red, green, blue] = colours.map((colour) => readPart(dataset, colour, signed));
  if (red === undefined || green === undefined || blue === undefined) throw broken();
  const parts = [red.values, green.values, blue.values] as const;
  // Some writers say 16 bits and use 8 of them.
  const isDeep = red.bits > 8 && parts.some((values) => values.some((value) => value > 255));
  return { first: red.first, parts, bits: isDeep ? 16 : 8 };
}

const broken = (): DicomError => new DicomError('malformed', 'The palette of the picture is missing or broken');

function readPart(dataset: Dataset, colour: (typeof colours)[number], signed: boolean) {
  const descriptor = readDescriptor(dataset, `${colour}PaletteColorLookupTableDescriptor`, signed);
  const plain = findElement(dataset, `${colour}PaletteColorLookupTableData`);
  const segmented = findElement(dataset, `Segmented${colour}PaletteColorLookupTableData`);
  const element = plain ?? segmented;
  if (descriptor === null || element === undefined) throw broken();
  const bytes = valueBytes(dataset, element);
  const values =
    plain === undefined ? expandSegments(dataset, bytes, descriptor) : readEntries(dataset, bytes, descriptor.entries, element.vr);
  if (values === null) throw broken();
  return { ...descriptor, values };
}

type Expansion = { readonly source: Uint16Array; readonly into: Uint16Array; size: number };

/** Segmented data (PS3.3 C.7.9.2): discrete, linear and indirect segments until all entries are there. */
function expandSegments(
  dataset: Dataset,
  bytes: Uint8Array,
  { entries, bits }: { readonly entries: number; readonly bits: number },
): Uint16Array {
  const source = bits > 8 ? wordsOf(dataset, bytes) : Uint16Array.from(bytes);
  const expansion: Expansion = { source, into: new Uint16Array(entries), size: 0 };
  let at = 0;
  while (expansion.size < entries) at = expandSegment(expansion, at, bits, true);
  return expansion.into;
}

function wordsOf({ encoding }: Dataset, bytes: Uint8Array): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: bytes.length >>> 1 }, (_, i) => view.getUint16(2 * i, encoding.littleEndian));
}

/** Expands the segment at `at` and gives where the next one begins. */
function expandSegment(expansion: Expansion, at: number, bits: number, mayRefer: boolean): number {
  const { source, into } = expansion;
  const kind = source[at];
  const count = source[at + 1] ?? 0;
  if (kind === undefined || count === 0 || kind > (mayRefer ? 2 : 1)) throw broken();
  if (kind === 0) {
    const values = source.subarray(at + 2, Math.min(at + 2 + count, at + 2 + into.length - expansion.size));
    if (at + 2 + count > source.length) throw broken();
    into.set(values, expansion.size);
    expansion.size += values.length;
    return at + 2 + count;
  }
  if (kind === 1) {
    if (expansion.size === 0 || at + 2 >= source.length) throw broken();
    expandLine(expansion, count, source[at + 2] ?? 0);
    return at + 3;
  }
  return refer(expansion, at, count, bits);
}

function expandLine(expansion: Expansion, count: number, end: number): void {
  const { into, size } = expansion;
  const start = into[size - 1] ?? 0;
  const last = Math.min(count, into.length - size);
  for (let i = 1; i <= last; i += 1) into[size + i - 1] = Math.round(start + ((end - start) * i) / count);
  expansion.size = size + last;
}

/** Expands `count` earlier segments again, from a byte offset in two or four parts. */
function refer(expansion: Expansion, at: number, count: number, bits: number): number {
  const { source } = expansion;
  const parts = bits > 8 ? 2 : 4;
  const offset = source.subarray(at + 2, at + 2 + parts).reduce((sum, part, i) => sum + part * 2 ** ((bits > 8 ? 16 : 8) * i), 0);
  let from = bits > 8 ? offset / 2 : offset;
  if (!Number.isInteger(from) || at + 2 + parts > source.length) throw broken();
  for (let i = 0; i < count && expansion.size < expansion.into.length; i += 1) from = expandSegment(expansion, from, bits, false);
  return at + 2 + parts;
}
