import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TaskName } from '../../core/experiment/taskName';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { centrePointStride } from '../../core/network/architectures/centrePoint';
import type { Graph } from '../../core/network/buildGraph';
import { type Head, inferenceModel, type Weights } from '../../core/network/inferenceModel';
import { encodeOnnx } from '../../core/network/onnx';
import { readOnnxMetadata } from '../../core/network/onnxMetadata';
import { writeBeside } from '../files/writeBeside';
import { modelMetadata } from './modelMetadata';

/** What an exported model says of itself: how its input is made and what its output means. */
export type ModelAbout = {
  readonly task: TrainerJob['task'];
  readonly target: string;
  readonly unit: string;
  readonly classes: readonly string[];
  readonly inputs: readonly string[];
  readonly image: TrainerJob['experiment']['image'];
  /** Two classes: from this probability on, the second one; boxes and masks: from it on, a box or a pixel; null otherwise. */
  readonly threshold: number | null;
  /** The run that trained it, and the SHA-256 of its data (index, labels), split and experiment; models of earlier versions don't say. */
  readonly run?: string;
  readonly hashes?: NonNullable<TrainerJob['hashes']>;
  /** What the numbers of `output` mean, in words. */
  readonly output?: string;
};

const key = 'radsteps';

const outputs: Readonly<Record<TaskName, string>> = {
  regression: 'the number in its unit',
  classification: 'the probability of each class',
  detection: `for each place of a grid of every ${centrePointStride}th pixel of the input: the probability that a box has its centre there, rows and columns of the box in places of the grid, and rows and columns from the place's upper left corner to the centre in places; a box stands where no place around is more probable`,
  segmentation: 'for each pixel of the input the probability that it belongs to the mask',
};

/** Writes the trained network as `<sha256>.onnx` with all that its use needs to know in its metadata: as one JSON text under `radsteps`, and in plain keys. */
export async function exportModel(
  job: TrainerJob,
  graph: Graph,
  trained: Weights,
  head: Head,
  threshold: number | null,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const { experiment, task, target, unit, classes, run, hashes } = job;
  const what = { task, target, unit, classes, inputs: experiment.data.inputs, image: experiment.image, threshold, output: outputs[task] };
  const about: ModelAbout = { ...what, run, ...(hashes && { hashes }) };
  const bytes = encodeOnnx(inferenceModel(graph, trained, head, { ...modelMetadata(about), [key]: JSON.stringify(about) }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeBeside(join(job.out.weights, `${sha256}.onnx`), bytes);
  return { sha256, bytes: bytes.length };
}

/** What a model that RadSteps exported says of itself; null for any other file. */
export function readModelAbout(bytes: Uint8Array): ModelAbout | null {
  const text = readOnnxMetadata(bytes)[key];
  return text === undefined ? null : (JSON.parse(text) as ModelAbout);
}
