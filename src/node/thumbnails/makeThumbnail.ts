import { readFile, stat } from 'node:fs/promises';
import { windowPixels } from '../../core/image/windowPixels';
import { asImageError } from '../images/asImageError';
import { ImageError } from '../images/imageError';
import { imageKind } from '../images/imageKind';
import { decodeImage } from '../images/readImage';
import { pictureOf } from './pictureOf';

/** Pixels of a thumbnail's longer side. */
export const thumbnailSide = 256;

/** What is larger would hold much memory for a small picture. */
const mostBytes = 2 ** 30;

/** Reads an image file by its content and makes its thumbnail, a WebP without any metadata; throws `ImageError` with the reason. */
export async function makeThumbnail(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > mostBytes) throw new ImageError('The file is larger than 1 GiB: only the viewer shows it.');
    const bytes = await readFile(file);
    const kind = imageKind(bytes);
    if (kind === null) throw new ImageError(bytes.length === 0 ? 'The file is empty.' : 'This is no DICOM, PNG or JPEG file.');
    return kind === 'dicom' ? await dicomThumbnail(bytes) : await pictureThumbnail(bytes);
  } catch (error) {
    throw asImageError(error);
  }
}

const shrunk = { width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true } as const;
/** Little effort: the files are hardly larger, and thumbnails come twice as fast. */
const webp = { quality: 80, effort: 1 } as const;

async function dicomThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  const { rows, columns, rgba } = await pictureOf(bytes);
  const sharp = await loadSharp();
  return sharp(rgba, { raw: { width: columns, height: rows, channels: 4 } })
    .removeAlpha()
    .resize(shrunk)
    .webp(webp)
    .toBuffer();
}

async function pictureThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const picture = sharp(bytes, { failOn: 'error' });
  const { depth } = await picture.metadata().catch(damaged);
  return depth === 'ushort' ? deepThumbnail(bytes) : picture.resize(shrunk).webp(webp).toBuffer().catch(damaged);
}

/** Deep pictures seldom use all their bits: what they use is spread over the greys that a screen has. */
async function deepThumbnail(bytes: Uint8Array): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const image = await decodeImage(bytes);
  const greys = 'codes' in image ? Float32Array.from(image.codes, (code) => image.greys[code] ?? 0) : image.pixels;
  const shares = windowPixels({ ...image, pixels: greys, bits: 16 }, { window: 'percentile', percentiles: [0.5, 99.5], range: [0, 1] });
  const grey = Uint8Array.from(shares, (share) => Math.round(255 * share));
  return sharp(grey, { raw: { width: image.columns, height: image.rows, channels: 1 } })
    .resize(shrunk)
    .webp(webp)
    .toBuffer();
}

/** Sharp is native and slow to load, so only those who make thumbnails pay for it. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  // Thumbnails are made side by side already.
  sharp.concurrency(1);
  return sharp;
}

function damaged(error: unknown): never {
  throw new ImageError('The picture is damaged or cut off.', { cause: error });
}
