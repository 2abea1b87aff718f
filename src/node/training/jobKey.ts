import { createHash } from 'node:crypto';
import type { TrainerImage, TrainerJob } from '../../core/experiment/trainerJob';

/** Names what a job trains: jobs of equal settings and images have equal keys, wherever their files lie. */
export function jobKey(job: TrainerJob): string {
  const imageText = ({ image, sha256, target, inputs, size, marks }: TrainerImage) => [
    ...[image, sha256, target, inputs],
    // Only where there are some, so that other jobs keep their keys.
    ...(marks === undefined ? [] : [size, marks]),
  ];
  const { experiment, task, classes, train, tuning, files = {} } = job;
  const text = JSON.stringify([
    experiment,
    task,
    classes,
    train.map(imageText),
    tuning.map(imageText),
    files.weights?.sha256,
    files.model?.sha256,
  ]);
  return createHash('sha256').update(text).digest('hex');
}
