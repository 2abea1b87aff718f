import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TrainerJob } from '../../core/experiment/trainerJob';
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
  /** Two classes: from this probability on, the second one; null otherwise. */
  readonly threshold: number | null;
  /** The run that trained it, and the SHA-256 of its data (index, labels), split and experiment; models of earlier versions don't say. */
  readonly run?: string;
  readonly hashes?: NonNullable<TrainerJob['hashes']>;
};

const key = 'radsteps';

/** Writes the trained network as `<sha256>.onnx` with all that its use needs to know in its metadata: as one JSON text under `radsteps`, and in plain keys. */
export async function exportModel(
  job: TrainerJob,
  graph: Graph,
  trained: Weights,
  head: Head,
  threshold: number | null,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const { experiment, task, target, unit, classes, run, hashes } = job;
  const what = { task, target, unit, classes, inputs: experiment.data.inputs, image: experiment.image, threshold };
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
