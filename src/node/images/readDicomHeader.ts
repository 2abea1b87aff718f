import { DicomError } from '../../core/dicom/dicomError';
import { type DicomFile, readDicom } from '../../core/dicom/readDicom';
import { scanDicom } from '../../core/dicom/scanDicom';
import { describeDicom } from './describeDicom';
import { ImageError } from './imageError';
import type { ImageHeader } from './imageHeader';
import { inflateDataset } from './inflateDataset';

/** An open file: its first bytes, its size, and what reads it again from its beginning. */
export type FileStart = {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly readStart: (length: number) => Uint8Array;
};

/** How much of a file is read, one after the other, until its pixel data are reached. */
const laterReads: readonly number[] = [2 ** 16, 2 ** 20];

/** A DICOM file's header from as little of the file as holds it, whose missing end is told from the file's size; throws `DicomError` or `ImageError`. */
export function readDicomHeader(file: FileStart): ImageHeader {
  const dicom = readUpToPixels(file);
  return describeDicom(dicom, dicom.syntax.deflated ? dicom.dataset.bytes.length : file.size);
}

function readUpToPixels({ bytes: start, size, readStart }: FileStart): DicomFile {
  for (const length of [start.length, ...laterReads.filter((more) => more > start.length), size]) {
    const bytes = length <= start.length ? start : readStart(Math.min(size, length));
    const whole = bytes.length >= size;
    const dicom = tryReading(bytes, whole);
    if (dicom !== null && (whole || (dicom.pixels !== null && !dicom.syntax.deflated))) return dicom;
  }
  throw new ImageError('The file changed while it was read.');
}

/** Null where more of the file may help. */
function tryReading(bytes: Uint8Array, whole: boolean): DicomFile | null {
  const scan = scanDicom(bytes);
  if (typeof scan === 'object') return scan;
  if (scan === 'short' && !whole) return null;
  try {
    return readDicom(bytes, { inflate: inflateDataset });
  } catch (error) {
    if (error instanceof DicomError && !whole) return null;
    throw error;
  }
}
