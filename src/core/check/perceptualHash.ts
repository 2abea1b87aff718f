/** 63 bits of a picture as two words: the first 32, then 31. */
export type PerceptualHash = readonly [high: number, low: number];

/** Rows and columns of the small picture that the hash is made of. */
export const hashSide = 32;
const frequencies = 8;

/** Row-major pixels shrunk to 32 x 32 by the mean of the area that each new one covers; larger pictures only, smaller ones are stretched the same way. */
export function areaResize(pixels: ArrayLike<number>, rows: number, columns: number, side = hashSide): Float64Array {
  const narrow = new Float64Array(rows * side);
  for (let row = 0; row < rows; row += 1) shrinkLine(pixels, row * columns, 1, columns, narrow, row * side, 1, side);
  const small = new Float64Array(side * side);
  for (let column = 0; column < side; column += 1) shrinkLine(narrow, column, side, rows, small, column, side, side);
  return small;
}

/** One line of `count` values, `step` apart, as `side` means of equal length. */
function shrinkLine(
  from: ArrayLike<number>,
  start: number,
  step: number,
  count: number,
  into: Float64Array,
  at: number,
  stride: number,
  side: number,
): void {
  const length = count / side;
  for (let index = 0; index < side; index += 1) {
    const [begin, end] = [index * length, (index + 1) * length];
    let sum = 0;
    for (let k = Math.floor(begin); k < Math.min(count, Math.ceil(end)); k += 1)
      sum += (from[start + k * step] ?? 0) * (Math.min(k + 1, end) - Math.max(k, begin));
    into[at + index * stride] = sum / length;
  }
}

const cosines = Array.from({ length: frequencies }, (_, u) =>
  Float64Array.from({ length: hashSide }, (__, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * hashSide))),
);

/** The 8 x 8 lowest coefficients of the two-dimensional DCT-II of a 32 x 32 picture, row frequency first; not normalised. */
export function lowFrequencies(small: Float64Array): Float64Array {
  const across = new Float64Array(hashSide * frequencies);
  for (let row = 0; row < hashSide; row += 1)
    for (const [u, line] of cosines.entries()) {
      let sum = 0;
      for (let x = 0; x < hashSide; x += 1) sum += (small[row * hashSide + x] ?? 0) * (line[x] ?? 0);
      across[row * frequencies + u] = sum;
    }
  const result = new Float64Array(frequencies * frequencies);
  for (const [v, line] of cosines.entries())
    for (let u = 0; u < frequencies; u += 1) {
      let sum = 0;
      for (let y = 0; y < hashSide; y += 1) sum += (across[y * frequencies + u] ?? 0) * (line[y] ?? 0);
      result[v * frequencies + u] = sum;
    }
  return result;
}

/**
 * The perceptual hash of a 32 x 32 picture: of its 8 x 8 lowest DCT frequencies without the mean, a bit each that lies above their median; the same
 * after a change of brightness and contrast (reference/methods.md section 1). Null for a picture of one grey.
 */
export function perceptualHash(small: Float64Array): PerceptualHash | null {
  const all = lowFrequencies(small).subarray(1);
  const largest = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = small.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // What is left of one grey is rounding.
  if (largest <= 1e-9 * Math.max(1, scale) * hashSide * hashSide) return null;
  const median = all.toSorted()[Math.floor(all.length / 2)] ?? 0;
  const words: [number, number] = [0, 0];
  for (const [index, value] of all.entries()) if (value > median) words[index < 32 ? 0 : 1] |= 1 << (index % 32);
  return [words[0] >>> 0, words[1] >>> 0];
}

/** Pearson's correlation of two pictures of the same size; 0 where one of them is of one grey. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const spread = (sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n);
  return spread <= 0 ? 0 : (sumAB - (sumA * sumB) / n) / Math.sqrt(spread);
}
