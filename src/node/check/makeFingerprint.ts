import { readFile, stat } from 'node:fs/promises';
import { areaResize, type PerceptualHash, perceptualHash } from '../../core/check/perceptualHash';
import type { CodedImage } from '../../core/image/codedImage';
import type { GreyImage } from '../../core/image/greyImage';
import { ImageError } from '../images/imageError';
import { pixelHash } from '../images/pixelHash';
import { decodeImage } from '../images/readImage';

/** What tells an image again: the hash of its pixels, its perceptual hash (null where it is of one grey), and 32 x 32 greys from 0 to 255. */
export type Fingerprint = { readonly pixels: string; readonly hash: PerceptualHash | null; readonly small: Uint8Array };

/** What is larger is not looked at: it would hold much memory. */
const mostBytes = 2 ** 30;

/** The fingerprint of an image file (its first frame); null where it can't be read. */
export async function makeFingerprint(file: string): Promise<Fingerprint | null> {
  try {
    if ((await stat(file)).size > mostBytes) return null;
    return fingerprintOf(await decodeImage(await readFile(file)));
  } catch (error) {
    if (error instanceof ImageError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

function fingerprintOf(image: CodedImage | GreyImage): Fingerprint {
  const { rows, columns } = image;
  const pixels = 'codes' in image ? Float32Array.from(image.codes, (code) => image.greys[code] ?? 0) : image.pixels;
  const small = areaResize(pixels, rows, columns);
  return { pixels: pixelHash({ rows, columns, pixels, bits: 16, window: null }), hash: perceptualHash(small), small: asBytes(small) };
}

function asBytes(small: Float64Array): Uint8Array {
  const low = small.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = small.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return Uint8Array.from(small, (value) => (high > low ? Math.round((255 * (value - low)) / (high - low)) : 0));
}
