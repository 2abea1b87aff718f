import type { LineMark } from '../../../src/core/label/cornersOfMark';
import { putMark } from '../../../src/core/label/edit';
import type { PixelPoint } from '../../../src/core/label/label';
import { newMarkId } from '../../../src/core/label/markId';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import { paintMark } from './drawMark';
import { colourOf } from './markColour';
import type { ToolGiven, ToolMaker } from './tool';

type Common = Pick<LineMark, 'id' | 'name'>;

/** A kind of mark that a fixed number of points makes. */
export type PointsKind = {
  readonly words: string;
  readonly count: number;
  /** The mark of all points. */
  readonly mark: (common: Common, points: readonly PixelPoint[]) => LineMark;
  /** What is drawn while points are missing. */
  readonly sketch: (common: Common, points: readonly PixelPoint[]) => LineMark;
  /** Screen pixels that two points must lie apart, along both axes where `isBoth` says so. */
  readonly least: number;
  readonly isBoth?: boolean;
};

/** Screen pixels that a click may wander. */
const still = 3;

/** Draws by clicks, and by drags from one point to the next. */
export const pointsTool =
  (kind: PointsKind): ToolMaker =>
  (given, definition) => {
    const points: PixelPoint[] = [];
    let pressed: PixelPoint | null = null;
    let at: PixelPoint = [0, 0];
    const put = (point: PixelPoint): void => {
      const before = points.at(-1);
      if (before === undefined || kind.least === 0 || areApart(given, before, point, kind)) points.push(point);
      if (points.length === kind.count) finish(given, definition, kind, points.splice(0));
      given.redraw();
    };
    const cancel = (): boolean => {
      pressed = null;
      given.redraw();
      return points.splice(0).length > 0;
    };
    return {
      cursor: 'crosshair',
      down: (place) => {
        pressed = place;
        at = given.markPoint(place);
        put(at);
        return true;
      },
      move: (place) => {
        at = given.markPoint(place);
        if (points.length > 0) given.redraw();
      },
      up: (place) => {
        const start = pressed;
        pressed = null;
        if (start === null || points.length === 0 || screenDistance(given, start, place) <= still) return;
        const drawn = points.length;
        put(given.markPoint(place));
        // A drag that made no line was none.
        if (points.length === drawn && drawn === 1) cancel();
      },
      cancel,
      isBusy: () => points.length > 0,
      key: ({ key }) => {
        if (key !== 'Backspace' || points.length === 0) return false;
        points.pop();
        given.redraw();
        return true;
      },
      paint: (context) => {
        if (points.length === 0) return;
        const sketch = kind.sketch({ id: '', name: definition.name }, [...points, at]);
        paintMark(context, sketch, given.toCanvas, { colour: colourOf(definition), isSelected: true, isProposal: false });
      },
    };
  };

function finish({ model, place }: ToolGiven, { name }: LabelDefinition, kind: PointsKind, points: readonly PixelPoint[]): void {
  const id = newMarkId(model.label.marks, Math.random);
  model.step(`Draw ${kind.words}`, [putMark(model.label, kind.mark({ id, name, ...place() }, points))]);
  model.select(id);
}

const screenDistance = ({ toCanvas }: ToolGiven, a: PixelPoint, b: PixelPoint): number => Math.hypot(...apart(toCanvas(a), toCanvas(b)));

const apart = (a: PixelPoint, b: PixelPoint): readonly [number, number] => [
  (b[0] - a[0]) / devicePixelRatio,
  (b[1] - a[1]) / devicePixelRatio,
];

function areApart({ toCanvas }: ToolGiven, a: PixelPoint, b: PixelPoint, { least, isBoth }: PointsKind): boolean {
  const [x, y] = apart(toCanvas(a), toCanvas(b));
  return isBoth === true ? Math.min(Math.abs(x), Math.abs(y)) >= least : Math.hypot(x, y) >= least;
}

const line = (common: Common, [from = [0, 0], to = from]: readonly PixelPoint[]): LineMark => ({ ...common, kind: 'length', from, to });

function box(common: Common, [a = [0, 0], b = a]: readonly PixelPoint[]): LineMark {
  const from: PixelPoint = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  return { ...common, kind: 'box', from, to: [Math.max(a[0], b[0]), Math.max(a[1], b[1])] };
}

/** A box from corner to corner. */
export const boxTool: ToolMaker = pointsTool({ words: 'Box', count: 2, mark: box, sketch: box, least: still, isBoth: true });

export const lengthTool: ToolMaker = pointsTool({ words: 'Length', count: 2, mark: line, sketch: line, least: still });

export const pointTool: ToolMaker = pointsTool({
  words: 'Point',
  count: 1,
  mark: (common, [at = [0, 0]]) => ({ ...common, kind: 'point', at }),
  sketch: line,
  least: 0,
});

/** The end of one arm, the vertex, the end of the other. */
export const angleTool: ToolMaker = pointsTool({
  words: 'Angle',
  count: 3,
  mark: (common, points) => ({ ...common, kind: 'angle', points }),
  sketch: (common, points) => ({ ...common, kind: 'angle', points }),
  least: still,
});

/** Both ends of one line, then both of the other. */
export const cobbTool: ToolMaker = pointsTool({
  words: 'Cobb Angle',
  count: 4,
  mark: (common, points) => ({ ...common, kind: 'cobb', points }),
  sketch: (common, points) => ({ ...common, kind: 'cobb', points }),
  least: still,
});
