import { isProposal } from '../../../src/core/label/proposals';
import { drawSides } from './conflictSides';
import { drawMark, type ToCanvas } from './drawMark';
import type { LabelModel } from './labelModel';
import { colourOf } from './markColour';
import { liesOn, type MarkPlace } from './markPlace';
import type { Tool } from './tool';

/** A canvas over the picture with the marks of the shown frame, and what a tool is drawing. */
export class MarkLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  readonly #model: LabelModel;

  constructor(model: LabelModel) {
    this.#model = model;
    this.canvas.className = 'marks';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.#context = this.canvas.getContext('2d');
  }

  /** Draws all on a canvas of `width` and `height` device pixels. */
  draw(width: number, height: number, place: MarkPlace, toCanvas: ToCanvas, tool: Tool | null): void {
    const context = this.#context;
    if (context === null) return;
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    else context.clearRect(0, 0, width, height);
    const { label, labels, selected } = this.#model.shown;
    for (const mark of label.marks) {
      if (!liesOn(mark, place)) continue;
      const definition = labels.find(({ name }) => name === mark.name) ?? mark;
      drawMark(context, mark, toCanvas, { colour: colourOf(definition), isSelected: mark.id === selected, isProposal: isProposal(mark) });
    }
    drawSides(context, this.#model.shown, place, toCanvas);
    tool?.paint?.(context);
  }
}
