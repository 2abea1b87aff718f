import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/** McNemar's test of paired calls: `first` images only the one got right, `second` only the other. */
export type McnemarTest = { readonly first: number; readonly second: number; readonly p: number; readonly method: string };

/** Below so many images that differ the distribution of chi squared is too coarse. */
const fewDiscordant = 25;

/** Whether two readers are right equally often on the same images: exact where fewer than 25 differ, else chi squared with one degree of freedom. */
export function mcnemar(first: number, second: number): McnemarTest {
  const isExact = first + second < fewDiscordant;
  const p = isExact ? exactMcnemar(first, second) : chiSquaredP((first - second) ** 2 / (first + second));
  return { first, second, p, method: isExact ? 'exact McNemar test' : 'McNemar test' };
}

/** Two-sided p of so uneven a division of whole numbers when each side is equally probable. */
export function exactMcnemar(first: number, second: number): number {
  const n = first + second;
  // Logarithms, since 2 to the power of minus n is no number for large n.
  let term = -n * Math.LN2;
  let tail = 0;
  for (let hits = 0; hits <= Math.min(first, second); hits++) {
    tail += Math.exp(term);
    term += Math.log((n - hits) / (hits + 1));
  }
  return Math.min(1, 2 * tail);
}

/** Probability of a value of chi squared (one degree of freedom) as large as this or larger. */
export const chiSquaredP = (value: number): number => 2 * normalCdf(-Math.sqrt(value), 0, 1);
