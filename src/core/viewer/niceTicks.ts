/** About `most` round numbers within a range, ascending, 1, 2 or 5 times a power of ten apart; one number where the range is empty. */
export function niceTicks(lowest: number, highest: number, most: number): readonly number[] {
  const span = highest - lowest;
  if (!(span > 0)) return Number.isFinite(lowest) ? [lowest] : [];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  const first = Math.ceil(lowest / step - 1e-9);
  const count = Math.floor(highest / step + 1e-9) - first + 1;
  // Products of whole numbers carry less rounding than sums; the digits beyond are noise.
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
