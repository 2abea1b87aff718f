import type { TrainerImage, TrainerJob } from '../../core/experiment/trainerJob';
import type { Head } from '../../core/network/inferenceModel';
import { UserError } from '../../core/userError';
import type { Example } from './batches';
import type { PackedImages } from './packedCache';

/** What training works on, once the unreadable images are left out. */
export type Examples = {
  readonly train: readonly Example[];
  readonly tuning: readonly Example[];
  readonly head: Head;
  readonly trainMean: number;
};

/** Turns the job's images into examples; targets in a unit are standardised by the training part's mean and standard deviation. */
export function makeExamples(job: TrainerJob, cache: Pick<PackedImages, 'has'>): Examples {
  const train = job.train.filter((image) => cache.has(image.sha256));
  const tuning = job.tuning.filter((image) => cache.has(image.sha256));
  requireSome(train, 'training');
  requireSome(tuning, 'tuning');
  const targets = train.map((image) => image.target);
  const trainMean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  if (job.task === 'classification') return { ...classExamples(job, train, tuning), trainMean };
  const variance = targets.reduce((sum, target) => sum + (target - trainMean) ** 2, 0) / targets.length;
  // Equal targets have no spread to divide by.
  const sd = Math.sqrt(variance) || 1;
  const example = (image: TrainerImage): Example => ({ ...image, expected: [(image.target - trainMean) / sd], weight: 1, group: 0 });
  return { train: train.map(example), tuning: tuning.map(example), head: { kind: 'number', mean: trainMean, sd }, trainMean };
}

function classExamples(job: TrainerJob, train: readonly TrainerImage[], tuning: readonly TrainerImage[]): Omit<Examples, 'trainMean'> {
  const counts = job.classes.map((_, index) => train.filter((image) => image.target === index).length);
  const present = counts.filter((count) => count > 0).length;
  if (present < 2) {
    throw new UserError(
      `All training images have the same ${job.target}, so there is nothing to learn; label more images or make another split.`,
    );
  }
  const balanced = job.experiment.train.classWeights === 'balanced';
  const weightOf = (index: number): number => (balanced ? train.length / (present * Math.max(counts[index] ?? 1, 1)) : 1);
  const expected = (target: number, spread: number): readonly number[] =>
    job.classes.map((_, index) => (index === target ? 1 - spread : 0) + spread / job.classes.length);
  const example =
    (spread: number) =>
    (image: TrainerImage): Example => {
      const { target } = image;
      return { ...image, expected: expected(target, spread), weight: weightOf(target), group: target };
    };
  const { labelSmoothing } = job.experiment.train;
  return { train: train.map(example(labelSmoothing)), tuning: tuning.map(example(0)), head: { kind: 'classes' } };
}

function requireSome(images: readonly unknown[], part: string): void {
  if (images.length === 0)
    throw new UserError(`No image of the ${part} part could be used; label and split more images, then train again.`);
}
