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

/**
 * A DICOM file's header from as little of the file as holds it, whose missing end is told from the file's size; throws `DicomError` or
 * `ImageError`. Who reads many files one after the other gives a `headerDescriber`.
 */
export function readDicomHeader(file: FileStart, describe: (dicom: DicomFile, size: number) => ImageHeader = describeDicom): ImageHeader {
  const dicom = readUpToPixels(file);
  return describe(dicom, dicom.syntax.deflated ? dicom.dataset.bytes.length : file.size);
}

/** Read beyond what is known to be needed. */
const slack = 4096;

function readUpToPixels({ bytes: start, size, readStart }: FileStart): DicomFile {
  let bytes = start;
  for (;;) {
    const whole = bytes.length >= size;
    const scan = scanDicom(bytes);
    const needed = 'needed' in scan ? scan.needed : 0;
    const dicom = 'dataset' in scan ? scan : needed > 0 && !whole ? null : tryReading(bytes, whole);
    if (dicom !== null && (whole || (dicom.pixels !== null && !dicom.syntax.deflated))) return dicom;
    const more = readStart(Math.min(size, Math.max(needed + slack, 4 * bytes.length)));
    if (more.length <= bytes.length) throw new ImageError('The file changed while it was read.');
    bytes = more;
  }
}

/** Null where more of the file may help. */
function tryReading(bytes: Uint8Array, whole: boolean): DicomFile | null {
  try {
    return readDicom(bytes, { inflate: inflateDataset });
  } catch (error) {
    if (error instanceof DicomError && !whole) return null;
    throw error;
  }
}
