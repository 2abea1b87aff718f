import { type FileHandle, open } from 'node:fs/promises';
import { asImageError } from './asImageError';
import { type ImageHeader, withoutDicom } from './imageHeader';
import { imageKind } from './imageKind';
import { readBytes } from './openFile';
import { readDicomHeader } from './readDicomHeader';
import { readPictureHeader } from './readPicture';
import { unknownKind } from './unknownKind';

const firstRead = 2 ** 16;

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
  const start = readBytes(handle.fd, Math.min(size, firstRead));
  const kind = imageKind(start);
  if (kind === null) throw unknownKind(size);
  if (kind !== 'dicom') return { ...withoutDicom, kind, ...(await pictureHeader(handle, start, size)) };
  return readDicomHeader({ bytes: start, size, readStart: (length) => readBytes(handle.fd, length) });
}

/** The start of a picture is enough unless its metadata are very long. */
async function pictureHeader(handle: FileHandle, start: Uint8Array, size: number) {
  try {
    return await readPictureHeader(start);
  } catch (error) {
    if (start.length >= size) throw error;
    return readPictureHeader(readBytes(handle.fd, size));
  }
}
