import { sameValue } from '../label/sameValue';

/** One setting that is not the same in all runs, by its dotted key, with its value in each run. */
export type SettingDifference = { readonly key: string; readonly values: readonly unknown[] };

/** The settings in which runs differ, in the order of the keys. */
export function settingDifferences(settings: readonly object[]): readonly SettingDifference[] {
  const flat = settings.map((one) => new Map(settingLeaves(one)));
  const keys = [...new Set(flat.flatMap((one) => [...one.keys()]))].toSorted();
  return keys
    .map((key) => ({ key, values: flat.map((one) => one.get(key) ?? null) }))
    .filter(({ values }) => values.some((value) => !sameValue(value, values[0])));
}

/** Settings by their dotted keys; a list is one value. */
export function settingLeaves(value: object, prefix = ''): readonly (readonly [key: string, value: unknown])[] {
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? settingLeaves(entry, `${prefix}${name}.`)
      : [[prefix + name, entry] as const],
  );
}
