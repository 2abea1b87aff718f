import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { prepareBytes, reasonOf } from './preparePixels';

/** An image to prepare: its file, and the sha256 that the file should have. */
export type ImageToPrepare = Pick<TrainerImage, 'image' | 'sha256' | 'file'>;

/** What became of an image: its pixels, or why it must be left out, as a sentence that names no file. */
export type PreparedImage = { readonly pixels: Uint16Array } | { readonly problem: string };

/** Reads an image's file once, checks that it is the one that was imported, and prepares its pixels. */
export async function prepareChecked({ image, sha256, file }: ImageToPrepare, settings: Experiment['image']): Promise<PreparedImage> {
  try {
    // Read at once, since reading asynchronously goes through a file in many small pieces.
    const bytes = readFileSync(file);
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return { pixels: await prepareBytes(bytes, settings) };
    return { problem: `Image ${image} is left out: its file has changed since it was imported. Import its folder again.` };
  } catch (error) {
    return { problem: `Image ${image} is left out: ${reasonOf(error)}.` };
  }
}
