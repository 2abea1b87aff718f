import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { makeCodeKernel } from '../../core/image/codeKernel';
import { fileRoom } from '../../core/image/fitCodedImage';
import { prepareBytes, reasonOf } from './preparePixels';

/** An image to prepare: its file, the sha256 that the file should have, and the size and time that it had when that was found. */
export type ImageToPrepare = Pick<TrainerImage, 'image' | 'sha256' | 'file' | 'state'>;

/** What became of an image: its pixels, or why it must be left out, as a sentence that names no file. */
export type PreparedImage = { readonly pixels: Uint16Array } | { readonly problem: string };

const piece = 256 * 1024;

/**
 * Makes what reads an image's file once, checks that it is the one that was imported (by size and time of change, else by its hash), and
 * prepares its pixels; to be asked for one image after the other, since it keeps its room for a file's bytes.
 */
export function imagePreparer(settings: Experiment['image']): (image: ImageToPrepare) => Promise<PreparedImage> {
  const kernel = makeCodeKernel();
  const read = ({ file, sha256, state }: ImageToPrepare): { readonly bytes: Uint8Array; readonly isSame: boolean } => {
    const fd = openSync(file, 'r');
    try {
      const { size, mtimeMs } = fstatSync(fd);
      const room = fileRoom(kernel, size);
      const isUntouched = state?.bytes === size && state.modified === Math.round(mtimeMs);
      const hash = isUntouched ? null : createHash('sha256');
      let length = 0;
      for (let more = -1; more !== 0 && length < size; length += more) {
        // At once, since reading asynchronously goes through a file in many small pieces; a piece is hashed while it is in the processor's cache.
        more = readSync(fd, room, length, Math.min(piece, size - length), length);
        hash?.update(room.subarray(length, length + more));
      }
      return { bytes: room.subarray(0, length), isSame: hash === null ? length === size : hash.digest('hex') === sha256 };
    } finally {
      closeSync(fd);
    }
  };
  return async (wanted) => {
    const { image } = wanted;
    try {
      const found = read(wanted);
      if (found.isSame) {
        const { pixels } = await prepareBytes(found.bytes, settings, kernel);
        return { pixels };
      }
      return { problem: `Image ${image} is left out: its file has changed since it was imported. Import its folder again.` };
    } catch (error) {
      return { problem: `Image ${image} is left out: ${reasonOf(error)}.` };
    }
  };
}
