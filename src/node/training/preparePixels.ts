import { createHash } from 'node:crypto';
import type { Experiment } from '../../core/experiment/experiment';
import { fitPixels, type Size } from '../../core/image/resize';
import { windowPixels } from '../../core/image/windowPixels';
import { readGreyImage } from '../images/readImage';

const version = 1;

/** Reads one image file and brings it to what the network sees: rows x columns, 0 (black) to 65535 (white), row-major. */
export const preparePixels = async (file: string, settings: Experiment['image']): Promise<Uint16Array> =>
  (await prepareImage(file, settings)).pixels;

/** The same with the image's own size. */
export async function prepareImage(
  file: string,
  settings: Experiment['image'],
): Promise<{ readonly pixels: Uint16Array; readonly from: Size }> {
  const image = await readGreyImage(file);
  const [rows, columns] = settings.size;
  const windowed = windowPixels(image, settings);
  const fitted = fitPixels(windowed, { rows: image.rows, columns: image.columns }, { rows, columns }, settings.fit);
  const pixels = Uint16Array.from(fitted, (value) => Math.round(Math.min(Math.max(value, 0), 1) * 65535));
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
