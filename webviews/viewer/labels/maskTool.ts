import { brushRuns } from '../../../src/core/label/brushRuns';
import type { PixelPoint } from '../../../src/core/label/label';
import { type SliceMasks, sliceMasks } from '../../../src/core/label/sliceMasks';
import { type SlicePlane, strokeOnSlices } from '../../../src/core/label/strokeOnSlices';
import type { Point3 } from '../../../src/core/volume/frameGeometry';
import { add3, scale3 } from '../../../src/core/volume/vector3';
import { brushKey } from './brushKeys';
import { drawBrush } from './brushOutline';
import { colourOf } from './markColour';
import { type MaskBoard, pictureSize } from './maskBoard';
import { MaskStroke } from './maskStroke';
import { stackPlanes, stackValues } from './stackSlices';
import type { ToolMaker } from './tool';

/** A place of the pointer, and the slice that was shown then: the wheel may go on to the next while a stroke is painted. */
type Place = { readonly at: PixelPoint; readonly slice: number };

/** A stroke on its way; `planes` is empty for a disc. */
type Way = { readonly painted: MaskStroke; readonly planes: readonly (SlicePlane | null)[]; last: Place };

/** Paints and erases masks on the slices of a stack. */
export const maskTool =
  (board: MaskBoard): ToolMaker =>
  ({ viewer, model, toCanvas, redraw }, definition) => {
    let way: Way | null = null;
    let pointer: PixelPoint | null = null;
    const goOn = (at: PixelPoint): void => {
      if (way === null) return;
      const to = { at, slice: board.slice };
      const from = way.last.slice === to.slice ? way.last : to;
      way.last = to;
      way.painted.add(coveredBy(board, way.planes, from.at, to));
    };
    return {
      cursor: 'crosshair',
      isOfVolume: true,
      down: (at, { ctrlKey, metaKey }) => {
        if (model.shown.locked !== null) return false;
        const painted = new MaskStroke(board, definition.name, board.brush.isErasing !== (ctrlKey || metaKey), stackValues(viewer));
        way = { painted, planes: board.shape === 'ball' ? stackPlanes(viewer) : [], last: { at, slice: board.slice } };
        goOn(at);
        return true;
      },
      move: (at) => {
        pointer = at;
        goOn(at);
        redraw();
      },
      up: (at) => {
        goOn(at);
        void way?.painted.finish();
        way = null;
      },
      leave: () => {
        pointer = null;
        redraw();
      },
      cancel: () => {
        const hadOne = way !== null;
        way = null;
        board.showStroke(null);
        return hadOne;
      },
      key: (event) => brushKey(board, event),
      paint: (context) => {
        if (pointer === null) return;
        const [, width] = board.pixel;
        const [centre, side] = [toCanvas(pointer), toCanvas([pointer[0] + board.radius / width, pointer[1]])];
        drawBrush(context, centre, Math.hypot(side[0] - centre[0], side[1] - centre[1]), colourOf(definition), board.brush.isErasing);
      },
    };
  };

/** What the brush covers on its way over a slice, and with a ball over those before and behind. */
function coveredBy(board: MaskBoard, planes: Way['planes'], from: PixelPoint, { at, slice }: Place): SliceMasks {
  const size = pictureSize(board.viewer.shown);
  if (size === null) return new Map();
  const plane = planes[slice] ?? null;
  if (plane === null) return sliceMasks([[slice, brushRuns([from, at], board.radius, size, board.pixel)]]);
  const mm = ([column, row]: PixelPoint): Point3 =>
    add3(plane.origin, add3(scale3(plane.right, column - 0.5), scale3(plane.down, row - 0.5)));
  return strokeOnSlices(planes, size, { pointsMm: [mm(from), mm(at)], radiusMm: board.radius, layer: null });
}
