import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Experiment } from '../../core/experiment/experiment';
import type { CodeKernel } from '../../core/image/codeKernel';
import { fitCodedImage } from '../../core/image/fitCodedImage';
import { fitPixels, type Size } from '../../core/image/resize';
import { windowPixels } from '../../core/image/windowPixels';
import { decodeImage } from '../images/readImage';

const version = 2;

/** Reads one image file and brings it to what the network sees: rows x columns, 0 (black) to 65535 (white), row-major. */
export const preparePixels = async (file: string, settings: Experiment['image']): Promise<Uint16Array> =>
  (await prepareImage(file, settings)).pixels;

/** A prepared image, and the size that it had. */
export type SizedPixels = { readonly pixels: Uint16Array; readonly from: Size };

/** The same with the image's own size. */
export const prepareImage = async (file: string, settings: Experiment['image']): Promise<SizedPixels> =>
  prepareBytes(await readFile(file), settings);

/** Brings the image of a file's bytes to what the network sees, as `prepareImage` does; quickest where they lie in the kernel's own room. */
export async function prepareBytes(bytes: Uint8Array, settings: Experiment['image'], kernel?: CodeKernel): Promise<SizedPixels> {
  const image = await decodeImage(bytes);
  const [rows, columns] = settings.size;
  const to = { rows, columns };
  const fitted =
    'codes' in image
      ? fitCodedImage(image, settings, to, settings.fit, kernel)
      : fitPixels(windowPixels(image, settings), image, to, settings.fit);
  const pixels = new Uint16Array(fitted.length);
  // The array cuts off what comes after the point, which is quicker than rounding.
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.min(Math.max(fitted[i] ?? 0, 0), 1) * 65535 + 0.5;
  return { pixels, from: { rows: image.rows, columns: image.columns } };
}

/** Names a way of preparing images: equal settings give equal names, and a change of this code's version a new one. */
export function preparationName({ size, window, percentiles, range, fit }: Experiment['image']): string {
  const how = { ...(window === 'fixed' ? { range } : {}), ...(window === 'percentile' || window === 'dicom' ? { percentiles } : {}) };
  const text = JSON.stringify({ version, size, window, ...how, fit });
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Why an image could not be prepared, in words without its path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'its file is not there any more';
  if (code === 'EACCES' || code === 'EPERM') return 'its file may not be read';
  if (code !== '') return `its file can't be read (${code})`;
  return error instanceof Error && error.name === 'ImageError'
    ? error.message
    : 'its file is damaged or of a kind that RadSteps does not read';
}
