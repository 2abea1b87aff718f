import type { Size } from '../image/resize';
import { distanceMap, type PixelSize } from './distanceMap';
import { bitmapOf, fieldAround, runsOfField } from './maskField';
import { emptyRuns, type MaskRuns } from './maskRuns';

/** A mask with all pixels whose centres lie within `by` of one of its own; below 0 without those within that distance of one outside. The image's end is no border. */
export function growMask(mask: MaskRuns, by: number, size: Size, pixel: PixelSize): MaskRuns {
  const field = fieldAround([mask], by > 0 ? Math.ceil(by / Math.min(...pixel)) : 1, size);
  if (field === null) return emptyRuns;
  const bitmap = bitmapOf(mask, field);
  const distances = distanceMap(by > 0 ? bitmap : bitmap.map((set) => 1 - set), field, pixel);
  const reach = Math.abs(by) + 1e-9;
  return runsOfField(
    Uint8Array.from(distances, (distance) => (distance <= reach === by > 0 ? 1 : 0)),
    field,
  );
}
