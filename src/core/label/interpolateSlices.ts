import type { Size } from '../image/resize';
import { distanceMap, type PixelSize } from './distanceMap';
import { bitmapOf, fieldAround, type MaskField, runsOfField } from './maskField';
import type { MaskRuns } from './maskRuns';
import { type SliceMasks, sliceMasks } from './sliceMasks';

/** Slices of a stack: their size, their pixels' size, and where each lies along the normal (both in one unit). */
export type SliceStack = { readonly size: Size; readonly pixel: PixelSize; readonly positions: readonly number[] };

/**
 * Masks for the empty slices between painted ones, by shape: the distance from the border, inside above 0 and outside below, is interpolated
 * linearly, and what comes out at 0 or more is inside (Raya & Udupa, Shape-based interpolation of multidimensional objects, IEEE Transactions on
 * Medical Imaging 9, 1990; with exact distances). Shapes that share no place may leave nothing in the middle between them.
 */
export function interpolateSlices(masks: SliceMasks, stack: SliceStack): SliceMasks {
  const painted = [...sliceMasks(masks)].toSorted(([a], [b]) => a - b);
  return sliceMasks(
    painted.flatMap(([to, below], index) => {
      const [from, above] = painted[index - 1] ?? [to, below];
      return to - from < 2 ? [] : between([from, above], [to, below], stack);
    }),
  );
}

/** What rounding may take from a distance that is 0. */
const tiny = 1e-9;

type Painted = readonly [slice: number, mask: MaskRuns];

function between([from, above]: Painted, [to, below]: Painted, { size, pixel, positions }: SliceStack): readonly Painted[] {
  const field = fieldAround([above, below], 1, size);
  if (field === null) return [];
  const [first, last] = [borderDistances(above, field, pixel), borderDistances(below, field, pixel)];
  const [start, end] = [positions[from] ?? from, positions[to] ?? to];
  return Array.from({ length: to - from - 1 }, (_, index): Painted => {
    const slice = from + 1 + index;
    const part = end === start ? (index + 1) / (to - from) : ((positions[slice] ?? slice) - start) / (end - start);
    const inside = Uint8Array.from(first, (distance, at) => ((1 - part) * distance + part * (last[at] ?? 0) >= -tiny ? 1 : 0));
    return [slice, runsOfField(inside, field)];
  });
}

/** How far each pixel is from the nearest one outside, or with a minus from the nearest one inside. The image's end is no border. */
function borderDistances(mask: MaskRuns, field: MaskField, pixel: PixelSize): Float64Array {
  const bitmap = bitmapOf(mask, field);
  const toInside = distanceMap(bitmap, field, pixel);
  const toOutside = distanceMap(
    bitmap.map((set) => 1 - set),
    field,
    pixel,
  );
  // A field that is full has nothing outside: it counts as far inside as can be.
  const far = Math.hypot(field.rows * pixel[0], field.columns * pixel[1]);
  return toInside.map((distance, at) => (distance === 0 ? Math.min(far, toOutside[at] ?? far) : -distance));
}
