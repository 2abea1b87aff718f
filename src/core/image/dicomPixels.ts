import type { DicomFile } from '../dicom/readDicom';
import type { CodedImage } from './codedImage';
import type { GreyImage, Window } from './greyImage';
import { luminance } from './luminance';
import { frameWindow, modalityTransform } from './modality';
import { type PixelLayout, pixelLayout } from './pixelLayout';
import { frameCells, openFrame, type SampleReader, storedBits } from './sampleReader';

/**
 * One frame (from 0) of an uncompressed DICOM file as grey values: colour as its luminance in stored values, grey in the modality's unit.
 * MONOCHROME1 is turned within the range that the values can have (low + high - value), its window with it. Values beyond 24 bits round to
 * single precision. Throws `DicomError`.
 */
export function dicomGreyImage(file: DicomFile, frame = 0): GreyImage {
  const layout = pixelLayout(file);
  const read = openFrame(file, layout, frame);
  const { rows, columns, bitsStored: bits } = layout;
  if (layout.photometric.startsWith('MONOCHROME') && layout.samples === 1)
    return { rows, columns, bits, ...greyPixels(file, layout, frame, read) };
  return { rows, columns, bits, pixels: fill(layout, colourReader(layout, read)), window: null };
}

function fill({ rows, columns }: PixelLayout, read: SampleReader): Float32Array {
  const pixels = new Float32Array(rows * columns);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = read(i);
  return pixels;
}

/** Like `dicomGreyImage`, with the cells of the pixel data as codes; null where these are not grey of 8 or 16 bits. */
export function dicomCodedImage(file: DicomFile, frame = 0): CodedImage | null {
  const layout = pixelLayout(file);
  if (!layout.photometric.startsWith('MONOCHROME')) return null;
  const codes = frameCells(file, layout, frame);
  if (codes === null) return null;
  const stored = storedBits(layout);
  const { grey, window } = greyMeaning(file, layout, frame);
  const greys = new Float32Array(2 ** layout.bitsAllocated);
  for (let cell = 0; cell < greys.length; cell += 1) greys[cell] = grey(stored(cell));
  return { rows: layout.rows, columns: layout.columns, codes, greys, window };
}

function greyPixels(file: DicomFile, layout: PixelLayout, frame: number, read: SampleReader): Pick<GreyImage, 'pixels' | 'window'> {
  const { grey, window } = greyMeaning(file, layout, frame);
  return { pixels: fill(layout, (i) => grey(read(i))), window };
}

/** What stored values of a grey frame mean, and its window. */
function greyMeaning(
  { dataset }: DicomFile,
  layout: PixelLayout,
  frame: number,
): { readonly grey: (stored: number) => number; readonly window: Window | null } {
  const { apply, lowest, highest } = modalityTransform(dataset, layout, frame);
  const window = frameWindow(dataset, frame);
  if (layout.photometric !== 'MONOCHROME1') return { grey: apply, window };
  const sum = layout.kind === 'integer' ? lowest + highest : 0;
  // The LINEAR window lies half a value below its center, so turning it moves the center by one.
  return { grey: (stored) => sum - apply(stored), window: window && { center: sum - window.center + 1, width: window.width } };
}

/** A reader of luminance by pixel number. */
function colourReader(layout: PixelLayout, read: SampleReader): SampleReader {
  const { photometric, samples, planar, rows, columns } = layout;
  const plane = rows * columns;
  if (photometric === 'RGB' && samples === 3) {
    return planar
      ? (i) => luminance(read(i), read(plane + i), read(2 * plane + i))
      : (i) => luminance(read(3 * i), read(3 * i + 1), read(3 * i + 2));
  }
  // The Y of YBR is the luminance itself.
  if (photometric === 'YBR_FULL' && samples === 3) return planar ? read : (i) => read(3 * i);
  if (photometric === 'YBR_FULL_422' && samples === 3) return (i) => read(4 * (i >>> 1) + (i & 1));
  throw new Error(photometric);
}
