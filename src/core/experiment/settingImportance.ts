import type { Undefined } from '../statistics/estimate';
import { permutationImportance } from '../statistics/permutationImportance';
import type { TreeFeature } from '../statistics/regressionTree';
import { metricTitle } from './describeMetric';
import { type SettingRow, settingTable } from './settingTable';

/** A run's settings and the value of a metric. */
export type MeasuredRun = { readonly run: string; readonly settings: object; readonly value: number };

/** How much of a metric's differences between runs is owed to each setting. */
export type SettingImportance = {
  readonly metric: string;
  /** Runs that it is computed from. */
  readonly runs: number;
  /** The most important first. `share` is of the metric's variance; `keys` are several where they were always changed together. */
  readonly settings: readonly { readonly keys: readonly string[]; readonly share: number; readonly values: number }[];
  /** A share up to this is what chance gives. */
  readonly noise: number;
  /** Share of the metric's variance that all settings together explain. */
  readonly explained: number;
  /** How it was computed, as a sentence. */
  readonly method: string;
  readonly notes: readonly string[];
};

/** With fewer runs a forest only learns them by heart. */
export const fewestRuns = 10;
/** More make it slow and no better; the newest are taken. */
const mostRuns = 500;
const trees = 300;

/** A seed is chance, and the target is not chosen for its metric. */
const left = ['train.seed', 'data.target', 'data.reader'];

/** How important the settings are that differ between runs for a metric; the reason where there are too few runs, or the settings explain nothing. */
export function settingImportance(measured: readonly MeasuredRun[], metric: string): SettingImportance | Undefined {
  const title = metricTitle(metric);
  const usable = measured.filter(({ value }) => Number.isFinite(value)).toSorted((a, b) => (a.run < b.run ? 1 : -1));
  if (usable.length < fewestRuns)
    return {
      undefined: `Importance needs at least ${fewestRuns} runs with ${title}; there ${usable.length === 1 ? 'is 1' : `are ${usable.length}`}. A sweep makes many.`,
    };
  const runs = usable.slice(0, mostRuns);
  const groups = changedTogether(
    settingTable(runs.map(({ settings }) => settings)).filter(({ key, differs }) => differs && !left.includes(key)),
  );
  if (groups.length === 0) return { undefined: `No setting differs between these ${runs.length} runs (their seeds apart).` };
  const values = runs.map(({ value }) => value);
  if (values.every((value) => value === values[0])) return { undefined: `All ${runs.length} runs have the same ${title}.` };
  const { shares, noise, explained } = permutationImportance(groups.map(featureOf), values, { trees });
  if (explained <= 0)
    return {
      undefined: `The settings do not explain how ${title} differs between these ${runs.length} runs: a forest knows no more than their mean. More runs, or wider ranges, may show more.`,
    };
  const settings = groups.map((rows, index) => ({
    keys: rows.map(({ key }) => key),
    share: Math.max(0, shares[index] ?? 0),
    values: new Set(rows[0]?.texts).size,
  }));
  return {
    ...{ metric, runs: runs.length, noise, explained },
    settings: settings.toSorted((a, b) => b.share - a.share),
    method: `Permutation importance in a random forest of ${trees} trees, out of the bag (Breiman 2001), n = ${runs.length} runs; half of how the squared error grows when a setting is shuffled, as a share of the variance of ${title}. The forest explains ${Math.round(100 * explained)} % of it; a setting at most as important as a shuffled one is drawn pale.`,
    notes: [
      ...(usable.length > mostRuns ? [`The newest ${mostRuns} of ${usable.length} runs are taken.`] : []),
      ...(runs.length < 30 ? ['With fewer than 30 runs take it for a hint.'] : []),
      'It holds for the ranges that these runs have tried, and is not a cause by itself.',
    ],
  };
}

/** Settings that part the runs in the same way can't be told apart. */
function changedTogether(rows: readonly SettingRow[]): readonly (readonly SettingRow[])[] {
  const groups = new Map<string, SettingRow[]>();
  for (const row of rows) {
    const places = new Map([...new Set(row.texts)].map((text, place) => [text, place]));
    const parts = row.texts.map((text) => places.get(text)).join(' ');
    groups.set(parts, [...(groups.get(parts) ?? []), row]);
  }
  return [...groups.values()];
}

function featureOf([row]: readonly SettingRow[]): TreeFeature {
  if (row?.numbers) return { kind: 'number', values: row.scale === 'log' ? row.numbers.map(Math.log) : row.numbers };
  const texts = row?.texts ?? [];
  const words = [...new Set(texts)].toSorted();
  return { kind: 'words', values: texts.map((text) => words.indexOf(text)) };
}
