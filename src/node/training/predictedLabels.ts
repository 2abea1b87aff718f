import { join } from 'node:path';
import { isDrawnTask, type TaskName } from '../../core/experiment/taskName';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { formatLabel } from '../../core/label/labelFile';
import { predictedLabelFile } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { writeBeside } from '../files/writeBeside';
import type { Example } from './batches';
import type { TrainingState } from './checkpoint';
import { boxesPrediction, type DrawnPrediction, maskPrediction, modelLabel } from './drawnPrediction';
import { sizeOf } from './exampleTarget';
import { keptBoxes, keptMask, keptOverlap } from './keptOutput';
import type { PreparedRun } from './preparedRun';

/** Files written together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

/** Writes the best epoch's boxes or masks, a label file an image of the tuning part; nothing for other tasks. */
export async function writePredictedLabels({ job, examples, measurer }: PreparedRun, { best }: TrainingState): Promise<void> {
  if (!isDrawnTask(job.task) || best === null) return;
  const threshold = measurer.threshold(best.outputs);
  const write = async (example: Example, index: number): Promise<void> => {
    const { marks } = keptPrediction(job, example, best.outputs[index] ?? [], threshold);
    const label = modelLabel(job.run, example.image, marks);
    await writeBeside(join(job.out.record, predictedLabelFile(example.image)), formatLabel(label));
  };
  await mapBounded(examples.tuning, write, undefined, waitingForTheDisk);
}

/** What the kept numbers of an example with boxes or a mask say. */
export function keptPrediction(
  { task, target }: Pick<TrainerJob, 'task' | 'target'>,
  example: Example,
  kept: readonly number[],
  threshold: number | null,
): DrawnPrediction {
  return task === 'detection'
    ? boxesPrediction(keptBoxes(kept), target, threshold)
    : maskPrediction(keptMask(kept), target, sizeOf(example));
}

/** What the reader says in the same terms: how many boxes, or which share of the image is marked. */
export function keptLabel(task: TaskName, example: Example, kept: readonly number[]): number {
  if (task === 'detection') return example.target;
  const { rows, columns } = sizeOf(example);
  return keptOverlap(kept).marked / (rows * columns);
}
