import { DicomError } from './dicomError';

/** Reads numbers from bytes, forward only and never past `end`; `offset` counts from the start of the bytes. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly #view: DataView;
  #offset: number;

  /** Starts at `offset`; `end` must lie within the bytes. */
  constructor(bytes: Uint8Array, offset = 0, end = bytes.length) {
    this.bytes = bytes;
    this.end = Math.min(end, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = offset;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.end - this.#offset;
  }

  uint16(littleEndian: boolean): number {
    return this.#view.getUint16(this.#take(2), littleEndian);
  }

  uint32(littleEndian: boolean): number {
    return this.#view.getUint32(this.#take(4), littleEndian);
  }

  /** A tag as one number, group in the high half: the two halves are ordered group first in either byte order. */
  tag(littleEndian: boolean): number {
    const at = this.#take(4);
    return this.#view.getUint16(at, littleEndian) * 0x10000 + this.#view.getUint16(at + 2, littleEndian);
  }

  /** Passes over `length` bytes, all of which must be there. */
  skip(length: number): void {
    this.#take(length);
  }

  /** Goes to an absolute offset at or before the end. */
  moveTo(offset: number): void {
    if (offset < 0 || offset > this.end) this.#fail(offset - this.#offset);
    this.#offset = offset;
  }

  #take(length: number): number {
    if (length > this.remaining) this.#fail(length);
    const at = this.#offset;
    this.#offset += length;
    return at;
  }

  #fail(length: number): never {
    throw new DicomError('truncated', 'The data end too early', {
      offset: this.#offset,
      expected: `${length} bytes`,
      found: `${Math.max(0, this.remaining)}`,
    });
  }
}
