/** A curve over time as a table: frame from 1, milliseconds where they are known, value (empty for padding) with its unit in the heading. */
export function curveCsv(values: ArrayLike<number>, timesMs: readonly number[], unit: string): string {
  const hasTimes = timesMs.length === values.length;
  const value = unit === '' ? 'value' : `value (${unit})`;
  const heading = ['frame', ...(hasTimes ? ['time (ms)'] : []), /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value];
  const rows = Array.from(values, (number, at) => [at + 1, ...(hasTimes ? [timesMs[at]] : []), Number.isNaN(number) ? '' : number]);
  return `${[heading, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}
