import type { Affine } from '../../image/affine';
import type { Mark } from '../../label/label';
import type { Shape } from '../layer';
import { drawCentres } from './drawCentres';
import { drawRegion } from './drawRegion';

/** What a network should say of an image's marks, moved by `map` from the image's pixels to the network's: its output of `shape`, row-major, with sigmoids done. */
export function drawTarget(task: 'detection' | 'segmentation', marks: readonly Mark[], map: Affine, shape: Shape): Float32Array {
  if (task === 'detection')
    return drawCentres(
      marks.filter((mark) => mark.kind === 'box'),
      map,
      shape,
    );
  const [, rows = 0, columns = 0] = shape;
  return Float32Array.from(drawRegion(marks, map, { rows, columns }));
}
