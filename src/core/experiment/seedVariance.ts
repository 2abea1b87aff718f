import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { FinishedRun, RunRecord } from './runRecord';
import { settingDifferences } from './settingDifferences';

/** How much a metric differs between runs that differ in the seed alone. */
export type SeedVariance = {
  readonly metric: string;
  /** The runs that it is known from, one a seed. */
  readonly runs: readonly string[];
  /** Sample standard deviation of the metric's best value over the seeds. */
  readonly deviation: number;
  /** What two runs with different seeds differ by at most, in 95 of 100 cases. */
  readonly tolerance: number;
};

const fewest = 3;

/** The settings of the engine say where, not what is trained. */
const isSeedOrEngine = (key: string): boolean => key === 'train.seed' || key.startsWith('engine.');

const sameData = (a: RunRecord, b: RunRecord): boolean =>
  (['images', 'split', 'labels', 'weights', 'model'] as const).every((key) => a.hashes[key] === b.hashes[key]);

function isOtherSeed(record: RunRecord, other: RunRecord): other is FinishedRun {
  const alike = other.state === 'finished' && other.task === record.task && other.target === record.target && sameData(record, other);
  if (!alike || (other.fold ?? null) !== null) return false;
  return settingDifferences([record.settings, other.settings]).every(({ key }) => isSeedOrEngine(key));
}

/**
 * The spread of a run's first metric over seeds, from the finished runs with the same data and settings but other seeds (its own is one of them);
 * null with fewer than three seeds. The tolerance is Student's t times the standard deviation of a difference of two independent runs.
 */
export function seedVariance(record: RunRecord, others: readonly RunRecord[]): SeedVariance | null {
  const metric = 'result' in record ? record.result?.primary : undefined;
  if (metric === undefined) return null;
  const bySeed = new Map<number, { readonly run: string; readonly value: number }>();
  for (const other of [record, ...others]) {
    const value = 'result' in other ? other.result?.metrics[metric]?.best.value : undefined;
    const fits = other.run === record.run || isOtherSeed(record, other);
    // A second run of one seed tells nothing of other seeds.
    if (fits && value !== undefined && !bySeed.has(other.settings.train.seed))
      bySeed.set(other.settings.train.seed, { run: other.run, value });
  }
  const found = [...bySeed.values()];
  if (found.length < fewest) return null;
  const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
  const deviation = Math.sqrt(found.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (found.length - 1));
  const tolerance = tQuantile(0.975, found.length - 1) * Math.SQRT2 * deviation;
  return { metric, runs: found.map(({ run }) => run), deviation, tolerance };
}
