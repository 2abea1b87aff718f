/** Upper ends of the bands in years: infancy, childhood, puberty, and the years in which the growth plates close. */
const limits: readonly number[] = [5, 10, 15];

/** The band, in years, of a bone age in months: wide enough for some tens of children each in a department's data. */
export function monthBand(months: number): string {
  const upper = limits.findIndex((limit) => months < 12 * limit);
  if (upper === 0) return `under ${limits[0]}`;
  return upper < 0 ? `${limits.at(-1)} and over` : `${limits[upper - 1]} to under ${limits[upper]}`;
}

/** Where the band of a bone age begins, in months; the first one begins where there is nothing before it. */
export const monthBandStart = (months: number): number =>
  12 * (limits.filter((limit) => months >= 12 * limit).at(-1) ?? Number.NEGATIVE_INFINITY);
