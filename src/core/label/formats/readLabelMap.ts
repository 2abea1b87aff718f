import { niftiValues } from '../../nifti/niftiValues';
import type { Nifti } from '../../nifti/readNifti';
import { type MaskRuns, runsOfBitmap } from '../maskRuns';
import type { GridMap } from './gridMap';
import type { MaskGrid } from './maskGrid';
import type { FramePlace } from './sourceImage';

/** The pixels of one value on one frame. */
export type MapRegion = FramePlace & { readonly value: number; readonly mask: MaskRuns };

/** Reads the regions of a label map whose voxels are those of a grid; the reason, as the end of a sentence, where its values are no labels. */
export function readLabelMap({ header, bytes }: Nifti, grid: MaskGrid, { first, steps }: GridMap): readonly MapRegion[] | string {
  const { sample, slope: said, intercept: added } = header;
  if (sample.kind === 'colour' || sample.kind === 'complex') return 'it holds colours or complex numbers, not labels';
  const stored = niftiValues(bytes, header.dataOffset, sample, header.littleEndian, [0, grid.columns * grid.rows * grid.places.length]);
  const isScaled = Number.isFinite(said) && said !== 0 && !(said === 1 && (added === 0 || !Number.isFinite(added)));
  const valueAt = (at: number): number => (stored[at] ?? 0) * (isScaled ? said : 1) + (isScaled && Number.isFinite(added) ? added : 0);
  const size = { rows: grid.rows, columns: grid.columns };
  const regions: MapRegion[] = [];
  for (const [slice, place] of grid.places.entries()) {
    const bitmaps = new Map<number, Uint8Array>();
    for (let row = 0, at = 0; row < grid.rows; row += 1) {
      let from = first + slice * steps[2] + row * steps[1];
      for (let column = 0; column < grid.columns; column += 1, at += 1, from += steps[0]) {
        const value = valueAt(from);
        if (value === 0) continue;
        if (!(value > 0 && Number.isInteger(value))) return 'it holds other numbers than whole ones from 0 on, so that it is no label map';
        const bitmap = bitmaps.get(value) ?? new Uint8Array(grid.rows * grid.columns);
        bitmaps.set(value, bitmap);
        bitmap[at] = 1;
      }
      if (bitmaps.size > mostValues) return `it holds more than ${mostValues} values in a slice, so that it is no label map`;
    }
    for (const [value, bitmap] of [...bitmaps].toSorted(([a], [b]) => a - b))
      regions.push({ ...place, value, mask: runsOfBitmap(bitmap, size) });
  }
  return regions;
}

/** A picture taken for a label map would fill the memory. */
const mostValues = 512;
