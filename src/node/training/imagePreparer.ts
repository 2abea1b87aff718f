import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { prepareBytes, reasonOf } from './preparePixels';

/** An image to prepare: its file, and the sha256 that the file should have. */
export type ImageToPrepare = Pick<TrainerImage, 'image' | 'sha256' | 'file'>;

/** What became of an image: its pixels, or why it must be left out, as a sentence that names no file. */
export type PreparedImage = { readonly pixels: Uint16Array } | { readonly problem: string };

/**
 * Makes what reads an image's file once, checks that it is the one that was imported, and prepares its pixels; to be asked for one image after
 * the other, since it keeps its room for a file's bytes.
 */
export function imagePreparer(settings: Experiment['image']): (image: ImageToPrepare) => Promise<PreparedImage> {
  let room: Uint8Array = new Uint8Array(0);
  const read = (file: string): Uint8Array => {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      if (room.length < size) room = new Uint8Array(size);
      let length = 0;
      // At once, since reading asynchronously goes through a file in many small pieces.
      for (let more = -1; more !== 0 && length < size; length += more) more = readSync(fd, room, length, size - length, length);
      return room.subarray(0, length);
    } finally {
      closeSync(fd);
    }
  };
  return async ({ image, sha256, file }) => {
    try {
      const bytes = read(file);
      if (createHash('sha256').update(bytes).digest('hex') === sha256) return { pixels: await prepareBytes(bytes, settings) };
      return { problem: `Image ${image} is left out: its file has changed since it was imported. Import its folder again.` };
    } catch (error) {
      return { problem: `Image ${image} is left out: ${reasonOf(error)}.` };
    }
  };
}
