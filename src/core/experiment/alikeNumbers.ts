/** Numbers that stand together (a value and its interval), with as many decimals as the largest of them needs for three figures. */
export function alikeNumbers(values: readonly number[]): readonly string[] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const decimals = largest < 1.5 ? 3 : largest < 10 ? 2 : 1;
  return values.map((value) => {
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? text.replace('-', '') : text;
  });
}
