import type { Dataset, Element } from '../dicom/dataset';
import type { DicomFile } from '../dicom/readDicom';
import { findElement, readString, valueBytes } from '../dicom/value';
import type { Overlay } from './frameMeaning';
import { nativeCells, unpackBits } from './nativeCells';
import type { PixelLayout } from './pixelLayout';
import { readWords } from './readWords';

/** Groups 6000 to 601E (PS3.3 C.9.2). */
const groups = Array.from({ length: 16 }, (_, i) => 0x60000000 + i * 0x20000);

type Plane = Omit<Overlay, 'bits'> & { readonly group: number };

/** The overlays over a frame (from 0): planes of their own, and those in unused bits of uncompressed cells; broken ones are left out. */
export function readOverlays(file: DicomFile, layout: PixelLayout, frame: number): readonly Overlay[] {
  return groups.flatMap((group) => {
    const plane = readPlane(file.dataset, group);
    const bits = plane && (ownBits(file, plane, frame) ?? embeddedBits(file, layout, plane, frame));
    if (plane === null || bits === null) return [];
    const { rows, columns, row, column, label } = plane;
    return [{ rows, columns, row, column, label, bits }];
  });
}

function readPlane(dataset: Dataset, group: number): Plane | null {
  const [rows = 0] = readWords(dataset, group + 0x10);
  const [columns = 0] = readWords(dataset, group + 0x11);
  if (rows <= 0 || columns <= 0) return null;
  const [row = 1, column = 1] = readWords(dataset, group + 0x50);
  const label = readString(dataset, group + 0x1500) || readString(dataset, group + 0x22);
  return { group, rows, columns, row: row - 1, column: column - 1, label };
}

/** Which frame of the overlay lies over the picture's; null where none does. */
function overlayFrame(dataset: Dataset, group: number, frame: number): number | null {
  const count = Number.parseInt(readString(dataset, group + 0x15), 10) || 1;
  if (count === 1 && findElement(dataset, group + 0x51) === undefined) return 0;
  const [origin = 1] = readWords(dataset, group + 0x51);
  const own = frame - (origin - 1);
  return own >= 0 && own < count ? own : null;
}

function ownBits({ dataset }: DicomFile, { group, rows, columns }: Plane, frame: number): Uint8Array | null {
  const element = findElement(dataset, group + 0x3000);
  const own = element === undefined ? null : overlayFrame(dataset, group, frame);
  if (element === undefined || own === null) return null;
  const bytes = overlayBytes(dataset, element);
  const count = rows * columns;
  return 8 * bytes.length < count * (own + 1) ? null : unpackBits(bytes, count * own, count);
}

function overlayBytes(dataset: Dataset, element: Element): Uint8Array {
  const bytes = valueBytes(dataset, element);
  return dataset.encoding.littleEndian || element.vr === 'OB' ? bytes : bytes.map((_, i) => bytes[i ^ 1] ?? 0);
}

/** Retired, and still in many archives: a bit of each pixel's cell that belongs to no stored value. */
function embeddedBits(file: DicomFile, layout: PixelLayout, { group, rows, columns }: Plane, frame: number): Uint8Array | null {
  const [position = -1] = readWords(file.dataset, group + 0x102);
  const { bitsAllocated, kind, samples } = layout;
  const isEmbedded = findElement(file.dataset, group + 0x3000) === undefined && rows === layout.rows && columns === layout.columns;
  const lowest = layout.highBit + 1 - layout.bitsStored;
  const isUnused = position >= 0 && position < bitsAllocated && (position > layout.highBit || position < lowest);
  if (!isEmbedded || !isUnused || kind !== 'integer' || samples !== 1 || file.syntax.encapsulated || bitsAllocated === 1) return null;
  const cells = nativeCells(file, layout, frame);
  return Uint8Array.from(cells, (cell) => (cell >>> position) & 1);
}
