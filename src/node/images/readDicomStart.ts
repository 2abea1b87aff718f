import { type FileHandle, open } from 'node:fs/promises';
import { looksLikeDicom } from '../../core/dicom/fileMeta';
import { type DicomFile, readDicom } from '../../core/dicom/readDicom';
import { inflateDataset } from './inflateDataset';

/** What is read at first, then, of headers that are longer. */
const reads = [2 ** 16, 2 ** 20, Number.POSITIVE_INFINITY];

/** An open file down to its pixels, from its first 64 KiB where they are enough; null where it is no DICOM. Throws `DicomError`. */
export async function readDicomStart(handle: FileHandle, size: number): Promise<DicomFile | null> {
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

/** As `readDicomStart`, for a file by its path. */
export async function readFileStart(file: string): Promise<DicomFile | null> {
  const handle = await open(file, 'r');
  try {
    return await readDicomStart(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
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
