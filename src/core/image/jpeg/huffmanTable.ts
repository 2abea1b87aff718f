import { DicomError } from '../../dicom/dicomError';

/** A Huffman code for fast decoding. */
export type HuffmanTable = {
  /** By the next 9 bits: the code's length times 256 plus its symbol; 0 where the code is longer. */
  readonly short: Uint16Array;
  /** By length: the highest code, -1 where there is none. */
  readonly highest: Int32Array;
  /** By length: what added to a code gives its place among the symbols. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
};

/** Makes the code of `counts` symbols of each length 1 to 16 (T.81 annex C); throws `DicomError` where there can be no such code. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const short = new Uint16Array(512);
  const highest = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    offset[length] = place - code;
    if (code + count > 1 << length) throw new DicomError('malformed', 'A Huffman table of the JPEG data is damaged');
    for (let i = 0; i < count && length <= 9; i += 1) {
      const first = (code + i) << (9 - length);
      short.fill((length << 8) | (symbols[place + i] ?? 0), first, first + (1 << (9 - length)));
    }
    code += count;
    place += count;
    if (count > 0) highest[length] = code - 1;
    code <<= 1;
  }
  return { short, highest, offset, symbols };
}
