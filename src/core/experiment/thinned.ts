/** Every k-th value, so that at most `most` remain besides the last; the same ones every time. */
export function thinned<T>(values: readonly T[], most: number): readonly T[] {
  const step = Math.ceil(values.length / most);
  return step <= 1 ? values : values.filter((_, index) => index % step === 0 || index === values.length - 1);
}
