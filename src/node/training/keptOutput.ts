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
 * The numbers that are kept of what a network says of an example of the tuning part, in place of its maps: score, left, top, right and bottom of
 * each box; or pixels both found and marked, pixels marked, the highest probability, and row, column and length of each run of the mask. Of a
 * number or classes they are the output itself.
 */
export function keepOutput(example: Example, said: Float32Array, plan: OutputPlan): readonly number[] {
  if (plan.task === 'detection') return readBoxes(said, plan, sizeOf(example)).flatMap(({ score, from, to }) => [score, ...from, ...to]);
  if (plan.task !== 'segmentation') return Array.from(said);
  const size = sizeOf(example);
  const { runs, score } = readMask(said, plan, size);
  const marked = drawRegion(example.marks ?? [], identityAffine, size);
  const triples = listRuns(runs);
  const both = triples.reduce((sum, [row, column, length]) => sum + sumOf(marked, row * size.columns + column, length), 0);
  return [both, sumOf(marked, 0, marked.length), score, ...triples.flat()];
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

/** The mask in kept numbers. */
export function keptMask([, , score = 0, ...triples]: readonly number[]): FoundMask {
  const firstRow = triples[0] ?? 0;
  const rows = triples.length === 0 ? [] : Array.from({ length: (triples.at(-3) ?? 0) - firstRow + 1 }, (): number[] => []);
  for (let at = 0; at < triples.length; at += 3) rows[(triples[at] ?? 0) - firstRow]?.push(triples[at + 1] ?? 0, triples[at + 2] ?? 0);
  return { runs: { firstRow, rows }, score };
}

/** How a kept mask and the marks overlap. */
export function keptOverlap(kept: readonly number[]): Overlap {
  const [both = 0, marked = 0] = kept;
  return { both, marked, found: countPixels(keptMask(kept).runs) };
}

const listRuns = ({ firstRow, rows }: MaskRuns): readonly (readonly [row: number, column: number, length: number])[] =>
  rows.flatMap((row, index) =>
    Array.from({ length: row.length / 2 }, (_, run) => [firstRow + index, row[2 * run] ?? 0, row[2 * run + 1] ?? 0] as const),
  );

function sumOf(bitmap: Uint8Array, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += bitmap[at] ?? 0;
  return sum;
}
