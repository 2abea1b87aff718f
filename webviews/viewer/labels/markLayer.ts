import type { Label } from '../../../src/core/label/label';
import { isProposal } from '../../../src/core/label/proposals';
import { drawMark, type ToCanvas } from './drawMark';
import type { LabelModel } from './labelModel';
import { colourOf } from './markColour';
import { liesOn, type MarkPlace } from './markPlace';
import { readerColour } from './readerColour';
import type { Tool } from './tool';

/** What is drawn besides the reader's own marks: those of other readers, and a model's proposals. */
export type AroundMarks = { readonly others: readonly Label[]; readonly hasProposals: boolean };

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

  clear(): void {
    this.#context?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Draws all on a canvas of `width` and `height` device pixels: other readers' marks below, and a model's where `hasProposals`. */
  draw(width: number, height: number, place: MarkPlace, toCanvas: ToCanvas, tool: Tool | null, around: AroundMarks): void {
    const context = this.#context;
    if (context === null) return;
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    else context.clearRect(0, 0, width, height);
    const { label, labels, selected } = this.#model.shown;
    context.globalAlpha = 0.55;
    for (const { reader, marks } of around.others)
      for (const mark of marks)
        if (liesOn(mark, place) && !isProposal(mark))
          drawMark(context, mark, toCanvas, { colour: readerColour(reader), isSelected: false, isProposal: false });
    context.globalAlpha = 1;
    for (const mark of label.marks) {
      if (!liesOn(mark, place) || (isProposal(mark) && !around.hasProposals)) continue;
      const definition = labels.find(({ name }) => name === mark.name) ?? mark;
      drawMark(context, mark, toCanvas, { colour: colourOf(definition), isSelected: mark.id === selected, isProposal: isProposal(mark) });
    }
    tool?.paint?.(context);
  }
}
