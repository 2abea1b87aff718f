import { putMark } from '../../../src/core/label/edit';
import type { PixelPoint } from '../../../src/core/label/label';
import { newMarkId } from '../../../src/core/label/markId';
import { colourOf } from './markColour';
import type { ToolMaker } from './tool';

/** Screen pixels that a drag must have in both directions to be a box. */
const least = 3;

/** Draws a box from corner to corner. */
export const boxTool: ToolMaker = ({ model, place, toCanvas, redraw }, definition) => {
  let from: PixelPoint | null = null;
  let to: PixelPoint = [0, 0];
  const corners = (start: PixelPoint): readonly [PixelPoint, PixelPoint] => [
    [Math.min(start[0], to[0]), Math.min(start[1], to[1])],
    [Math.max(start[0], to[0]), Math.max(start[1], to[1])],
  ];
  const cancel = (): boolean => {
    const hadOne = from !== null;
    from = null;
    redraw();
    return hadOne;
  };
  return {
    cursor: 'crosshair',
    down: (at) => {
      [from, to] = [at, at];
      return true;
    },
    move: (at) => {
      to = at;
      if (from !== null) redraw();
    },
    up: (at) => {
      if (from === null) return;
      to = at;
      const [low, high] = corners(from);
      const [a, b] = [toCanvas(low), toCanvas(high)];
      from = null;
      redraw();
      if (Math.min(Math.abs(b[0] - a[0]), Math.abs(b[1] - a[1])) < least * devicePixelRatio) return;
      const id = newMarkId(model.label.marks, Math.random);
      model.step('Draw Box', [putMark(model.label, { id, kind: 'box', name: definition.name, ...place(), from: low, to: high })]);
      model.select(id);
    },
    cancel,
    paint: (context) => {
      if (from === null) return;
      const [[a, b], [c, d]] = [toCanvas(from), toCanvas(to)];
      context.strokeStyle = colourOf(definition);
      context.lineWidth = 2 * devicePixelRatio;
      context.strokeRect(Math.min(a, c), Math.min(b, d), Math.abs(c - a), Math.abs(d - b));
    },
  };
};
