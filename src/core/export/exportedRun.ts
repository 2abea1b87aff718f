import type { MetricsRow } from '../experiment/metricsTable';
import type { PredictionRow } from '../experiment/predictionTable';
import type { RunRecord } from '../experiment/runRecord';
import { withoutPaths } from '../experiment/withoutPaths';
import type { DrawnCases } from './drawnFigures';

/** A run as it leaves the project: its record, and what its tables tell. */
export type ExportedRun = {
  readonly record: RunRecord;
  /** The commit that holds its record; null where git does not hold it yet. */
  readonly commit: string | null;
  /** The branches and tags that have it, for a run that is not in the working tree. */
  readonly refs: readonly string[];
  readonly epochs: readonly MetricsRow[];
  /** What it predicted of its tuning part; none where it has predicted nothing. */
  readonly predictions: readonly PredictionRow[];
  readonly classes: readonly string[];
  /** Of a run for boxes or masks, where its predictions were read with its labels. */
  readonly drawn?: DrawnCases;
};

/** What an image is called unless a project keeps the names of its files. */
const pseudonym = /^img-[0-9a-f]{10}$/;

/** A text without the names of images (those given, and all pseudonyms): `<image>` stands for each. */
export const withoutImages = (text: string, images: ReadonlySet<string>): string =>
  text.replace(/[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu, (word) =>
    images.has(word) || pseudonym.test(word) ? '<image>' : word,
  );

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, change)]));
}

/** A record without paths of a machine anywhere, and without the names of images in its sentences. */
export function cleanRecord(record: RunRecord, images: ReadonlySet<string>): RunRecord {
  const clean = mapTexts(record, (text) => withoutPaths(text, [])) as RunRecord;
  const notes = clean.notes.map((note) => withoutImages(note, images));
  return clean.state === 'failed' ? { ...clean, notes, reason: withoutImages(clean.reason, images) } : { ...clean, notes };
}
