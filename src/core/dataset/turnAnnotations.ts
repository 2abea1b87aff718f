import type { Size } from '../image/resize';
import type { Box } from '../label/box';
import type { PixelPoint } from '../label/label';
import type { ReconciledAnnotations } from './reconcileAnnotations';

/** Annotations drawn on a picture as its EXIF orientation (2 to 8) has it shown, in the pixels as they are stored; `stored` is their size. */
export function turnAnnotations(annotations: ReconciledAnnotations, orientation: number, stored: Size): ReconciledAnnotations {
  const turn = (point: PixelPoint): PixelPoint => storedPoint(point, orientation, stored);
  return {
    ...annotations,
    boxes: annotations.boxes.map(({ className, box }) => ({ className, box: turnBox(box, turn) })),
    outlines: annotations.outlines.map(({ className, polygons }) => ({ className, polygons: polygons.map((points) => points.map(turn)) })),
  };
}

/** Where a point of the shown picture lies in the stored one. */
function storedPoint([x, y]: PixelPoint, orientation: number, { rows, columns }: Size): PixelPoint {
  const places: Readonly<Record<number, PixelPoint>> = {
    2: [columns - x, y],
    3: [columns - x, rows - y],
    4: [x, rows - y],
    5: [y, x],
    6: [y, rows - x],
    7: [columns - y, rows - x],
    8: [columns - y, x],
  };
  const [column, row] = places[orientation] ?? [x, y];
  return [Math.round(column * 100) / 100, Math.round(row * 100) / 100];
}

function turnBox({ from, to }: Box, turn: (point: PixelPoint) => PixelPoint): Box {
  const [a, b] = [turn(from), turn(to)];
  return { from: [Math.min(a[0], b[0]), Math.min(a[1], b[1])], to: [Math.max(a[0], b[0]), Math.max(a[1], b[1])] };
}
