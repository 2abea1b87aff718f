import { type FileHandle, open } from 'node:fs/promises';
import { DicomError } from '../../core/dicom/dicomError';
import { type DicomFile, readDicom } from '../../core/dicom/readDicom';
import { asImageError } from './asImageError';
import { describeDicom } from './describeDicom';
import { ImageError } from './imageError';
import { type ImageHeader, withoutDicom } from './imageHeader';
import { imageKind } from './imageKind';
import { inflateDataset } from './inflateDataset';
import { readPictureHeader } from './readPicture';

const firstRead = 2 ** 16;
const secondRead = 2 ** 20;

/**
 * Reads a file's header: 64 KiB of a DICOM file where that is enough, whose missing end is told from the file's size. A PNG or JPEG is not decoded
 * here, so only `readGreyImage` finds it cut off. Throws `ImageError`.
 */
export async function readImageHeader(file: string): Promise<ImageHeader> {
  try {
    const handle = await open(file, 'r');
    try {
      return await headerOf(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asImageError(error);
  }
}

async function headerOf(handle: FileHandle): Promise<ImageHeader> {
  const { size } = await handle.stat();
  const start = await readStart(handle, Math.min(size, firstRead));
  const kind = imageKind(start);
  if (kind === null) throw new ImageError(size === 0 ? 'The file is empty.' : 'This is no DICOM, PNG or JPEG file.');
  if (kind !== 'dicom') return { ...withoutDicom, kind, ...(await pictureHeader(handle, start, size)) };
  const dicom = await readUpToPixels(handle, start, size);
  return describeDicom(dicom, dicom.syntax.deflated ? dicom.dataset.bytes.length : size);
}

/** The start of a picture is enough unless its metadata are very long. */
async function pictureHeader(handle: FileHandle, start: Uint8Array, size: number) {
  try {
    return await readPictureHeader(start);
  } catch (error) {
    if (start.length >= size) throw error;
    return readPictureHeader(await readStart(handle, size));
  }
}

/** Reads more of the file only where its start does not reach the pixel data. */
async function readUpToPixels(handle: FileHandle, start: Uint8Array, size: number): Promise<DicomFile> {
  for (const length of [firstRead, secondRead, size]) {
    const bytes = length <= firstRead ? start : await readStart(handle, Math.min(size, length));
    const whole = bytes.length >= size;
    const dicom = tryReading(bytes, whole);
    if (dicom !== null && (whole || (dicom.pixels !== null && !dicom.syntax.deflated))) return dicom;
  }
  throw new ImageError('The file changed while it was read.');
}

function tryReading(bytes: Uint8Array, whole: boolean): DicomFile | null {
  try {
    return readDicom(bytes, { inflate: inflateDataset });
  } catch (error) {
    if (error instanceof DicomError && !whole) return null;
    throw error;
  }
}

async function readStart(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
