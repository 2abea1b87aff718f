import { type FileHandle, open } from 'node:fs/promises';
import { looksLikeDicom } from '../../core/dicom/fileMeta';
import { type DicomFile, readDicom } from '../../core/dicom/readDicom';
import { readSeriesFile, type SeriesFile } from '../../core/series/seriesFile';
import { inflateDataset } from '../images/inflateDataset';

/** A file of a series with its size and the time of its last change, milliseconds. */
export type FileOnDisk = { readonly file: string; readonly bytes: number; readonly modified: number };

/** A file's part in its series; `header` is null where the file is no DICOM or holds no picture. */
export type SeriesHeader = { readonly source: FileOnDisk; readonly header: SeriesFile | null };

/** What is read at first, then, of headers that are longer. */
const reads = [2 ** 16, 2 ** 20, Number.POSITIVE_INFINITY];

/** Reads what a file says of its series, from its first 64 KiB where they are enough; throws `DicomError`, or Node's own error. */
export async function readSeriesHeader(file: string): Promise<SeriesHeader> {
  const handle = await open(file, 'r');
  try {
    const { size, mtimeMs } = await handle.stat();
    const dicom = await readUpToPixels(handle, size);
    return { source: { file, bytes: size, modified: Math.round(mtimeMs) }, header: dicom === null ? null : readSeriesFile(dicom.dataset) };
  } finally {
    await handle.close();
  }
}

/** As `readSeriesHeader`, for the bytes of a whole file. */
export function readSeriesBytes(bytes: Uint8Array): SeriesFile | null {
  return looksLikeDicom(bytes) ? readSeriesFile(readDicom(bytes, { inflate: inflateDataset }).dataset) : null;
}

async function readUpToPixels(handle: FileHandle, size: number): Promise<DicomFile | null> {
  let bytes: Uint8Array = new Uint8Array();
  for (const length of reads) {
    const end = Math.min(size, length);
    bytes = await readMore(handle, bytes, end);
    if (!looksLikeDicom(bytes)) return null;
    const isWhole = end >= size;
    const dicom = readStart(bytes, isWhole);
    if (dicom !== null && (isWhole || (dicom.pixels !== null && !dicom.syntax.deflated))) return dicom;
    if (isWhole) break;
  }
  return null;
}

/** A header that the bytes end in can't be read yet. */
function readStart(bytes: Uint8Array, isWhole: boolean): DicomFile | null {
  try {
    return readDicom(bytes, { inflate: inflateDataset });
  } catch (error) {
    if (isWhole) throw error;
    return null;
  }
}

async function readMore(handle: FileHandle, have: Uint8Array, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  bytes.set(have);
  let at = have.length;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
