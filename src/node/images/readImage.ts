import { readFile } from 'node:fs/promises';
import { readDicom } from '../../core/dicom/readDicom';
import { dicomGreyImage } from '../../core/image/dicomPixels';
import type { GreyImage } from '../../core/image/greyImage';
import { asImageError } from './asImageError';
import { ImageError } from './imageError';
import { imageKind } from './imageKind';
import { inflateDataset } from './inflateDataset';
import { readPicture } from './readPicture';

/**
 * Reads a file by its content: DICOM (first frame), PNG (8 and 16 bit, exact) or JPEG, decoded to the end, so that a cut-off file is found.
 * Pixels stay as stored: an EXIF orientation is not applied, a colour profile and transparency are ignored. Throws `ImageError`.
 */
export async function readGreyImage(file: string): Promise<GreyImage> {
  try {
    return await greyImageOf(await readFile(file));
  } catch (error) {
    throw asImageError(error);
  }
}

async function greyImageOf(bytes: Uint8Array): Promise<GreyImage> {
  const kind = imageKind(bytes);
  if (kind === null) throw new ImageError(bytes.length === 0 ? 'The file is empty.' : 'This is no DICOM, PNG or JPEG file.');
  return kind === 'dicom' ? dicomGreyImage(readDicom(bytes, { inflate: inflateDataset })) : readPicture(bytes);
}
