import type { StoredValues } from './frame';

/** Three planes of equal size, or one array three times from its first, second and third sample on: pixel i of each is at `step` * i. */
export type Parts = readonly [StoredValues, StoredValues, StoredValues];

/** The three samples of pixels that lie next to each other. */
export const interleavedParts = (values: StoredValues): Parts => [values, values.subarray(1), values.subarray(2)];

/** Y and the shared Cb and Cr of two pixels each (PS3.3 C.7.6.3.1.2) as three samples a pixel. */
export function expand422(values: StoredValues, count: number): StoredValues {
  const result = values.slice(0, 0).constructor === Uint8Array ? new Uint8Array(3 * count) : new Uint16Array(3 * count);
  for (let i = 0; i < count; i += 1) {
    const pair = 4 * (i >>> 1);
    result[3 * i] = values[pair + (i & 1)] ?? 0;
    result[3 * i + 1] = values[pair + 2] ?? 0;
    result[3 * i + 2] = values[pair + 3] ?? 0;
  }
  return result;
}

/** Parts as red, green and blue next to each other. */
export function joinParts([a, b, c]: Parts, step: number, into: StoredValues): void {
  let at = 0;
  for (let i = 0; at < into.length; i += step) {
    into[at] = a[i] ?? 0;
    into[at + 1] = b[i] ?? 0;
    into[at + 2] = c[i] ?? 0;
    at += 3;
  }
}

/** YBR_FULL of `bits` bits as red, green and blue (PS3.3 C.7.6.3.1.2, the inverse of Rec. 601 over the full range), rounded and cut off. */
export function fullToRgb([y, b, r]: Parts, step: number, bits: number, into: StoredValues): void {
  const most = 2 ** bits - 1;
  const middle = 2 ** (bits - 1);
  let at = 0;
  for (let i = 0; at < into.length; i += step) {
    const luma = (y[i] ?? 0) + 0.5;
    const blue = (b[i] ?? 0) - middle;
    const red = (r[i] ?? 0) - middle;
    into[at] = clamp(luma + 1.402 * red, most);
    into[at + 1] = clamp(luma - 0.344136286 * blue - 0.714136286 * red, most);
    into[at + 2] = clamp(luma + 1.772 * blue, most);
    at += 3;
  }
}

/** YBR_PARTIAL of 8 bits (Y of 16 to 235, Cb and Cr of 16 to 240) as red, green and blue. */
export function partialToRgb([y, b, r]: Parts, step: number, into: StoredValues): void {
  let at = 0;
  for (let i = 0; at < into.length; i += step) {
    const luma = (255 / 219) * ((y[i] ?? 0) - 16) + 0.5;
    const blue = (255 / 224) * ((b[i] ?? 0) - 128);
    const red = (255 / 224) * ((r[i] ?? 0) - 128);
    into[at] = clamp(luma + 1.402 * red, 255);
    into[at + 1] = clamp(luma - 0.344136286 * blue - 0.714136286 * red, 255);
    into[at + 2] = clamp(luma + 1.772 * blue, 255);
    at += 3;
  }
}

/** Rounds down. */
const clamp = (value: number, most: number): number => (value <= 0 ? 0 : value >= most ? most : Math.trunc(value));
