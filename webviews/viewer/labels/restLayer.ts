import type { Affine } from '../../../src/core/image/affine';
import type { Extent, LineMark } from '../../../src/core/label/cornersOfMark';
import { shapeOf } from '../../../src/core/label/hitMark';
import { affineOf, type MarkStyle, paintExtras, strokeCrowd, strokeMarks, traceMark } from './drawMark';
import { clearCanvas, type LayerPainting, layerContext } from './layerPainting';
import { paintTag } from './paintTag';

/** Corners in sight from which on marks are drawn as a crowd. */
const crowd = 4000;
/** Marks that may change until all are drawn again. */
const few = 20;

type Drawn = { readonly marks: readonly LineMark[]; readonly key: string };

/** The marks at rest on a canvas of their own: it is drawn again only where marks have changed, and as a whole when the view does. */
export class RestLayer {
  readonly #context = layerContext();
  readonly #styleOf: (mark: LineMark) => MarkStyle;
  #drawn: Drawn | null = null;

  constructor(styleOf: (mark: LineMark) => MarkStyle) {
    this.#styleOf = styleOf;
  }

  get canvas(): HTMLCanvasElement {
    return this.#context.canvas;
  }

  draw(marks: readonly LineMark[], painting: LayerPainting): void {
    const affine = affineOf(painting.toCanvas);
    const seen = marks.filter((mark) => touches(onCanvas(shapeOf(mark).extent, affine), [0, 0, ...painting.size]));
    const isCrowd = seen.reduce((sum, mark) => sum + shapeOf(mark).corners.length, 0) > crowd;
    const key = `${painting.size} ${affine} ${isCrowd} ${isCrowd && painting.isMoving} ${painting.isMeasured}`;
    const before = this.#drawn;
    this.#drawn = { marks: seen, key };
    this.canvas.hidden = seen.length === 0;
    const changed = before?.key === key ? changes(before.marks, seen) : null;
    if (changed === null || changed.length > few || changed.some(hasTag)) {
      clearCanvas(this.#context, painting.size);
      this.#paint(seen, painting, affine, isCrowd);
    } else if (changed.length > 0) this.#mend(changed, seen, painting, affine, isCrowd);
  }

  /** Draws anew where marks came, went or changed. */
  #mend(changed: readonly LineMark[], seen: readonly LineMark[], painting: LayerPainting, affine: Affine, isCrowd: boolean): void {
    const context = this.#context;
    const places = changed.map((mark) => onCanvas(shapeOf(mark).extent, affine));
    const area = places.reduce(([a, b, c, d], [left, top, right, bottom]) => [
      Math.min(a, left),
      Math.min(b, top),
      Math.max(c, right),
      Math.max(d, bottom),
    ]);
    const [left, top, right, bottom] = area.map(Math.round) as [number, number, number, number];
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    context.clearRect(left, top, right - left, bottom - top);
    this.#paint(
      seen.filter((mark) => hasTag(mark) || touches(onCanvas(shapeOf(mark).extent, affine), area)),
      painting,
      affine,
      isCrowd,
    );
    context.restore();
  }

  #paint(marks: readonly LineMark[], painting: LayerPainting, affine: Affine, isCrowd: boolean): void {
    const context = this.#context;
    for (const { style, marks: alike } of this.#alike(marks)) {
      if (isCrowd) strokeCrowd(context, pathsOf(alike, affine), style, painting.isMoving);
      else for (const mark of alike) strokeOne(context, mark, affine, style);
      for (const mark of alike.filter(hasTag)) {
        paintExtras(context, mark, painting.toCanvas, style);
        paintTag(context, mark, painting.toCanvas, painting.lines(mark, false), painting.size);
      }
    }
  }

  /** Marks that look alike. */
  #alike(marks: readonly LineMark[]): readonly { readonly style: MarkStyle; readonly marks: readonly LineMark[] }[] {
    const groups = new Map<string, { readonly style: MarkStyle; readonly marks: LineMark[] }>();
    for (const mark of marks) {
      const style = this.#styleOf(mark);
      const key = `${style.colour} ${style.isProposal}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { style, marks: [mark] });
      else group.marks.push(mark);
    }
    return [...groups.values()];
  }
}

/** Measures stand beside these, outside of their own extent. */
const hasTag = ({ kind }: LineMark): boolean => kind === 'length' || kind === 'angle' || kind === 'cobb';

/** The marks that are in one list only. */
function changes(before: readonly LineMark[], after: readonly LineMark[]): readonly LineMark[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [...before.filter((mark) => !now.has(mark)), ...after.filter((mark) => !old.has(mark))];
}

type Area = readonly [left: number, top: number, right: number, bottom: number];

/** Where an extent lies on the canvas, with room for the lines' width. */
function onCanvas({ left, top, right, bottom }: Extent, [a, b, c, d, e, f]: Affine): Area {
  const spare = 12 * devicePixelRatio;
  const [x1, y1] = [a * left + b * top + c, d * left + e * top + f];
  const [x2, y2] = [a * right + b * bottom + c, d * right + e * bottom + f];
  return [Math.min(x1, x2) - spare, Math.min(y1, y2) - spare, Math.max(x1, x2) + spare, Math.max(y1, y2) + spare];
}

const touches = (one: Area, other: Area): boolean => one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3];

const pathsOf = (marks: readonly LineMark[], affine: Affine): readonly Path2D[] =>
  marks.map((mark) => {
    const path = new Path2D();
    traceMark(path, mark, affine);
    return path;
  });

function strokeOne(context: CanvasRenderingContext2D, mark: LineMark, affine: Affine, style: MarkStyle): void {
  context.beginPath();
  traceMark(context, mark, affine);
  strokeMarks(context, style);
}
