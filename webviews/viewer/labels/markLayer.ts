import type { Affine } from '../../../src/core/image/affine';
import { type Extent, isLineMark, type LineMark } from '../../../src/core/label/cornersOfMark';
import { shapeOf } from '../../../src/core/label/hitMark';
import type { Mark } from '../../../src/core/label/label';
import { isProposal } from '../../../src/core/label/proposals';
import {
  affineOf,
  type MarkStyle,
  paintExtras,
  paintHandles,
  paintMark,
  strokeCrowd,
  strokeMarks,
  type ToCanvas,
  traceMark,
} from './drawMark';
import type { LabelModel } from './labelModel';
import { colourOf } from './markColour';
import { liesOn, type MarkPlace } from './markPlace';
import { paintTag } from './paintTag';
import type { Tool } from './tool';

/** All that decides what is drawn over the picture. */
export type LayerPainting = {
  /** Width and height in device pixels. */
  readonly size: readonly [width: number, height: number];
  readonly place: MarkPlace;
  readonly toCanvas: ToCanvas;
  readonly tool: Tool | null;
  /** The selected mark as it is being dragged. */
  readonly preview: LineMark | null;
  /** The view is being changed: speed counts more than beauty, and `draw` is called again soon. */
  readonly isMoving: boolean;
  /** What stands beside a mark: its measures. */
  readonly lines: (mark: LineMark, isSelected: boolean) => readonly string[];
};

/** Two canvases over the picture: marks at rest, which are drawn again only when they or the view change; and above them the selected mark and what a tool is drawing. */
export class MarkLayer {
  readonly canvases = [document.createElement('canvas'), document.createElement('canvas')] as const;
  readonly #rest: CanvasRenderingContext2D | null;
  readonly #top: CanvasRenderingContext2D | null;
  readonly #model: LabelModel;
  #drawn: { readonly marks: readonly Mark[]; readonly key: string } | null = null;

  constructor(model: LabelModel) {
    this.#model = model;
    for (const canvas of this.canvases) {
      canvas.className = 'marks';
      canvas.setAttribute('aria-hidden', 'true');
    }
    // Drawn without the graphics card, as the picture is: much faster where there is none, and fast enough where there is one.
    [this.#rest, this.#top] = this.canvases.map((canvas) => canvas.getContext('2d', { willReadFrequently: true })) as [
      CanvasRenderingContext2D | null,
      CanvasRenderingContext2D | null,
    ];
  }

  draw(painting: LayerPainting): void {
    const { label, selected, areHidden } = this.#model.shown;
    const here = areHidden ? [] : label.marks.filter(isLineMark).filter((mark) => liesOn(mark, painting.place));
    this.#drawRest(
      here.filter(({ id }) => id !== selected),
      painting,
    );
    this.#drawTop(here.find(({ id }) => id === selected) ?? null, painting);
  }

  #drawRest(marks: readonly LineMark[], painting: LayerPainting): void {
    const context = this.#rest;
    if (context === null) return;
    const affine = affineOf(painting.toCanvas);
    const seen = marks.filter((mark) => isSeen(shapeOf(mark).extent, affine, painting.size));
    const isCrowd = seen.reduce((sum, mark) => sum + shapeOf(mark).corners.length, 0) > crowd;
    const key = `${painting.size} ${affine} ${isCrowd && painting.isMoving}`;
    const drawn = this.#drawn;
    if (drawn !== null && drawn.key === key && drawn.marks.length === seen.length && drawn.marks.every((mark, at) => mark === seen[at]))
      return;
    this.#drawn = { marks: seen, key };
    clear(context, painting.size);
    for (const { style, marks: alike } of this.#alike(seen)) {
      if (isCrowd)
        strokeCrowd(
          context,
          alike.map((mark) => pathOf(mark, affine)),
          style,
          painting.isMoving,
        );
      else for (const mark of alike) strokeOne(context, mark, affine, style);
      for (const mark of alike) {
        paintExtras(context, mark, painting.toCanvas, style);
        paintTag(context, mark, painting.toCanvas, painting.lines(mark, false), painting.size);
      }
    }
  }

  #drawTop(mark: LineMark | null, { size, toCanvas, tool, preview, lines }: LayerPainting): void {
    const context = this.#top;
    if (context === null) return;
    clear(context, size);
    const shown = mark !== null && preview?.id === mark.id ? preview : mark;
    if (shown !== null) {
      const style = this.#style(shown, true);
      paintMark(context, shown, toCanvas, style);
      if (this.#model.shown.locked === null) paintHandles(context, shown, toCanvas, this.#model.shown.corner, style.colour);
      paintTag(context, shown, toCanvas, lines(shown, true), size);
    }
    if (!this.#model.shown.areHidden) tool?.paint?.(context);
  }

  /** Marks that look alike. */
  #alike(marks: readonly LineMark[]): readonly { readonly style: MarkStyle; readonly marks: readonly LineMark[] }[] {
    const groups = new Map<string, { readonly style: MarkStyle; readonly marks: LineMark[] }>();
    for (const mark of marks) {
      const style = this.#style(mark, false);
      const key = `${style.colour} ${style.isProposal}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { style, marks: [mark] });
      else group.marks.push(mark);
    }
    return [...groups.values()];
  }

  #style(mark: Mark, isSelected: boolean): MarkStyle {
    const definition = this.#model.shown.labels.find(({ name }) => name === mark.name) ?? mark;
    return { colour: colourOf(definition), isSelected, isProposal: isProposal(mark) };
  }
}

/** Corners in sight from which on marks are drawn as a crowd. */
const crowd = 4000;

function pathOf(mark: LineMark, affine: Affine): Path2D {
  const path = new Path2D();
  traceMark(path, mark, affine);
  return path;
}

function strokeOne(context: CanvasRenderingContext2D, mark: LineMark, affine: Affine, style: MarkStyle): void {
  context.beginPath();
  traceMark(context, mark, affine);
  strokeMarks(context, style);
}

function clear(context: CanvasRenderingContext2D, [width, height]: LayerPainting['size']): void {
  const { canvas } = context;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  else context.clearRect(0, 0, width, height);
}

/** False for what lies beside the canvas. */
function isSeen({ left, top, right, bottom }: Extent, [a, b, c, d, e, f]: Affine, [width, height]: LayerPainting['size']): boolean {
  const spare = 12 * devicePixelRatio;
  const [x1, y1] = [a * left + b * top + c, d * left + e * top + f];
  const [x2, y2] = [a * right + b * bottom + c, d * right + e * bottom + f];
  return (
    Math.max(x1, x2) >= -spare && Math.min(x1, x2) <= width + spare && Math.max(y1, y2) >= -spare && Math.min(y1, y2) <= height + spare
  );
}
