import type { FoldEntry, FoldsRecord } from '../../core/experiment/foldsRecord';
import type { FoldRow } from '../../core/experiment/foldTable';
import { judgeFolds } from '../../core/experiment/judgeFolds';
import type { FinishedRun } from '../../core/experiment/runRecord';
import type { ReportProgress } from '../../core/progress';
import { metricPlan } from '../training/metricPlan';
import { readFoldRows, writeFoldRows } from './foldFiles';
import { type FoldsPlan, foldPlan } from './planFolds';
import { predictHeld } from './predictHeld';
import type { RunEvent } from './runPrepared';

/** Lets a fold's finished run predict what it has not seen, and judges it; the images come from the cache of the project `cacheOf`. */
export async function judgeFold(
  root: string,
  record: FoldsRecord,
  plan: FoldsPlan,
  run: FinishedRun,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
  cacheOf = root,
): Promise<FoldsRecord> {
  const { group, classes } = record;
  const index = run.fold?.index ?? 0;
  const progress: ReportProgress = ({ phase, done, total }) =>
    report({ event: 'progress', phase: phase === 'caching' ? 'caching' : 'evaluating', done, total });
  const { rows, warnings } = await predictHeld(root, run, classes, foldPlan(plan, group, index).held, progress, signal, cacheOf);
  for (const message of warnings) report({ event: 'warning', message });
  const others = (await readFoldRows(root, record)).filter(({ fold }) => fold !== index);
  const all = await writeFoldRows(root, record, [...others, ...rows]);
  const mine = all.filter(({ fold }) => fold === index);
  const { metrics, missing } = judgeFolds(mine, plan.base.job, meanOf(plan));
  const notes = [...record.notes, ...warnings, ...missing.map((text) => `Fold ${index} has ${text}`)];
  return { ...withFold(record, index, { predicted: predictedOf(mine), metrics }), notes: [...new Set(notes)] };
}

/** The record with one fold changed. */
export const withFold = (record: FoldsRecord, index: number, change: Partial<FoldEntry>): FoldsRecord => ({
  ...record,
  folds: record.folds.map((entry) => (entry.index === index ? { ...entry, ...change } : entry)),
});

const predictedOf = (rows: readonly FoldRow[]): number => rows.filter(({ prediction }) => prediction !== null).length;

/** The mean target of a fold's training images. */
const meanOf =
  (plan: FoldsPlan) =>
  (index: number): number => {
    const { train } = foldPlan(plan, '', index).plan.job;
    return train.reduce((sum, { target }) => sum + target, 0) / train.length;
  };

/** Pools the predictions of all folds, once each has predicted. */
export async function poolFolds(root: string, record: FoldsRecord, plan: FoldsPlan): Promise<FoldsRecord> {
  if (record.folds.some(({ predicted }) => predicted === null)) return record;
  const rows = await readFoldRows(root, record);
  const { metrics, missing } = judgeFolds(rows, plan.base.job, meanOf(plan));
  const { primary } = metricPlan(record);
  const patients = new Set(rows.map(({ patient }) => patient)).size;
  const pooled = { images: rows.length, patients, predicted: predictedOf(rows), primary, metrics };
  return { ...record, pooled, notes: [...new Set([...record.notes, ...missing.map((text) => `The pooled predictions have ${text}`)])] };
}
