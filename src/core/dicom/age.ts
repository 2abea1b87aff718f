/** Days of a unit of an age string, and the mean Gregorian year. */
const daysOf: Readonly<Record<string, number>> = { D: 1, W: 7, M: 365.2425 / 12, Y: 365.2425 };

/** An age string (AS: `018M`, `032Y`, weeks and days) in years; null where it is none. Fewer digits than three are taken as well, and four of weeks and days. */
export function parseAge(text: string): number | null {
  const match = /^(\d{1,3}(?=[DWMY])|\d{4}(?=[DW]))([DWMY])$/.exec(text.trim());
  if (match === null) return null;
  const [, count = '', unit = ''] = match;
  if (unit === 'Y') return Number(count);
  return unit === 'M' ? Number(count) / 12 : (Number(count) * (daysOf[unit] ?? 0)) / (daysOf.Y ?? 1);
}
