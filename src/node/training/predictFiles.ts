import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { PredictionRow } from '../../core/experiment/predictionTable';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { chunks } from './batches';
import { threadCount } from './cores';
import { rowOf } from './evaluate';
import { readModelAbout } from './exportModel';
import { inOrder } from './inOrder';
import { predictionOf } from './prediction';
import { preparePixels, reasonOf } from './preparePixels';
import { openSession, type Session } from './session';

/** A trained network: its ONNX file and what it was trained for. */
export type TrainedModel = {
  /** Path of the ONNX file. */
  readonly weights: string;
  readonly experiment: Experiment;
  readonly task: 'regression' | 'classification';
  readonly classes: readonly string[];
  readonly unit: string;
};

/** A file to predict, by the name that its row gets, with its scalar inputs in the experiment's order. */
export type FileToPredict = { readonly name: string; readonly file: string; readonly inputs: readonly number[] };

// Small enough that a batch's activations stay in the processor's cache, as measured.
const batchSize = 8;
const mostDecoders = 4;

/** Brings one file to the pixels that the network sees (0 to 65535, row-major); rejects with the reason where it can't. */
export type Prepare = (file: FileToPredict) => Promise<Uint16Array>;

/** What a trained network says of image files, in their order; an unreadable one is a row with the reason; the next files are prepared meanwhile. Throws when aborted, or without weights. */
export async function predictFiles(
  model: TrainedModel,
  files: readonly FileToPredict[],
  report: ReportProgress,
  signal: AbortSignal,
  preparing: Prepare = ({ file }) => preparePixels(file, model.experiment.image),
): Promise<readonly PredictionRow[]> {
  const bytes = await readWeights(model.weights);
  const threshold = readModelAbout(bytes)?.threshold ?? null;
  const session = await openSession(bytes, threadCount(model.experiment.engine.threads));
  const rows: PredictionRow[] = [];
  try {
    const prepared = inOrder(files, (file) => prepare(file, model.experiment, preparing), {
      atOnce: Math.min(mostDecoders, availableParallelism()),
      ahead: 8 * batchSize,
    });
    for (const group of chunks(files, batchSize)) {
      const images = await take(prepared, group.length);
      signal.throwIfAborted();
      rows.push(...(await predictGroup(session, model, group, images, threshold)));
      report({ phase: 'Predicting', done: rows.length, total: files.length });
    }
  } finally {
    await session.close();
  }
  return rows;
}

/** The bytes of a weights file, whose name is their sha256; throws UserError where it is not there or not whole. */
async function readWeights(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError("The run's weights are not on this machine; copy them into the project's weights folder, or train again.", {
      cause: error,
    });
  });
  const name = basename(path, '.onnx');
  if (/^[0-9a-f]{64}$/.test(name) && createHash('sha256').update(bytes).digest('hex') !== name) {
    throw new UserError("The run's weights file is damaged; copy it again from where it is whole, or train again.");
  }
  return bytes;
}

type Prepared = { readonly pixels: Uint16Array } | { readonly problem: string };

/** The next `count` of a generator, which stays open. */
async function take<T>(from: AsyncGenerator<T>, count: number): Promise<readonly T[]> {
  const taken: T[] = [];
  for (let index = 0; index < count; index++) {
    const { done, value } = await from.next();
    if (done !== true) taken.push(value);
  }
  return taken;
}

async function predictGroup(
  session: Session,
  model: TrainedModel,
  group: readonly FileToPredict[],
  prepared: readonly Prepared[],
  threshold: number | null,
) {
  const readable = group.flatMap((file, index) => {
    const image = prepared[index];
    return image !== undefined && 'pixels' in image ? [{ inputs: file.inputs, pixels: image.pixels }] : [];
  });
  const output = readable.length > 0 ? await infer(session, model.experiment, readable) : new Float32Array(0);
  const classes = model.task === 'classification' ? model.classes : [];
  let used = 0;
  return group.map(({ name }, index): PredictionRow => {
    const row = { image: name, patient: '', label: null };
    const image = prepared[index];
    if (image !== undefined && 'problem' in image) return { ...row, prediction: null, probabilities: [], problem: image.problem };
    return { ...row, ...predictionOf(rowOf(output, used++, readable.length), classes, threshold), problem: '' };
  });
}

async function prepare(file: FileToPredict, experiment: Experiment, preparing: Prepare): Promise<Prepared> {
  const { inputs } = file;
  if (inputs.length !== experiment.data.inputs.length) return { problem: `it needs the inputs ${experiment.data.inputs.join(', ')}` };
  try {
    return { pixels: await preparing(file) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

async function infer(
  session: Session,
  experiment: Experiment,
  images: readonly { readonly pixels: Uint16Array; readonly inputs: readonly number[] }[],
): Promise<Float32Array> {
  const [rows, columns] = experiment.image.size;
  const image = new Float32Array(images.length * rows * columns);
  let at = 0;
  for (const { pixels } of images) for (const value of pixels) image[at++] = value / 65535;
  const scalars = {
    data: Float32Array.from(images.flatMap((entry) => entry.inputs)),
    dims: [images.length, experiment.data.inputs.length],
  };
  const inputs = { image: { data: image, dims: [images.length, 1, rows, columns] } };
  const { output } = await session.run(experiment.data.inputs.length > 0 ? { ...inputs, scalars } : inputs);
  return output ?? new Float32Array(0);
}
