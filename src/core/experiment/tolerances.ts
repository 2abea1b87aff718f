import type { LabelDefinition } from '../label/protocol';

/** Studies of bone age tell the shares of films that are right within half a year and within a year. */
const usualMonths: readonly number[] = [6, 12];

/** Errors up to which a number's predictions are told as shares: those of the protocol, else 6 and 12 of months, else none. */
export const tolerancesOf = ({ unit = '', tolerances }: Pick<LabelDefinition, 'unit' | 'tolerances'>): readonly number[] =>
  tolerances === undefined ? usualTolerances(unit) : [...new Set(tolerances)].sort((a, b) => a - b);

/** True for the unit of ages in months. */
export const isMonths = (unit: string): boolean => /^months?$/i.test(unit);

/** Those of a unit of which no more is known. */
export const usualTolerances = (unit: string): readonly number[] => (isMonths(unit) ? usualMonths : []);

/** The metric's name of such a share: `within_12_months`, or without the unit where that is not a plain word. */
export const withinMetric = (most: number, unit: string): string => `within_${most}${/^[a-z]+$/i.test(unit) ? `_${unit}` : ''}`;

const pattern = /^within_(\d+(?:\.\d+)?)(?:_([A-Za-z]+))?$/;

/** "share within 12 months" of such a metric's name; null of another one. */
export function withinTitle(metric: string): string | null {
  const [, most, unit] = pattern.exec(metric) ?? [];
  return most === undefined ? null : `share within ${most}${unit === undefined ? '' : ` ${unit}`}`;
}

/** The tolerances that a run's metrics were told for, ascending; of a record that has none, those that its unit suggests. */
export function tolerancesOfRun(metrics: readonly string[], unit: string): readonly number[] {
  const found = metrics.flatMap((metric) => {
    const most = pattern.exec(metric)?.[1];
    return most === undefined ? [] : [Number(most)];
  });
  return found.length === 0 ? usualTolerances(unit) : found.sort((a, b) => a - b);
}
