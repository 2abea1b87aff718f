import { ImageError } from './imageError';

/** The error for a file of `size` bytes that is no image that can be read. */
export const unknownKind = (size: number): ImageError =>
  new ImageError(size === 0 ? 'The file is empty.' : 'This is no DICOM, PNG or JPEG file.');
