/** The quantile `p` (0..1) of ascending numbers by linear interpolation (Hyndman and Fan's type 7, as R and NumPy do); NaN when there are none. */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  const position = Math.min(1, Math.max(0, p)) * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below] ?? Number.NaN;
  const high = ascending[below + 1] ?? low;
  return low + (position - below) * (high - low);
}
