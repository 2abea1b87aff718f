import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { makeCodeKernel } from '../../core/image/codeKernel';
import { fileRoom } from '../../core/image/fitCodedImage';
import { prepareBytes, reasonOf } from './preparePixels';

/** An image to prepare: its file, and the sha256 that the file should have. */
export type ImageToPrepare = Pick<TrainerImage, 'image' | 'sha256' | 'file'>;

/** What became of an image: its pixels, or why it must be left out, as a sentence that names no file. */
export type PreparedImage = { readonly pixels: Uint16Array } | { readonly problem: string };

const piece = 256 * 1024;

/**
 * Makes what reads an image's file once, checks that it is the one that was imported, and prepares its pixels; to be asked for one image after
 * the other, since it keeps its room for a file's bytes.
 */
export function imagePreparer(settings: Experiment['image']): (image: ImageToPrepare) => Promise<PreparedImage> {
  const kernel = makeCodeKernel();
  const read = (file: string): { readonly bytes: Uint8Array; readonly sha256: string } => {
    const fd = openSync(file, 'r');
    try {
      const { size } = fstatSync(fd);
      const room = fileRoom(kernel, size);
      const hash = createHash('sha256');
      let length = 0;
      for (let more = -1; more !== 0 && length < size; length += more) {
        // At once, since reading asynchronously goes through a file in many small pieces; a piece is hashed while it is in the processor's cache.
        more = readSync(fd, room, length, Math.min(piece, size - length), length);
        hash.update(room.subarray(length, length + more));
      }
      return { bytes: room.subarray(0, length), sha256: hash.digest('hex') };
    } finally {
      closeSync(fd);
    }
  };
  return async ({ image, sha256, file }) => {
    try {
      const found = read(file);
      if (found.sha256 === sha256) {
        const { pixels } = await prepareBytes(found.bytes, settings, kernel);
        return { pixels };
      }
      return { problem: `Image ${image} is left out: its file has changed since it was imported. Import its folder again.` };
    } catch (error) {
      return { problem: `Image ${image} is left out: ${reasonOf(error)}.` };
    }
  };
}
