const bins = 65536;

/** The values that stand at the given shares (0..1) of the sorted finite pixels, nearest rank; one number a share, [] where no pixel is finite. */
export function pixelRanks(pixels: Float32Array, shares: readonly number[]): readonly number[] {
  const { minimum, maximum, count } = extent(pixels);
  if (count === 0) return [];
  if (minimum === maximum) return shares.map(() => minimum);
  // Sorting only the bin that holds the rank is exact and many times faster than sorting five million pixels.
  const binOf = (value: number): number => Math.min(bins - 1, Math.floor(((value - minimum) / (maximum - minimum)) * bins));
  const histogram = countBins(pixels, binOf);
  return shares.map((share) => {
    const { bin, before } = findBin(histogram, Math.round(share * (count - 1)));
    const inside = pixels.filter((value) => Number.isFinite(value) && binOf(value) === bin).sort();
    return inside[Math.round(share * (count - 1)) - before] ?? minimum;
  });
}

function extent(pixels: Float32Array): { readonly minimum: number; readonly maximum: number; readonly count: number } {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const value of pixels) {
    if (!Number.isFinite(value)) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    count += 1;
  }
  return { minimum, maximum, count };
}

function countBins(pixels: Float32Array, binOf: (value: number) => number): Uint32Array {
  const histogram = new Uint32Array(bins);
  for (const value of pixels) {
    if (!Number.isFinite(value)) continue;
    const bin = binOf(value);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return histogram;
}

function findBin(histogram: Uint32Array, rank: number): { readonly bin: number; readonly before: number } {
  let before = 0;
  for (let bin = 0; bin < histogram.length; bin += 1) {
    const inside = histogram[bin] ?? 0;
    if (before + inside > rank) return { bin, before };
    before += inside;
  }
  return { bin: histogram.length - 1, before };
}
