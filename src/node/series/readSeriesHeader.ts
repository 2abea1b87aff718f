import { open } from 'node:fs/promises';
import { looksLikeDicom } from '../../core/dicom/fileMeta';
import { readDicom } from '../../core/dicom/readDicom';
import { readSeriesFile, type SeriesFile } from '../../core/series/seriesFile';
import { inflateDataset } from '../images/inflateDataset';
import { readDicomStart } from '../images/readDicomStart';

/** A file of a series with its size and the time of its last change, milliseconds. */
export type FileOnDisk = { readonly file: string; readonly bytes: number; readonly modified: number };

/** A file's part in its series; `header` is null where the file is no DICOM or holds no picture. */
export type SeriesHeader = { readonly source: FileOnDisk; readonly header: SeriesFile | null };

/** Reads what a file says of its series, from its first 64 KiB where they are enough; throws `DicomError`, or Node's own error. */
export async function readSeriesHeader(file: string): Promise<SeriesHeader> {
  const handle = await open(file, 'r');
  try {
    const { size, mtimeMs } = await handle.stat();
    const dicom = await readDicomStart(handle, size);
    return { source: { file, bytes: size, modified: Math.round(mtimeMs) }, header: dicom === null ? null : readSeriesFile(dicom.dataset) };
  } finally {
    await handle.close();
  }
}

/** As `readSeriesHeader`, for the bytes of a whole file. */
export function readSeriesBytes(bytes: Uint8Array): SeriesFile | null {
  return looksLikeDicom(bytes) ? readSeriesFile(readDicom(bytes, { inflate: inflateDataset }).dataset) : null;
}
