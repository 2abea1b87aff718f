import type { Experiment } from '../../core/experiment/experiment';
import type { TaskName } from '../../core/experiment/taskName';
import { type Affine, thenAffine } from '../../core/image/affine';
import { fitAffine } from '../../core/image/fitAffine';
import { changeAffine, type ImageChange } from '../../core/image/imageChange';
import type { Size } from '../../core/image/resize';
import type { Shape } from '../../core/network/layer';
import { drawTarget } from '../../core/network/targets/drawTarget';
import type { Example } from './batches';

/** What a network's numbers stand for: the task, how its images were made, and the output's shape of one example. */
export type OutputPlan = { readonly task: TaskName; readonly image: Pick<Experiment['image'], 'size' | 'fit'>; readonly shape: Shape };

/** What the network should say of one example whose image was changed. */
export function exampleTarget(example: Example, change: ImageChange, { task, image, shape }: OutputPlan): ArrayLike<number> {
  if (task !== 'detection' && task !== 'segmentation') return example.expected;
  const map = thenAffine(imageMap(sizeOf(example), image), changeAffine(change, image.size));
  return drawTarget(task, example.marks ?? [], map, shape);
}

/** Maps an image's pixels to the unchanged ones that the network sees. */
export function imageMap(from: Size, { size: [rows, columns], fit }: OutputPlan['image']): Affine {
  return fitAffine(from, { rows, columns }, fit);
}

/** The example's own size, which the examples of drawn tasks have. */
export function sizeOf({ image, size }: Pick<Example, 'image' | 'size'>): Size {
  if (size === undefined) throw new Error(`The size of ${image} is not known.`);
  return size;
}
