import { identityAffine } from '../image/affine';
import type { Size } from '../image/resize';
import { drawRegion } from '../network/targets/drawRegion';
import type { Overlap } from '../statistics/segmentation';
import type { Mark } from './label';

/** How the pixels of found and marked outlines and masks overlap in an image of `size`, as training counts them. */
export function markOverlap(found: readonly Mark[], marked: readonly Mark[], size: Size): Overlap {
  const [ours, theirs] = [drawRegion(found, identityAffine, size), drawRegion(marked, identityAffine, size)];
  const counts = { found: 0, marked: 0, both: 0 };
  for (let at = 0; at < ours.length; at++) {
    const [isFound, isMarked] = [ours[at] === 1, theirs[at] === 1];
    if (isFound) counts.found += 1;
    if (isMarked) counts.marked += 1;
    if (isFound && isMarked) counts.both += 1;
  }
  return counts;
}
