import type { Size } from '../../image/resize';
import type { MaskRuns } from '../maskRuns';

/** Masks of frames of one size as single bits, the first in the lowest bit of the first byte; frames follow each other without a gap (PS3.5 8.1.1). */
export function packedBits(frames: readonly MaskRuns[], { rows, columns }: Size): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((frames.length * rows * columns) / 8));
  for (const [index, mask] of frames.entries())
    for (const [row, runs] of mask.rows.entries()) {
      const start = index * rows * columns + (mask.firstRow + row) * columns;
      for (let run = 0; run < runs.length; run += 2) setBits(bytes, start + (runs[run] ?? 0), runs[run + 1] ?? 0);
    }
  return bytes;
}

/** Bits are counted in doubles: a stack of frames has more of them than 32 bits can count. */
function setBits(bytes: Uint8Array, from: number, length: number): void {
  const end = from + length;
  let at = from;
  for (; at < end && at % 8 !== 0; at += 1) setBit(bytes, at);
  for (; at + 8 <= end; at += 8) bytes[at / 8] = 0xff;
  for (; at < end; at += 1) setBit(bytes, at);
}

function setBit(bytes: Uint8Array, at: number): void {
  const byte = Math.floor(at / 8);
  bytes[byte] = (bytes[byte] ?? 0) | (1 << (at % 8));
}
