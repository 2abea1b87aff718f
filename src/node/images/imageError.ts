/** An image that can't be read; the message is the reason, without path and without anything of the patient, so that it may be recorded. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
