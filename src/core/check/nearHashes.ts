/** Perceptual hashes next to each other: two 32-bit words each. */
export type HashList = Uint32Array;

/** Number of bits in which two 32-bit words differ. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The most bits in which near hashes may differ: four chunks of 16 bits find all pairs up to it (one of four chunks has one wrong bit at most). */
export const mostDistance = 7;

const chunks = 4;
const sizes = 1 << 16;

/**
 * Calls `found` for each pair of hashes, the lower place first, that differ in at most `distance` bits (up to 7): a multi-index of four 16-bit
 * chunks, each looked up with every single bit turned. Equal hashes should be given once.
 */
export function eachNearPair(hashes: HashList, distance: number, found: (first: number, second: number, bits: number) => void): void {
  if (distance > mostDistance) throw new RangeError(`hashes further apart than ${mostDistance} bits are not found`);
  const count = hashes.length / 2;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const { starts, order } = bucketsOf(hashes, chunk);
    for (let place = 0; place < count; place += 1) {
      const own = chunkOf(hashes, place, chunk);
      for (let turned = -1; turned < 16; turned += 1) {
        const key = turned < 0 ? own : own ^ (1 << turned);
        for (let at = starts[key] ?? 0; at < (starts[key + 1] ?? 0); at += 1) {
          const other = order[at] ?? 0;
          if (other <= place) continue;
          const bits = bitsApart(hashes, place, other);
          if (bits <= distance && firstChunk(hashes, place, other) === chunk) found(place, other, bits);
        }
      }
    }
  }
}

const chunkOf = (hashes: HashList, place: number, chunk: number): number =>
  ((hashes[2 * place + (chunk >> 1)] ?? 0) >>> (16 * (chunk & 1))) & 0xffff;

/** Bits in which two hashes of a list differ. */
export const bitsApart = (hashes: HashList, a: number, b: number): number =>
  bitCount((hashes[2 * a] ?? 0) ^ (hashes[2 * b] ?? 0)) + bitCount((hashes[2 * a + 1] ?? 0) ^ (hashes[2 * b + 1] ?? 0));

/** The chunk by which a pair is found first, so that it is told once. */
function firstChunk(hashes: HashList, a: number, b: number): number {
  for (let chunk = 0; chunk < chunks; chunk += 1) if (bitCount(chunkOf(hashes, a, chunk) ^ chunkOf(hashes, b, chunk)) <= 1) return chunk;
  return chunks;
}

/** The places of all hashes sorted by one chunk's value, and where each value begins. */
function bucketsOf(hashes: HashList, chunk: number): { readonly starts: Uint32Array; readonly order: Uint32Array } {
  const count = hashes.length / 2;
  const starts = new Uint32Array(sizes + 1);
  for (let place = 0; place < count; place += 1) {
    const key = chunkOf(hashes, place, chunk) + 1;
    starts[key] = (starts[key] ?? 0) + 1;
  }
  for (let key = 0; key < sizes; key += 1) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) {
    const key = chunkOf(hashes, place, chunk);
    order[next[key] ?? 0] = place;
    next[key] = (next[key] ?? 0) + 1;
  }
  return { starts, order };
}
