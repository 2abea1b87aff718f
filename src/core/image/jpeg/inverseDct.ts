const constBits = 13;
// 2^13 times the cosines' sums and differences, as in Loeffler, Ligtenberg and Moschytz (1989).
const f0298 = 2446;
const f0390 = 3196;
const f0541 = 4433;
const f0765 = 6270;
const f0899 = 7373;
const f1175 = 9633;
const f1501 = 12299;
const f1847 = 15137;
const f1961 = 16069;
const f2053 = 16819;
const f2562 = 20995;
const f3072 = 25172;

/** Eight outputs of the one-dimensional transform before they are scaled down. */
const out = new Int32Array(8);

function transform(d0: number, d1: number, d2: number, d3: number, d4: number, d5: number, d6: number, d7: number): void {
  const even = Math.imul(d2 + d6, f0541);
  const e2 = even - Math.imul(d6, f1847);
  const e3 = even + Math.imul(d2, f0765);
  const e0 = (d0 + d4) << constBits;
  const e1 = (d0 - d4) << constBits;
  const z5 = Math.imul(d7 + d3 + d5 + d1, f1175);
  const z1 = Math.imul(d7 + d1, -f0899);
  const z2 = Math.imul(d5 + d3, -f2562);
  const z3 = Math.imul(d7 + d3, -f1961) + z5;
  const z4 = Math.imul(d5 + d1, -f0390) + z5;
  const o0 = Math.imul(d7, f0298) + z1 + z3;
  const o1 = Math.imul(d5, f2053) + z2 + z4;
  const o2 = Math.imul(d3, f3072) + z2 + z3;
  const o3 = Math.imul(d1, f1501) + z1 + z4;
  out[0] = e0 + e3 + o3;
  out[7] = e0 + e3 - o3;
  out[1] = e1 + e2 + o2;
  out[6] = e1 + e2 - o2;
  out[2] = e1 - e2 + o1;
  out[5] = e1 - e2 - o1;
  out[3] = e0 - e3 + o0;
  out[4] = e0 - e3 - o0;
}

/**
 * The inverse cosine transform of 8 x 8 dequantised coefficients (row-major), in the integers of libjpeg's accurate method, so that the result is
 * the same to the bit. Writes samples of `precision` bits (8 or 12) to `into` from `start` on, rows `stride` apart; `block` is used up.
 */
export function inverseDct(block: Int32Array, precision: number, into: Uint8Array | Uint16Array, start: number, stride: number): void {
  // 12 bits leave less room for the fraction between the passes.
  const passBits = precision === 8 ? 2 : 1;
  const down = constBits - passBits;
  const half = 1 << (down - 1);
  for (let x = 0; x < 8; x += 1) {
    const d0 = block[x] ?? 0;
    const d1 = block[x + 8] ?? 0;
    const d2 = block[x + 16] ?? 0;
    const d3 = block[x + 24] ?? 0;
    const d4 = block[x + 32] ?? 0;
    const d5 = block[x + 40] ?? 0;
    const d6 = block[x + 48] ?? 0;
    const d7 = block[x + 56] ?? 0;
    if ((d1 | d2 | d3 | d4 | d5 | d6 | d7) === 0) {
      for (let y = x; y < 64; y += 8) block[y] = d0 << passBits;
      continue;
    }
    transform(d0, d1, d2, d3, d4, d5, d6, d7);
    for (let y = 0; y < 8; y += 1) block[x + 8 * y] = ((out[y] ?? 0) + half) >> down;
  }
  writeRows(block, precision, constBits + passBits + 3, into, start, stride);
}

function writeRows(
  block: Int32Array,
  precision: number,
  down: number,
  into: Uint8Array | Uint16Array,
  start: number,
  stride: number,
): void {
  const half = 1 << (down - 1);
  const middle = 1 << (precision - 1);
  const most = (1 << precision) - 1;
  for (let y = 0; y < 8; y += 1) {
    const r = 8 * y;
    const at = start + y * stride;
    transform(
      block[r] ?? 0,
      block[r + 1] ?? 0,
      block[r + 2] ?? 0,
      block[r + 3] ?? 0,
      block[r + 4] ?? 0,
      block[r + 5] ?? 0,
      block[r + 6] ?? 0,
      block[r + 7] ?? 0,
    );
    for (let x = 0; x < 8; x += 1) {
      const value = (((out[x] ?? 0) + half) >> down) + middle;
      into[at + x] = value < 0 ? 0 : value > most ? most : value;
    }
  }
}
