/** The grey values that stand at the given shares (0..1) of the sorted finite pixels, nearest rank, from how often each code comes and what it means; [] where no pixel is finite. */
export function codeRanks(counts: Uint32Array, greys: Float32Array, shares: readonly number[]): readonly number[] {
  const used: number[] = [];
  let total = 0;
  for (let code = 0; code < greys.length; code += 1) {
    if (counts[code] === 0 || !Number.isFinite(greys[code])) continue;
    used.push(code);
    total += counts[code] ?? 0;
  }
  const rises = used.every((code, place) => place === 0 || (greys[code] ?? 0) >= (greys[used[place - 1] ?? 0] ?? 0));
  if (!rises) used.sort((a, b) => (greys[a] ?? 0) - (greys[b] ?? 0));
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
