import type { Emitter } from '../emitter';
import type { Edges } from '../layer';
import type { Pair } from './window';

/** Every `stride`-th row and column of images [n, channels, rows, columns], `count` of them, from `start` on. */
export function imageRegion(emit: Emitter, image: string, start: Pair, count: Pair, stride: Pair = [1, 1]): string {
  const end = [start[0] + (count[0] - 1) * stride[0] + 1, start[1] + (count[1] - 1) * stride[1] + 1];
  const steps = stride[0] === 1 && stride[1] === 1 ? [] : [emit.ints(stride)];
  return emit.node('Slice', [image, emit.ints(start), emit.ints(end), emit.ints([2, 3]), ...steps]);
}

/** Images with rows and columns of a value (0 unless told) at their edges; without any the images themselves. */
export function padImage(emit: Emitter, image: string, { top = 0, bottom = 0, left = 0, right = 0 }: Edges, value?: number): string {
  if (Math.max(top, bottom, left, right) === 0) return image;
  const pads = emit.ints([0, 0, top, left, 0, 0, bottom, right]);
  return emit.node('Pad', value === undefined ? [image, pads] : [image, pads, emit.floats([value])]);
}

/** Images without rows and columns at their edges, of `size` before; without any to take off the images themselves. */
export function cropImage(
  emit: Emitter,
  image: string,
  { top = 0, bottom = 0, left = 0, right = 0 }: Edges,
  [rows, columns]: Pair,
): string {
  if (Math.max(top, bottom, left, right) === 0) return image;
  return imageRegion(emit, image, [top, left], [rows - top - bottom, columns - left - right]);
}

/** Images moved down and right (up and left where negative) into images of another size, with a value (0 unless told) where they leave it empty. */
export function moveImage(
  emit: Emitter,
  image: string,
  [top, left]: Pair,
  { from, to }: { readonly from: Pair; readonly to: Pair },
  value?: number,
): string {
  const edges = { top, left, bottom: to[0] - from[0] - top, right: to[1] - from[1] - left };
  const sides = [edges.top, edges.left, edges.bottom, edges.right];
  if (sides.every((side) => side === 0)) return image;
  if (emit.target === 'cpu') {
    const pads = emit.ints([0, 0, edges.top, edges.left, 0, 0, edges.bottom, edges.right]);
    return emit.node('Pad', value === undefined ? [image, pads] : [image, pads, emit.floats([value])]);
  }
  // Not every device knows edges below zero.
  const [cutTop = 0, cutLeft = 0, cutBottom = 0, cutRight = 0] = sides.map((side) => Math.max(0, -side));
  const cut = cropImage(emit, image, { top: cutTop, left: cutLeft, bottom: cutBottom, right: cutRight }, from);
  const [moreTop = 0, moreLeft = 0, moreBottom = 0, moreRight = 0] = sides.map((side) => Math.max(0, side));
  return padImage(emit, cut, { top: moreTop, left: moreLeft, bottom: moreBottom, right: moreRight }, value);
}

/** Each pixel as a block of `scale` equal pixels. */
export function repeatPixels(emit: Emitter, image: string, scale: Pair): string {
  return emit.node('Resize', [image, '', emit.floats([1, 1, ...scale], [4])], {
    attributes: { mode: { text: 'nearest' }, coordinate_transformation_mode: { text: 'asymmetric' }, nearest_mode: { text: 'floor' } },
  });
}
