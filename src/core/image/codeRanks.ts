import type { CodedImage } from './codedImage';

/** The grey values that stand at the given shares (0..1) of the sorted finite pixels, nearest rank, as `pixelRanks` gives them; [] where no pixel is finite. */
export function codeRanks({ codes, greys }: Pick<CodedImage, 'codes' | 'greys'>, shares: readonly number[]): readonly number[] {
  const counts = countCodes(codes, greys.length);
  const used: number[] = [];
  let total = 0;
  for (let code = 0; code < greys.length; code += 1) {
    if (counts[code] === 0 || !Number.isFinite(greys[code])) continue;
    used.push(code);
    total += counts[code] ?? 0;
  }
  // Nearly every table rises or falls throughout, which this sorting sees at once.
  used.sort((a, b) => (greys[a] ?? 0) - (greys[b] ?? 0));
  return total === 0 ? [] : shares.map((share) => greyAt(used, counts, greys, Math.round(share * (total - 1))));
}

function greyAt(used: readonly number[], counts: Uint32Array, greys: Float32Array, rank: number): number {
  let left = rank;
  for (const code of used) {
    left -= counts[code] ?? 0;
    if (left < 0) return greys[code] ?? 0;
  }
  return 0;
}

/** How often each code comes. Neighbours are often equal, and four tables spare the wait for the last one's count. */
function countCodes(codes: Uint16Array, length: number): Uint32Array {
  const tables = Array.from({ length: 4 }, () => new Uint32Array(length)) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const [first, second, third, fourth] = tables;
  const whole = codes.length - (codes.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const [a, b, c, d] = [codes[i] ?? 0, codes[i + 1] ?? 0, codes[i + 2] ?? 0, codes[i + 3] ?? 0];
    first[a] = (first[a] ?? 0) + 1;
    second[b] = (second[b] ?? 0) + 1;
    third[c] = (third[c] ?? 0) + 1;
    fourth[d] = (fourth[d] ?? 0) + 1;
  }
  for (let i = whole; i < codes.length; i += 1) first[codes[i] ?? 0] = (first[codes[i] ?? 0] ?? 0) + 1;
  for (let code = 0; code < length; code += 1)
    first[code] = (first[code] ?? 0) + (second[code] ?? 0) + (third[code] ?? 0) + (fourth[code] ?? 0);
  return first;
}
