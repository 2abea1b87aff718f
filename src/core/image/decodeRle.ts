import { DicomError } from '../dicom/dicomError';
import type { Cells } from './nativeCells';
import type { PixelLayout } from './pixelLayout';

const tooShort = (): DicomError => new DicomError('truncated', 'The RLE data of a frame end too early');

/** Decodes an RLE frame (PS3.5 annex G) into cells, one plane after the other; single bits come packed as in uncompressed data. Throws `DicomError`. */
export function decodeRle(bytes: Uint8Array, { rows, columns, samples, bitsAllocated }: PixelLayout): Cells {
  const size = Math.ceil(bitsAllocated / 8);
  const plane = bitsAllocated === 1 ? Math.ceil((rows * columns * samples) / 8) : rows * columns;
  const segments = bitsAllocated === 1 ? 1 : samples * size;
  const starts = segmentStarts(bytes, segments);
  // A run of two bytes makes at most 128.
  if (plane * segments > 64 * bytes.length) throw tooShort();
  const cells = new Uint8Array(plane * segments);
  for (let segment = 0; segment < segments; segment += 1) {
    const sample = Math.floor(segment / size);
    // The highest byte comes first, and cells lie in memory with the lowest first.
    const first = sample * plane * size + (size - 1 - (segment % size));
    expand(bytes.subarray(starts[segment], starts[segment + 1]), cells, first, size, plane);
  }
  if (size === 1) return cells;
  return size === 2 ? new Uint16Array(cells.buffer) : new Uint32Array(cells.buffer);
}

/** Where the segments begin, and the end of the last. */
function segmentStarts(bytes: Uint8Array, segments: number): readonly number[] {
  if (bytes.length < 64) throw tooShort();
  const view = new DataView(bytes.buffer, bytes.byteOffset, 64);
  const count = view.getUint32(0, true);
  if (count !== segments) {
    throw new DicomError('malformed', 'The RLE data of a frame have the wrong segments', { expected: `${segments}`, found: `${count}` });
  }
  const starts = Array.from({ length: segments }, (_, i) => view.getUint32(4 + 4 * i, true));
  const all = [...starts, bytes.length];
  if (all.some((start, i) => start < 64 || start < (all[i - 1] ?? 0) || start > bytes.length))
    throw new DicomError('malformed', 'The segments of the RLE data of a frame lie outside them');
  return all;
}

/** Writes `count` bytes, `step` apart from `first` on. */
function expand(source: Uint8Array, into: Uint8Array, first: number, step: number, count: number): void {
  let from = 0;
  let at = first;
  const end = first + count * step;
  while (at < end) {
    if (from + 1 >= source.length) throw tooShort();
    const control = source[from] ?? 0;
    from += 1;
    if (control < 128) {
      for (let i = 0; i <= control && at < end; i += 1, at += step) {
        if (from >= source.length) throw tooShort();
        into[at] = source[from] ?? 0;
        from += 1;
      }
    } else if (control > 128) {
      const value = source[from] ?? 0;
      for (let i = 257 - control; i > 0 && at < end; i -= 1, at += step) into[at] = value;
      from += 1;
    }
  }
}
