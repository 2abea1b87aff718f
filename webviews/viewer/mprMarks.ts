import { movePoint } from '../../src/core/image/affine';
import { type CanvasSize, viewAffine } from '../../src/core/viewer/viewTransform';
import { type PlaneName, placeInPlane } from '../../src/core/volume/viewGrid';
import { planeShape, type ShownPlanes } from './mprModel';

/** Colours of the three planes' lines: bright on black, apart for colour-blind eyes too, and none of them grey. */
export const planeColours: Readonly<Record<PlaneName, string>> = { axial: '#ffb000', coronal: '#4db8ff', sagittal: '#ff6ad5' };

/** Whose lines a plane shows: up and down, and left to right. */
const linesOf: Readonly<Record<PlaneName, readonly [upright: PlaneName, level: PlaneName]>> = {
  axial: ['sagittal', 'coronal'],
  coronal: ['sagittal', 'axial'],
  sagittal: ['coronal', 'axial'],
};

/** Screen pixels around the crosshair's middle that stay free, so that what it points at can be seen. */
const gap = 10;

/** Where the crosshair stands on a plane's canvas. */
export function crosshairAt(name: PlaneName, { grid, place, views }: ShownPlanes, size: CanvasSize): readonly [x: number, y: number] {
  const [column, row] = placeInPlane(grid, name, place);
  const [x, y] = movePoint(viewAffine(planeShape(grid, name), views[name], size), [column + 0.5, row + 0.5]);
  return [x, y];
}

/** Draws the lines of the other two planes. */
export function drawCrosshair(context: CanvasRenderingContext2D, name: PlaneName, shown: ShownPlanes, size: CanvasSize): void {
  const [x, y] = crosshairAt(name, shown, size).map((value) => Math.round(value - 0.5) + 0.5) as [number, number];
  const [upright, level] = linesOf[name];
  const free = gap * devicePixelRatio;
  const line = (colour: string, width: number, segments: readonly (readonly [number, number, number, number])[]): void => {
    context.strokeStyle = colour;
    context.lineWidth = width * Math.max(1, Math.round(devicePixelRatio));
    context.beginPath();
    for (const [fromX, fromY, toX, toY] of segments) {
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
    }
    context.stroke();
  };
  const [width, height] = size;
  const up = [
    [x, 0, x, y - free],
    [x, y + free, x, height],
  ] as const;
  const across = [
    [0, y, x - free, y],
    [x + free, y, width, y],
  ] as const;
  // A dark seam keeps the line visible on bright tissue.
  line('rgba(0, 0, 0, 0.55)', 3, [...up, ...across]);
  line(planeColours[upright], 1, up);
  line(planeColours[level], 1, across);
}
