import { sameValue } from '../label/sameValue';
import { experimentDefaults } from './experimentDefaults';
import type { HistoryMetric, HistoryTable, PackedMetric, PackedRecord, PackedRun } from './historyTable';
import type { RunListing } from './runListing';
import type { ReadNotes } from './runNotesFile';
import type { MetricSummary, RunRecord } from './runRecord';

/** Gathers runs of the history into a table, one after the other, so that no record has to be held. */
export type HistoryPacker = {
  readonly pack: (listing: RunListing, record: RunRecord | null) => PackedRun;
  /** The table of packed runs, newest first. */
  readonly table: (runs: readonly PackedRun[], more: Pick<HistoryTable, 'groups' | 'problems'>) => HistoryTable;
  /** The words and metrics that packed runs mean by their numbers so far. */
  readonly words: PackedWords;
};

/** What the numbers of packed runs stand for. */
export type PackedWords = Pick<HistoryTable, 'texts' | 'metrics'>;

/** Of each section the keys with their dotted names and defaults. */
const usual = Object.entries(experimentDefaults).map(
  ([section, values]) =>
    [section, new Map(Object.entries(values).map(([key, value]) => [key, [`${section}.${key}`, value] as const]))] as const,
);

/** Gives each value a number, the same for equal keys, and goes on after those that have one. */
function numbering<T>(
  begun: readonly T[],
  keyOf: (value: T) => string,
): { readonly values: T[]; readonly of: (key: string, value: T) => number } {
  const values = [...begun];
  const places = new Map(values.map((value, place) => [keyOf(value), place]));
  return {
    values,
    of: (key, value) => {
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, values.length);
      return values.push(value) - 1;
    },
  };
}

/** The settings that are not as the defaults; one that an older record does not know is null. */
export function ownSettings(settings: object): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = {};
  const given = settings as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  // Plain loops: this is done for every setting of thousands of runs.
  for (const [section, values] of usual) {
    const found = given[section] ?? {};
    for (const [key, [name, value]] of values) {
      const one = found[key];
      if (one === undefined) own[name] = null;
      else if (one !== value && (typeof one !== 'object' || !sameValue(one, value))) own[name] = one;
    }
    for (const key in found) if (!values.has(key)) own[`${section}.${key}`] = found[key];
  }
  return own;
}

const metricKey = ({ name, unit, better }: HistoryMetric): string => `${name}\n${unit}\n${better}`;

/** Makes the packer of one table, which goes on with the words of another where runs of that are kept. */
export function historyPacker(begun: PackedWords = { texts: [], metrics: [] }): HistoryPacker {
  const texts = numbering(begun.texts, (value) => value);
  const metrics = numbering(begun.metrics, metricKey);
  const text = (value: string): number => texts.of(value, value);
  const metric = ([name, { unit, better, best }]: readonly [string, MetricSummary]): PackedMetric => [
    metrics.of(metricKey({ name, unit, better }), { name, unit, better }),
    best.value,
    best.interval?.[0] ?? null,
    best.interval?.[1] ?? null,
    best.n,
    best.patients,
  ];
  const packRecord = (record: RunRecord): PackedRecord => {
    const result = 'result' in record ? record.result : null;
    const { name, backend, device } = record.engine;
    return {
      ...{ author: text(record.author), branch: record.branch === null ? null : text(record.branch), target: text(record.target) },
      ...{ engine: text(name), backend: text(backend), device: text(device), parent: record.parent },
      settings: ownSettings(record.settings),
      changed: Object.keys(record.changed).map(text),
      remarks: record.notes.map(text),
      images: record.data.train.images,
      result: result && {
        ...{ primary: result.primary, parameters: result.parameters, imagesPerSecond: result.imagesPerSecond },
        peakMemoryMb: result.peakMemoryMb,
        metrics: Object.entries(result.metrics).map(metric),
      },
    };
  };
  return {
    pack: ({ metric: _, ...listing }, record) => ({ listing, record: record && packRecord(record) }),
    table: (runs, more) => ({ texts: texts.values, metrics: metrics.values, runs, ...more }),
    words: { texts: texts.values, metrics: metrics.values },
  };
}

/** A packed run with what people noted of it. */
export const withNotes = (run: PackedRun, notes: ReadNotes | undefined): PackedRun => (notes === undefined ? run : { ...run, notes });
