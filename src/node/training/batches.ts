import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { mulberry32 } from '../../core/statistics/random';
import { type Change, drawChange, mixSeeds, placeImage, unchanged } from './augment';
import { exampleTarget, type OutputPlan } from './exampleTarget';
import type { PackedImages } from './packedCache';
import type { Values } from './session';

/** An image with what the network should say of it: one number, the share of each class, or none where it is drawn from the marks. */
export type Example = Pick<TrainerImage, 'image' | 'patient' | 'sha256' | 'inputs' | 'target' | 'size' | 'marks'> & {
  readonly expected: readonly number[];
  /** How much it counts in the loss; 1 on average. */
  readonly weight: number;
};

/** Inputs of a graph for some examples: `image`, `scalars` (when there are any), `target` and `weight`; `images` are the examples' names. */
export type Batch = { readonly size: number; readonly images: readonly string[]; readonly inputs: Readonly<Record<string, Values>> };

/** The order of one epoch: the numbers 0 to count - 1, shuffled by seed and epoch (Fisher and Yates). */
export function epochOrder(count: number, seed: number, epoch: number): readonly number[] {
  const random = mulberry32(mixSeeds(seed, epoch, 1));
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** Groups of `size`, the last one with what is left. */
export function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

/** The training batches of one epoch: the same for the same seed and epoch, whatever came before. */
export function* trainingBatches(
  examples: readonly Example[],
  cache: PackedImages,
  experiment: Experiment,
  epoch: number,
  plan?: OutputPlan,
): Generator<Batch> {
  const { seed, batch } = experiment.train;
  for (const group of chunks(epochOrder(examples.length, seed, epoch), batch)) {
    const members = group.flatMap((index) => examples[index] ?? []);
    const changes = group.map((index) =>
      drawChange(experiment.augment, experiment.image.size, mulberry32(mixSeeds(seed, epoch, 2, index))),
    );
    yield makeBatch(members, cache, experiment.image.size, changes, plan);
  }
}

function batchTarget(examples: readonly Example[], changes: readonly Change[], plan: OutputPlan | undefined): Values {
  const targets = examples.map((example, index) => (plan ? exampleTarget(example, changes[index] ?? unchanged, plan) : example.expected));
  const each = targets[0]?.length ?? 1;
  const data = new Float32Array(examples.length * each);
  for (const [index, target] of targets.entries()) data.set(target, index * each);
  return { data, dims: [examples.length, ...(plan?.shape ?? [each])] };
}

/** A batch of examples, each changed by the change of its place (unchanged where there is none); the plan is needed where targets are drawn. */
export function makeBatch(
  examples: readonly Example[],
  cache: PackedImages,
  size: readonly [number, number],
  changes: readonly Change[] = [],
  plan?: OutputPlan,
): Batch {
  const count = examples.length;
  const [rows, columns] = size;
  const image = new Float32Array(count * rows * columns);
  for (const [index, example] of examples.entries()) {
    placeImage(cache.read(example.sha256), size, changes[index] ?? unchanged, image, index * rows * columns);
  }
  const scalars = examples[0]?.inputs.length ?? 0;
  const inputs = {
    image: { data: image, dims: [count, 1, rows, columns] },
    target: batchTarget(examples, changes, plan),
    weight: { data: Float32Array.from(examples, (example) => example.weight / count), dims: [count, 1] },
  };
  const images = examples.map((example) => example.image);
  if (scalars === 0) return { size: count, images, inputs };
  return {
    size: count,
    images,
    inputs: { ...inputs, scalars: { data: Float32Array.from(examples.flatMap((example) => example.inputs)), dims: [count, scalars] } },
  };
}
