import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { changePixels } from '../../core/image/changePixels';
import { drawChange, type ImageChange, unchanged } from '../../core/image/imageChange';
import { mixSeeds } from '../../core/statistics/mixSeeds';
import { mulberry32 } from '../../core/statistics/random';
import { balancedDraws } from './balancedDraws';
import type { PackReader } from './packReader';
import type { Values } from './session';

/** An image with what the network should say of it: one number, or the share of each class. */
export type Example = Pick<TrainerImage, 'image' | 'patient' | 'sha256' | 'inputs' | 'target'> & {
  readonly expected: readonly number[];
  /** How much it counts in the loss; 1 on average. */
  readonly weight: number;
  /** What balanced sampling draws equally often: the class, or whether there is a mark. */
  readonly group: number;
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

/** One image of an epoch: its place among the examples, and how often the epoch has drawn it before. */
export type Draw = { readonly index: number; readonly turn: number };

/** What batches are made of. */
export type BatchSource = {
  readonly examples: readonly Example[];
  readonly experiment: Pick<Experiment, 'image' | 'augment' | 'train'>;
  readonly cache: PackReader;
};

/** The images of one epoch in their order: the same for the same seed and epoch, whatever came before. */
export function epochDraws(examples: readonly Example[], { seed, sampling }: Experiment['train'], epoch: number): readonly Draw[] {
  if (sampling === 'balanced')
    return balancedDraws(
      examples.map(({ group }) => group),
      seed,
      epoch,
    );
  return epochOrder(examples.length, seed, epoch).map((index) => ({ index, turn: 0 }));
}

/** A training batch, augmented by seed, epoch and image. */
export function drawBatch({ examples, experiment, cache }: BatchSource, epoch: number, draws: readonly Draw[]): Batch {
  const { augment, image, train } = experiment;
  const members = draws.flatMap(({ index }) => examples[index] ?? []);
  const changes = draws.map(({ index, turn }) => drawChange(augment, image.size, mixSeeds(train.seed, epoch, 2, index, turn)));
  return makeBatch(members, cache, image.size, changes);
}

/** A batch of examples, each changed by the change of its place (unchanged where there is none). */
export function makeBatch(
  examples: readonly Example[],
  cache: PackReader,
  size: readonly [number, number],
  changes: readonly ImageChange[] = [],
): Batch {
  const count = examples.length;
  const [rows, columns] = size;
  const image = new Float32Array(count * rows * columns);
  for (const [index, example] of examples.entries()) {
    const place = image.subarray(index * rows * columns, (index + 1) * rows * columns);
    changePixels(cache.read(example.sha256), size, changes[index] ?? unchanged, place);
  }
  const scalars = examples[0]?.inputs.length ?? 0;
  const outputs = examples[0]?.expected.length ?? 1;
  const inputs = {
    image: { data: image, dims: [count, 1, rows, columns] },
    target: { data: Float32Array.from(examples.flatMap((example) => example.expected)), dims: [count, outputs] },
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
