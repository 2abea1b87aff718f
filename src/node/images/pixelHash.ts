import { createHash } from 'node:crypto';
import type { GreyImage } from '../../core/image/greyImage';

/** SHA-256 (hex) of rows, columns and grey values: equal for images with equal pixels, whatever their files. */
export function pixelHash({ rows, columns, pixels }: GreyImage): string {
  const hash = createHash('sha256').update(`${rows} ${columns}\n`);
  return hash.update(littleEndianBytes(pixels)).digest('hex');
}

/** The bytes are the same on every machine. */
function littleEndianBytes(pixels: Float32Array): Uint8Array {
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? bytes : Buffer.from(bytes).swap32();
}
