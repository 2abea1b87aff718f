import { join } from 'node:path';
import { formatMetrics, type MetricsRow } from '../../core/experiment/metricsTable';
import { formatPredictions, type PredictionRow } from '../../core/experiment/predictionTable';
import { writeBeside } from '../files/writeBeside';
import { type EpochResult, type TrainingState, writeCheckpoint } from './checkpoint';
import { predictionOf } from './prediction';
import type { PreparedRun } from './preparedRun';

/** Writes what an epoch has brought (tables first, then the checkpoint of a whole epoch) and tells of it. */
export async function keepEpoch(run: PreparedRun, key: string, state: TrainingState, whole: boolean): Promise<void> {
  await writeTables(run, state);
  if (whole) await writeCheckpoint(run.job.out.local, key, state);
  const last = state.history.at(-1);
  if (last === undefined) return;
  const { epoch, trainLoss, tuningLoss, metrics, seconds } = last;
  const best = state.best?.epoch === epoch;
  const { epochs } = run.job.experiment.train;
  run.emit({
    event: 'epoch',
    epoch,
    epochs,
    trainLoss,
    tuningLoss,
    metrics,
    best,
    seconds,
    imagesPerSecond: speedOf([last]),
    waitedShare: waitedShareOf([last]),
  });
}

/** Writes `metrics.csv` of all epochs and `predictions.csv` of the best one. */
export async function writeTables({ job, examples, measurer }: PreparedRun, state: TrainingState): Promise<void> {
  await writeBeside(join(job.out.record, 'metrics.csv'), formatMetrics(state.history.map(rowOf)));
  if (state.best === null) return;
  const { outputs } = state.best;
  const threshold = measurer.threshold(outputs);
  const rows = examples.tuning.map((example, index): PredictionRow => {
    const { image, patient, target } = example;
    const label = job.task === 'classification' ? (job.classes[target] ?? null) : target;
    const classes = job.task === 'classification' ? job.classes : [];
    return { image, patient, label, ...predictionOf(outputs[index] ?? [], classes, threshold), problem: '' };
  });
  await writeBeside(join(job.out.record, 'predictions.csv'), formatPredictions(rows, job.task === 'classification' ? job.classes : []));
}

/** Training images a second over these epochs, evaluation left out. */
export function speedOf(history: readonly EpochResult[]): number {
  const seconds = history.reduce((sum, epoch) => sum + epoch.trainingSeconds, 0);
  return seconds > 0 ? history.reduce((sum, epoch) => sum + epoch.images, 0) / seconds : 0;
}

/** Share (0..1) of the training time of these epochs in which the engine waited for images. */
export function waitedShareOf(history: readonly EpochResult[]): number {
  const seconds = history.reduce((sum, epoch) => sum + epoch.trainingSeconds, 0);
  return seconds > 0 ? history.reduce((sum, epoch) => sum + epoch.waitedSeconds, 0) / seconds : 0;
}

function rowOf(result: EpochResult): MetricsRow {
  const { epoch, trainLoss, tuningLoss, seconds } = result;
  const metrics = Object.entries(result.metrics).map(([name, { value, interval }]) => {
    const [lower = null, upper = null] = interval ?? [];
    return [name, { value, lower, upper }] as const;
  });
  return { epoch, trainLoss, tuningLoss, seconds, imagesPerSecond: speedOf([result]), metrics: Object.fromEntries(metrics) };
}
