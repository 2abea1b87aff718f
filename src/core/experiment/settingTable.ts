import { sameValue } from '../label/sameValue';
import { settingLeaves } from './settingDifferences';

/** One setting in several runs, as tables and figures show it. */
export type SettingRow = {
  readonly key: string;
  /** One a run; "none" where it has no such setting. */
  readonly texts: readonly string[];
  /** One a run; null where some run has no number. */
  readonly numbers: readonly number[] | null;
  /** How the values lie on an axis: evenly, by their logarithm (positive numbers over a factor of ten or more), or as words. */
  readonly scale: 'linear' | 'log' | 'words';
  readonly differs: boolean;
};

const leastFactor = 10;

/** All settings of some runs, in the order of the keys. */
export function settingTable(settings: readonly object[]): readonly SettingRow[] {
  const flat = settings.map((one) => new Map(settingLeaves(one, '')));
  const keys = [...new Set(flat.flatMap((one) => [...one.keys()]))].toSorted();
  return keys.map((key) =>
    settingRow(
      key,
      flat.map((one) => one.get(key)),
    ),
  );
}

function settingRow(key: string, values: readonly unknown[]): SettingRow {
  const texts = values.map(settingText);
  const differs = values.some((value) => !sameValue(value ?? null, values[0] ?? null));
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length < values.length || values.length === 0) return { key, texts, numbers: null, scale: 'words', differs };
  const [least, most] = numbers.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return { key, texts, numbers, scale: (least ?? 0) > 0 && (most ?? 0) >= leastFactor * (least ?? 0) ? 'log' : 'linear', differs };
}

/** A setting's value in a few characters; a sweep draws numbers with more digits than anyone reads. */
export function settingText(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return Array.isArray(value) ? value.map(settingText).join(', ') || '(empty)' : String(value);
}
