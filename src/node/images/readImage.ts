import { readFile } from 'node:fs/promises';
import { readDicom } from '../../core/dicom/readDicom';
import type { CodedImage } from '../../core/image/codedImage';
import { dicomCodedImage, dicomGreyImage } from '../../core/image/dicomPixels';
import type { GreyImage } from '../../core/image/greyImage';
import { asImageError } from './asImageError';
import { ImageError } from './imageError';
import { imageKind } from './imageKind';
import { inflateDataset } from './inflateDataset';
import { nodeCodecs } from './nodeCodecs';
import { readCodedPicture, readPicture } from './readPicture';

/**
 * Reads a file by its content: DICOM (first frame, compressed or not), PNG (8 and 16 bit, exact) or JPEG, decoded to the end, so that a cut-off file is found.
 * Pixels stay as stored: an EXIF orientation is not applied, a colour profile and transparency are ignored. Throws `ImageError`.
 */
export async function readGreyImage(file: string): Promise<GreyImage> {
  try {
    return await greyImageOf(await readFile(file));
  } catch (error) {
    throw asImageError(error);
  }
}

/** Decodes a file's bytes as `readGreyImage` does, but leaves grey of 8 or 16 bits in codes, which takes a fraction of the time. Throws `ImageError`. */
export async function decodeImage(bytes: Uint8Array): Promise<CodedImage | GreyImage> {
  try {
    if (kindOf(bytes) !== 'dicom') return await readCodedPicture(bytes);
    const file = readDicom(bytes, { inflate: inflateDataset });
    return await dicomCodedImage(file, nodeCodecs);
  } catch (error) {
    throw asImageError(error);
  }
}

async function greyImageOf(bytes: Uint8Array): Promise<GreyImage> {
  return kindOf(bytes) === 'dicom' ? dicomGreyImage(readDicom(bytes, { inflate: inflateDataset }), nodeCodecs) : readPicture(bytes);
}

function kindOf(bytes: Uint8Array): NonNullable<ReturnType<typeof imageKind>> {
  const kind = imageKind(bytes);
  if (kind === null) throw new ImageError(bytes.length === 0 ? 'The file is empty.' : 'This is no DICOM, PNG or JPEG file.');
  return kind;
}
