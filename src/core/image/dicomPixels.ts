import type { DicomFile } from '../dicom/readDicom';
import type { GreyImage } from './greyImage';
import { luminance } from './luminance';
import { frameWindow, modalityTransform } from './modality';
import { type PixelLayout, pixelLayout, unreadableColour } from './pixelLayout';
import { openFrame, type SampleReader } from './storedValues';

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

function greyPixels({ dataset }: DicomFile, layout: PixelLayout, frame: number, read: SampleReader): Pick<GreyImage, 'pixels' | 'window'> {
  const { apply, lowest, highest } = modalityTransform(dataset, layout, frame);
  const window = frameWindow(dataset, frame);
  if (layout.photometric !== 'MONOCHROME1') return { pixels: fill(layout, (i) => apply(read(i))), window };
  const sum = layout.kind === 'integer' ? lowest + highest : 0;
  const pixels = fill(layout, (i) => sum - apply(read(i)));
  // The LINEAR window lies half a value below its center, so turning it moves the center by one.
  return { pixels, window: window && { center: sum - window.center + 1, width: window.width } };
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
  throw unreadableColour(photometric);
}
