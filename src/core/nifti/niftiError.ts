/** The one error of this folder: bytes that can't be read as NIfTI; a sentence that names the byte offset but no file and no value of a patient. */
export class NiftiError extends Error {
  override readonly name = 'NiftiError';
  /** Byte offset from the start of the (inflated) file. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} (at byte 0x${offset.toString(16).toUpperCase()}).`);
    this.offset = offset;
  }
}
