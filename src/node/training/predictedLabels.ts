import { join } from 'node:path';
import { boxTableFile, formatBoxTable } from '../../core/experiment/boxTable';
import type { PredictionRow } from '../../core/experiment/predictionTable';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { formatLabel } from '../../core/label/labelFile';
import { predictedLabelFile } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { writeBeside } from '../files/writeBeside';
import type { Example } from './batches';
import type { TrainingState } from './checkpoint';
import { boxesPrediction, type DrawnPrediction, maskPrediction, modelLabel } from './drawnPrediction';
import type { Evaluator } from './evaluate';
import { type OutputPlan, sizeOf } from './exampleTarget';
import { keptBoxes, keptOverlap, readMask } from './keptOutput';
import { type PreparedRun, trainedOf } from './preparedRun';

/** Files written together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

/** Writes the best epoch's boxes or masks, a label file an image of the tuning part, and a table of all boxes, also those that are not called; nothing for other tasks. Masks are worked out again, because to keep them all takes much memory. */
export async function writePredictedLabels(run: PreparedRun, { best }: TrainingState, see: Evaluator['see']): Promise<void> {
  const { job, examples, measurer, graph } = run;
  if (best === null) return;
  const write = async ({ image }: Example, { marks }: DrawnPrediction): Promise<void> =>
    writeBeside(join(job.out.record, predictedLabelFile(image)), formatLabel(modelLabel(job.run, image, marks)));
  if (job.task === 'detection') {
    const threshold = measurer.threshold(best.outputs);
    const boxes = (index: number) => boxesPrediction(keptBoxes(best.outputs[index] ?? []), job.target, threshold);
    await mapBounded(examples.tuning, (example, index) => write(example, boxes(index)), undefined, waitingForTheDisk);
    const all = examples.tuning.map(({ image }, index) => ({ image, boxes: keptBoxes(best.outputs[index] ?? []) }));
    await writeBeside(join(job.out.record, boxTableFile), formatBoxTable(all));
  }
  if (job.task !== 'segmentation') return;
  const plan: OutputPlan = { task: job.task, image: job.experiment.image, shape: graph.outputShape };
  await see(examples.tuning, trainedOf(best.vectors), (example, said) => {
    const size = sizeOf(example);
    return write(example, maskPrediction(readMask(said, plan, size), job.target, size));
  });
}

/** What the table says of an example with boxes or a mask: how many boxes, or which share of the image, by the reader and by the network. */
export function drawnRow(
  { task, target }: Pick<TrainerJob, 'task' | 'target'>,
  example: Example,
  kept: readonly number[],
  threshold: number | null,
): Pick<PredictionRow, 'label' | 'prediction' | 'probabilities' | 'score'> {
  if (task === 'detection') {
    const { marks: _, ...prediction } = boxesPrediction(keptBoxes(kept), target, threshold);
    return { label: example.target, ...prediction };
  }
  const { rows, columns } = sizeOf(example);
  const { marked, found, score } = keptOverlap(kept);
  return { label: marked / (rows * columns), prediction: found / (rows * columns), probabilities: [], score };
}
