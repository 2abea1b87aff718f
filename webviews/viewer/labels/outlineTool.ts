import { putMark } from '../../../src/core/label/edit';
import type { PixelPoint } from '../../../src/core/label/label';
import { newMarkId } from '../../../src/core/label/markId';
import { simplifyLine, simplifyOutline } from '../../../src/core/label/simplifyOutline';
import { colourOf } from './markColour';
import type { ToolGiven, ToolMaker } from './tool';

/** Screen pixels: a click may wander, the first corner takes a click, and a freehand line may be simplified by half of one. */
const still = 3;
const closing = 9;
const tolerance = 0.5;

/** Draws an outline: clicks put corners, a drag draws freehand; a drag from nothing, the first corner, a double click or Enter closes it. */
export const outlineTool: ToolMaker = (given, definition) => {
  const { model, place, toCanvas, markPoint, redraw } = given;
  let points: readonly PixelPoint[] = [];
  /** What is drawn while the button is down. */
  let stroke: PixelPoint[] | null = null;
  let at: PixelPoint = [0, 0];
  const isNear = (a: PixelPoint | undefined, b: PixelPoint, pixels: number): boolean =>
    a !== undefined && screenDistance(given, a, b) <= pixels;
  const cancel = (): boolean => {
    const hadSome = points.length > 0;
    points = [];
    stroke = null;
    redraw();
    return hadSome;
  };
  const close = (corners: readonly PixelPoint[]): void => {
    cancel();
    if (corners.length < 3 || !hasArea(corners)) return;
    const id = newMarkId(model.label.marks, Math.random);
    model.step('Draw Outline', [putMark(model.label, { id, kind: 'outline', name: definition.name, ...place(), points: corners })]);
    model.select(id);
  };
  const scale = (): readonly [number, number] => {
    const { across, down, within } = given.reach(1);
    return [across / within, down / within];
  };
  const endStroke = (drawn: readonly PixelPoint[]): void => {
    if (points.length <= 1) {
      close(simplifyOutline(drawn, tolerance, scale()));
      return;
    }
    const end = drawn.at(-1);
    points = [...points.slice(0, -1), ...simplifyLine(drawn, tolerance, scale())];
    if (end !== undefined && isNear(points[0], end, closing)) close(points.slice(0, -1));
  };
  return {
    cursor: 'crosshair',
    down: (pressed) => {
      at = markPoint(pressed);
      if (points.length >= 3 && (isNear(points[0], at, closing) || isNear(points.at(-1), at, still))) {
        close(points);
        return true;
      }
      if (!isNear(points.at(-1), at, still)) points = [...points, at];
      stroke = [at];
      redraw();
      return true;
    },
    move: (moved) => {
      at = markPoint(moved);
      if (stroke !== null && !isNear(stroke.at(-1), at, 0.7)) stroke.push(at);
      if (points.length > 0) redraw();
    },
    up: (released) => {
      const drawn = stroke;
      stroke = null;
      if (drawn === null) return;
      const end = markPoint(released);
      if (isLine(given, [...drawn, end])) endStroke([...drawn, end]);
      redraw();
    },
    cancel,
    isBusy: () => points.length > 0,
    key: ({ key }) => {
      if (points.length === 0 || (key !== 'Enter' && key !== 'Backspace')) return false;
      if (key === 'Backspace') points = points.slice(0, -1);
      else if (points.length >= 3) close(points);
      redraw();
      return true;
    },
    paint: (context) => {
      const all = [...points, ...(stroke ?? []), at].map(toCanvas);
      if (points.length > 0) paintSketch(context, all, colourOf(definition), points.length >= 3 && isNear(points[0], at, closing));
    },
  };
};

const screenDistance = ({ toCanvas }: ToolGiven, a: PixelPoint, b: PixelPoint): number => {
  const [from, to] = [toCanvas(a), toCanvas(b)];
  return Math.hypot(to[0] - from[0], to[1] - from[1]) / devicePixelRatio;
};

/** True for a drag, false for a click that wandered. */
const isLine = (given: ToolGiven, [first, ...others]: readonly PixelPoint[]): boolean =>
  first !== undefined && others.some((point) => screenDistance(given, first, point) > still);

/** False where all corners lie on one line. */
function hasArea([first, ...others]: readonly PixelPoint[]): boolean {
  if (first === undefined) return false;
  return others.some((a, index) => {
    const b = others[index + 1];
    return b !== undefined && (a[0] - first[0]) * (b[1] - first[1]) !== (a[1] - first[1]) * (b[0] - first[0]);
  });
}

function paintSketch(context: CanvasRenderingContext2D, line: readonly PixelPoint[], colour: string, isClosing: boolean): void {
  const path = new Path2D();
  for (const [x, y] of line) path.lineTo(x, y);
  if (isClosing) path.closePath();
  for (const [style, width] of [
    ['rgba(0, 0, 0, 0.6)', 5],
    [colour, 3],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width * devicePixelRatio;
    context.stroke(path);
  }
  const [x = 0, y = 0] = line[0] ?? [];
  context.beginPath();
  context.arc(x, y, (isClosing ? 7 : 5) * devicePixelRatio, 0, 2 * Math.PI);
  context.fillStyle = isClosing ? colour : 'white';
  context.lineWidth = 1.5 * devicePixelRatio;
  context.strokeStyle = 'black';
  context.fill();
  context.stroke();
}
