import { DicomError } from '../../dicom/dicomError';
import type { HuffmanTable } from './huffmanTable';

/** Reads bits of entropy-coded JPEG data (ITU-T T.81 F.2.2.5), the highest first; stuffed zeros are left out and a marker ends the data. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #buffer = 0;
  #count = 0;
  /** Zeros that stand in for what is not there; they must never be taken. */
  #borrowed = 0;

  /** Starts at byte `at`. */
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the marker that ends the data stands, or the end of the bytes. */
  get position(): number {
    return this.#at;
  }

  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 24) {
      let byte = bytes[this.#at] ?? -1;
      if (byte === 0xff) {
        if (bytes[this.#at + 1] === 0) this.#at += 2;
        else byte = -1;
      } else if (byte >= 0) this.#at += 1;
      if (byte < 0) this.#borrowed += 8;
      this.#buffer = (this.#buffer << 8) | (byte < 0 ? 0 : byte);
      this.#count += 8;
    }
  }

  /** The next symbol of a Huffman code. */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const short = table.short[(this.#buffer >>> (this.#count - 9)) & 511] ?? 0;
    if (short !== 0) {
      this.#count -= short >>> 8;
      return short & 255;
    }
    return this.#longSymbol(table);
  }

  #longSymbol({ highest, offset, symbols }: HuffmanTable): number {
    const bits = (this.#buffer >>> (this.#count - 16)) & 0xffff;
    for (let length = 10; length <= 16; length += 1) {
      const code = bits >>> (16 - length);
      if (code > (highest[length] ?? -1)) continue;
      this.#count -= length;
      return symbols[code + (offset[length] ?? 0)] ?? 0;
    }
    throw new DicomError('malformed', 'The JPEG data of a frame are damaged: a code has no meaning');
  }

  /** The next `size` bits (1 to 16) as a number. */
  bits(size: number): number {
    if (this.#count < size) this.#fill();
    this.#count -= size;
    return (this.#buffer >>> this.#count) & ((1 << size) - 1);
  }

  /** The next `size` bits (1 to 16) as a difference: those that begin with 0 are negative (T.81 F.2.2.1). */
  difference(size: number): number {
    const value = this.bits(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Throws `DicomError` where more was read than there was. */
  check(): void {
    if (this.#count < this.#borrowed) throw new DicomError('truncated', 'The JPEG data of a frame end too early');
  }

  /** Drops the bits before a restart marker and passes over it (T.81 E.2.4). */
  restart(): void {
    this.check();
    const { length } = this.#bytes;
    // Whole bytes that were read ahead can't lie before a marker, so that the position already is the marker's.
    while (this.#at + 1 < length && this.#bytes[this.#at] === 0xff && this.#bytes[this.#at + 1] === 0xff) this.#at += 1;
    const marker = this.#bytes[this.#at] === 0xff ? (this.#bytes[this.#at + 1] ?? 0) : 0;
    if (marker < 0xd0 || marker > 0xd7) throw new DicomError('malformed', 'The JPEG data of a frame are damaged: a restart is missing');
    this.#at += 2;
    this.#count = 0;
    this.#buffer = 0;
    this.#borrowed = 0;
  }
}
