import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { PredictionRow } from '../../core/experiment/predictionTable';
import { isDrawnTask, type TaskName } from '../../core/experiment/taskName';
import type { Size } from '../../core/image/resize';
import type { Mark } from '../../core/label/label';
import { outputShape } from '../../core/network/outputShape';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { chunks } from './batches';
import { threadCount } from './cores';
import { boxesPrediction, maskPrediction } from './drawnPrediction';
import { partOf } from './evaluate';
import { type ModelAbout, readModelAbout } from './exportModel';
import { inOrder } from './inOrder';
import { readBoxes, readMask } from './keptOutput';
import { predictionOf } from './prediction';
import { prepareImage, reasonOf, type SizedPixels } from './preparePixels';
import { openSession, type Session } from './session';

/** A trained network: its ONNX file and what it was trained for. */
export type TrainedModel = {
  /** Path of the ONNX file. */
  readonly weights: string;
  readonly experiment: Experiment;
  readonly task: TaskName;
  readonly classes: readonly string[];
  readonly unit: string;
};

/** What a network says of one file: its row in a table, and the marks of a network for boxes or masks (none for other tasks). */
export type PredictedFile = PredictionRow & { readonly marks: readonly Mark[] };

/** A file to predict, by the name that its row gets, with its scalar inputs in the experiment's order. */
export type FileToPredict = { readonly name: string; readonly file: string; readonly inputs: readonly number[] };

// As measured from 4 to 32 images: more at once cost fewer calls, too many fall out of the processor's cache.
const usualBatch = 16;
const mostDecoders = 4;

/** Brings one file to the pixels that the network sees (0 to 65535, row-major), with its own size; rejects with the reason where it can't. */
export type Prepare = (file: FileToPredict) => Promise<SizedPixels>;

/** What a trained network says of image files, in their order; an unreadable one is a row with the reason; the next files are prepared meanwhile. Throws when aborted, or without weights. */
export async function predictFiles(
  model: TrainedModel,
  files: readonly FileToPredict[],
  report: ReportProgress,
  signal: AbortSignal,
  preparing: Prepare = ({ file }) => prepareImage(file, model.experiment.image),
): Promise<readonly PredictedFile[]> {
  const bytes = await readWeights(model.weights);
  const { threshold = null, target = '' } = readModelAbout(bytes) ?? {};
  const atOnce = isDrawnTask(model.task) ? Math.min(usualBatch, model.experiment.train.batch) : usualBatch;
  const session = await openSession(bytes, threadCount(model.experiment.engine.threads));
  const rows: PredictedFile[] = [];
  try {
    const prepared = inOrder(files, (file) => prepare(file, model.experiment, preparing), {
      atOnce: Math.min(mostDecoders, availableParallelism()),
      ahead: 8 * atOnce,
    });
    for (const group of chunks(files, atOnce)) {
      const images = await take(prepared, group.length);
      signal.throwIfAborted();
      rows.push(...(await predictGroup(session, model, group, images, { threshold, target })));
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

type Prepared = SizedPixels | { readonly problem: string };
type Calls = Pick<ModelAbout, 'threshold' | 'target'>;

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
  calls: Calls,
) {
  const readable = group.flatMap((file, index) => {
    const image = prepared[index];
    return image !== undefined && 'pixels' in image ? [{ inputs: file.inputs, pixels: image.pixels }] : [];
  });
  const output = readable.length > 0 ? await infer(session, model.experiment, readable) : new Float32Array(0);
  let used = 0;
  return group.map(({ name }, index): PredictedFile => {
    const row = { image: name, patient: '', label: null };
    const image = prepared[index];
    if (image === undefined || 'problem' in image)
      return { ...row, prediction: null, probabilities: [], marks: [], problem: image?.problem ?? '' };
    return { ...row, ...readPrediction(model, partOf(output, used++, readable.length), image.from, calls), problem: '' };
  });
}

function readPrediction(
  { task, experiment: { image }, classes }: TrainedModel,
  said: Float32Array,
  from: Size,
  { threshold, target }: Calls,
): Pick<PredictedFile, 'prediction' | 'probabilities' | 'score' | 'marks'> {
  const plan = { task, image, shape: outputShape(task, classes.length, image.size) };
  if (task === 'detection') return boxesPrediction(readBoxes(said, plan, from), target, threshold);
  if (task === 'segmentation') return maskPrediction(readMask(said, plan, from), target, from);
  return { ...predictionOf(Array.from(said), task === 'classification' ? classes : [], threshold), marks: [] };
}

async function prepare(file: FileToPredict, experiment: Experiment, preparing: Prepare): Promise<Prepared> {
  const { inputs } = file;
  if (inputs.length !== experiment.data.inputs.length) return { problem: `it needs the inputs ${experiment.data.inputs.join(', ')}` };
  try {
    return await preparing(file);
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
  for (const [index, { pixels }] of images.entries()) {
    const place = image.subarray(index * rows * columns, (index + 1) * rows * columns);
    for (let i = 0; i < place.length; i++) place[i] = (pixels[i] ?? 0) / 65535;
  }
  const scalars = {
    data: Float32Array.from(images.flatMap((entry) => entry.inputs)),
    dims: [images.length, experiment.data.inputs.length],
  };
  const inputs = { image: { data: image, dims: [images.length, 1, rows, columns] } };
  const { output } = await session.run(experiment.data.inputs.length > 0 ? { ...inputs, scalars } : inputs);
  return output ?? new Float32Array(0);
}
