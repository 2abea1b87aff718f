import type { TaskName } from '../experiment/taskName';
import { centrePointStride } from './architectures/centrePoint';
import type { Shape } from './layer';

/** Channels of a centre-point detector of one kind of box: heat map, rows and columns of the box, offset of its centre in rows and columns. */
export const boxChannels = 5;

/** The shape of what a network says of one image of `size` (rows, columns): a number, a number a class, the maps of a centre-point detector, or one number a pixel. */
export function outputShape(task: TaskName, classes: number, [rows, columns]: readonly [number, number]): Shape {
  if (task === 'segmentation') return [1, rows, columns];
  if (task === 'detection') return [boxChannels, rows / centrePointStride, columns / centrePointStride];
  return [task === 'classification' ? classes : 1];
}
