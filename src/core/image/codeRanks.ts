/** The grey values that stand at the given shares (0..1) of the sorted finite pixels, nearest rank, from how often each code comes and what it means; [] where no pixel is finite. */
export function codeRanks(counts: Uint32Array, greys: Float32Array, shares: readonly number[]): readonly number[] {
  const { total, rises } = survey(counts, greys);
  if (total === 0) return [];
  const order = rises ? null : codesByGrey(greys);
  return shares.map((share) => greyAt(order, counts, greys, Math.round(share * (total - 1))));
}

/** How many pixels are finite, and whether the greys of the codes that come rise with the codes. */
function survey(counts: Uint32Array, greys: Float32Array): { readonly total: number; readonly rises: boolean } {
  let [total, last, rises] = [0, Number.NEGATIVE_INFINITY, true];
  for (let code = 0; code < greys.length; code += 1) {
    const count = counts[code] ?? 0;
    const grey = greys[code] ?? 0;
    if (count === 0 || !Number.isFinite(grey)) continue;
    total += count;
    rises &&= grey >= last;
    last = grey;
  }
  return { total, rises };
}

const codesByGrey = (greys: Float32Array): Uint32Array =>
  Uint32Array.from({ length: greys.length }, (_, code) => code).sort((a, b) => (greys[a] ?? 0) - (greys[b] ?? 0));

/** The grey at a rank among the finite pixels; without an order the codes' own. */
function greyAt(order: Uint32Array | null, counts: Uint32Array, greys: Float32Array, rank: number): number {
  let left = rank;
  for (let place = 0; place < greys.length; place += 1) {
    const code = order === null ? place : (order[place] ?? 0);
    const count = counts[code] ?? 0;
    if (count === 0 || !Number.isFinite(greys[code])) continue;
    left -= count;
    if (left < 0) return greys[code] ?? 0;
  }
  return 0;
}
