import { identityAffine, invertAffine } from '../../core/image/affine';
import type { Size } from '../../core/image/resize';
import type { ScoredBox } from '../../core/label/box';
import { countPixels, type MaskRuns } from '../../core/label/maskRuns';
import { decodeBoxes } from '../../core/network/targets/decodeBoxes';
import { decodeMask } from '../../core/network/targets/decodeMask';
import { drawRegion } from '../../core/network/targets/drawRegion';
import type { Overlap } from '../../core/statistics/segmentation';
import type { Example } from './batches';
import { imageMap, type OutputPlan, sizeOf } from './exampleTarget';

/** A mask in an image's own pixels with the highest probability in the image. */
export type FoundMask = { readonly runs: MaskRuns; readonly score: number };

/**
 * The few numbers that are kept of what a network says of an example of the tuning part, in place of its maps: score, left, top, right and bottom of
 * each box; or pixels found, marked and both, and the highest probability. Of a number or classes they are the output itself.
 */
export function keepOutput(example: Example, said: Float32Array, plan: OutputPlan): readonly number[] {
  if (plan.task === 'detection') return readBoxes(said, plan, sizeOf(example)).flatMap(({ score, from, to }) => [score, ...from, ...to]);
  if (plan.task !== 'segmentation') return Array.from(said);
  const size = sizeOf(example);
  const { runs, score } = readMask(said, plan, size);
  const marked = drawRegion(example.marks ?? [], identityAffine, size);
  return [countPixels(runs), sumOf(marked, 0, marked.length), countBoth(runs, marked, size), score];
}

/** The boxes that a network says of an image of `size`. */
export const readBoxes = (said: Float32Array, { image, shape }: OutputPlan, size: Size): readonly ScoredBox[] =>
  decodeBoxes(said, shape, invertAffine(imageMap(size, image)), size);

/** The mask that a network says of an image of `size`. */
export function readMask(said: Float32Array, { image, shape: [, rows = 0, columns = 0] }: OutputPlan, size: Size): FoundMask {
  const score = said.reduce((most, value) => Math.max(most, value), 0);
  return { runs: decodeMask(said, { rows, columns }, imageMap(size, image), size), score };
}

/** The boxes in kept numbers. */
export const keptBoxes = (kept: readonly number[]): readonly ScoredBox[] =>
  Array.from({ length: kept.length / 5 }, (_, index) => {
    const [score = 0, left = 0, top = 0, right = 0, bottom = 0] = kept.slice(5 * index, 5 * index + 5);
    return { from: [left, top], to: [right, bottom], score };
  });

/** How a mask and the marks overlap, and the highest probability, in kept numbers. */
export function keptOverlap([found = 0, marked = 0, both = 0, score = 0]: readonly number[]): Overlap & { readonly score: number } {
  return { found, marked, both, score };
}

function countBoth({ firstRow, rows }: MaskRuns, marked: Uint8Array, { columns }: Size): number {
  let sum = 0;
  for (const [index, row] of rows.entries()) {
    for (let run = 0; run < row.length; run += 2) sum += sumOf(marked, (firstRow + index) * columns + (row[run] ?? 0), row[run + 1] ?? 0);
  }
  return sum;
}

function sumOf(bitmap: Uint8Array, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += bitmap[at] ?? 0;
  return sum;
}
