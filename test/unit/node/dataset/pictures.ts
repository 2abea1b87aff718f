import sharp from 'sharp';

/** Grey values of a small picture that differs by seed. */
const pattern = (seed: number, rows: number, columns: number): Uint8Array =>
  Uint8Array.from({ length: rows * columns }, (_, index) => (index * 7 + seed * 31) % 256);

/** A grey 8-bit PNG; equal pixels for equal seeds, other bytes for another compression level. */
export const pngBytes = (seed: number, { rows = 8, columns = 6, level = 6 } = {}): Promise<Buffer> =>
  sharp(pattern(seed, rows, columns), { raw: { width: columns, height: rows, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: level })
    .toBuffer();

/** A grey JPEG. */
export const jpegBytes = (seed: number, { rows = 64, columns = 64 } = {}): Promise<Buffer> =>
  sharp(pattern(seed, rows, columns), { raw: { width: columns, height: rows, channels: 1 } })
    .toColourspace('b-w')
    .jpeg()
    .toBuffer();
