const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** "11 years 4 months" of months, to the nearest whole one. */
export function monthWords(months: number): string {
  const whole = Math.round(Math.abs(months));
  const sign = months < 0 && whole > 0 ? '-' : '';
  const [years, rest] = [Math.floor(whole / 12), whole % 12];
  if (years === 0) return `${sign}${counted(rest, 'month')}`;
  return `${sign}${counted(years, 'year')}${rest === 0 ? '' : ` ${counted(rest, 'month')}`}`;
}
