import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import { type Head, inferenceModel, type Weights } from '../../core/network/inferenceModel';
import { encodeOnnx } from '../../core/network/onnx';
import { readOnnxMetadata } from '../../core/network/onnxMetadata';
import { writeBeside } from '../files/writeBeside';

/** What an exported model says of itself: how its input is made and what its output means. */
export type ModelAbout = {
  readonly task: TrainerJob['task'];
  readonly target: string;
  readonly unit: string;
  readonly classes: readonly string[];
  readonly inputs: readonly string[];
  readonly image: TrainerJob['experiment']['image'];
  /** Two classes: from this probability on, the second one; null otherwise. */
  readonly threshold: number | null;
};

const key = 'radsteps';

/** Writes the trained network as `<sha256>.onnx`; equal weights give equal files, so the run's name is not in it. */
export async function exportModel(
  job: TrainerJob,
  graph: Graph,
  trained: Weights,
  head: Head,
  threshold: number | null,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const { experiment, task, target, unit, classes } = job;
  const about: ModelAbout = { task, target, unit, classes, inputs: experiment.data.inputs, image: experiment.image, threshold };
  const bytes = encodeOnnx(inferenceModel(graph, trained, head, { [key]: JSON.stringify(about) }));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeBeside(join(job.out.weights, `${sha256}.onnx`), bytes);
  return { sha256, bytes: bytes.length };
}

/** What a model that RadSteps exported says of itself; null for any other file. */
export function readModelAbout(bytes: Uint8Array): ModelAbout | null {
  const text = readOnnxMetadata(bytes)[key];
  return text === undefined ? null : (JSON.parse(text) as ModelAbout);
}
