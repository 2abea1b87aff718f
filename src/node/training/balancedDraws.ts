import { mixSeeds } from '../../core/statistics/mixSeeds';
import { mulberry32, shuffled } from '../../core/statistics/random';
import type { Draw } from './batches';

/**
 * The images of one epoch in which every group comes equally often (but for a remainder, given to groups by chance), as many as there are images:
 * of a large group some, of a small one all, again and again. `groups` holds each image's group.
 */
export function balancedDraws(groups: readonly number[], seed: number, epoch: number): readonly Draw[] {
  const random = mulberry32(mixSeeds(seed, epoch, 3));
  const numbers = [...new Set(groups)].sort((a, b) => a - b);
  const members = numbers.map((number) => groups.flatMap((group, index) => (group === number ? [index] : [])));
  const [share, more] = [Math.floor(groups.length / numbers.length), groups.length % numbers.length];
  const draws = shuffled(members, random).flatMap((indices, place) => drawFrom(indices, share + (place < more ? 1 : 0), random));
  return shuffled(draws, random);
}

/** Draws all of a group in a new order, again and again, until there are enough. */
function drawFrom(indices: readonly number[], count: number, random: () => number): readonly Draw[] {
  const turns = Array.from({ length: Math.ceil(count / indices.length) }, (_, turn) =>
    shuffled(indices, random).map((index) => ({ index, turn })),
  );
  return turns.flat().slice(0, count);
}
