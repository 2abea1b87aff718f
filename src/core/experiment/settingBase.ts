import { sameValue } from '../label/sameValue';
import { experimentDefaults } from './experimentDefaults';
import type { HistoryRow } from './historyTable';
import { settingLeaves } from './settingDifferences';

/**
 * What a run's settings are held against: `common`, what most runs have; `defaults`, RadSteps's own; `experiment`, the experiment's file (what
 * `--set` or a sweep changed); or those of one run.
 */
export type SettingBase = 'common' | 'defaults' | 'experiment' | { readonly run: string };

/** One setting by its dotted key with its value in a run; null where the run's record does not know it. */
export type OwnSetting = readonly [key: string, value: unknown];

const usual: ReadonlyMap<string, unknown> = new Map(settingLeaves(experimentDefaults));

/** What has no default that it could differ from. */
const withoutDefault = new Set(['data.target', 'data.reader']);

/** The value of a setting in a run, by its dotted key; undefined for a run without a record. */
export function settingOf({ record }: Pick<HistoryRow, 'record'>, key: string): unknown {
  if (record === null) return undefined;
  return Object.hasOwn(record.ownSettings, key) ? record.ownSettings[key] : usual.get(key);
}

/** The keys of all settings that are not the same in all runs, sorted. */
export function varyingSettings(rows: readonly HistoryRow[]): readonly string[] {
  const known = rows.filter(({ record }) => record !== null);
  const [first] = known;
  if (first === undefined) return [];
  const keys = new Set<string>();
  for (const { record } of known) for (const key in record?.ownSettings) keys.add(key);
  return [...keys].filter((key) => known.some((row) => !sameValue(settingOf(row, key), settingOf(first, key)))).toSorted();
}

/** The value that most of the runs have; of equally common ones that of the newest run. */
function commonValue(rows: readonly HistoryRow[], key: string): unknown {
  const counts = new Map<string, { n: number; readonly value: unknown }>();
  for (const row of rows) {
    if (row.record === null) continue;
    const value = settingOf(row, key);
    // Texts are themselves enough: a setting has values of one kind.
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const entry = counts.get(text);
    if (entry === undefined) counts.set(text, { n: 1, value });
    else entry.n += 1;
  }
  let most = { n: 0, value: undefined as unknown };
  for (const entry of counts.values()) if (entry.n > most.n) most = entry;
  return most.value;
}

const held =
  (keys: readonly string[], base: (key: string) => unknown) =>
  (row: HistoryRow): readonly OwnSetting[] =>
    row.record === null
      ? []
      : keys.filter((key) => !sameValue(settingOf(row, key), base(key))).map((key) => [key, settingOf(row, key)] as const);

/** Makes what tells in which settings a run differs from the base; a run that is not among them is no base, so that `common` takes its place. */
export function changedSettings(rows: readonly HistoryRow[], base: SettingBase): (row: HistoryRow) => readonly OwnSetting[] {
  if (base === 'experiment') return (row) => row.changed.map((key) => [key, settingOf(row, key)] as const);
  if (base === 'defaults') {
    return ({ record }) => Object.entries(record?.ownSettings ?? {}).filter(([key]) => !withoutDefault.has(key));
  }
  const varying = varyingSettings(rows);
  const chosen = typeof base === 'object' ? rows.find(({ listing, record }) => listing.run === base.run && record !== null) : undefined;
  if (chosen !== undefined) return held(varying, (key) => settingOf(chosen, key));
  const common = new Map(varying.map((key) => [key, commonValue(rows, key)]));
  return held(varying, (key) => common.get(key));
}

const lastPart = (key: string): string => key.slice(key.indexOf('.') + 1);
const ambiguous = new Set([...usual.keys()].map(lastPart).filter((last, place, all) => all.indexOf(last) !== place));

/** The last part of a dotted key where that is clear enough: "learningRate". */
export const shortSetting = (key: string): string => (ambiguous.has(lastPart(key)) ? key : lastPart(key));

/** A setting's value in a few letters: "0.0003", "16×32×64", "on", "none". */
export function settingText(value: unknown): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return value === '' ? 'none' : String(value);
}
