import { isLineMark, type LineMark } from '../../../src/core/label/cornersOfMark';
import type { Mark } from '../../../src/core/label/label';
import { isProposal } from '../../../src/core/label/proposals';
import { type MarkStyle, paintHandles, paintMark } from './drawMark';
import type { LabelModel } from './labelModel';
import { clearCanvas, type LayerPainting, layerContext } from './layerPainting';
import { colourOf } from './markColour';
import { liesOn } from './markPlace';
import { paintTag } from './paintTag';
import { RestLayer } from './restLayer';

/** Two canvases over the picture: the marks at rest, and above them the selected mark and what a tool is drawing. */
export class MarkLayer {
  readonly #model: LabelModel;
  readonly #rest: RestLayer;
  readonly #top = layerContext();
  #drawn = '';
  #mark: LineMark | null = null;

  constructor(model: LabelModel) {
    this.#model = model;
    this.#rest = new RestLayer((mark) => this.#style(mark, false));
  }

  get canvases(): readonly HTMLCanvasElement[] {
    return [this.#rest.canvas, this.#top.canvas];
  }

  draw(painting: LayerPainting): void {
    const { label, selected, areHidden } = this.#model.shown;
    const here = areHidden ? [] : label.marks.filter(isLineMark).filter((mark) => liesOn(mark, painting.place));
    this.#rest.draw(
      here.filter(({ id }) => id !== selected),
      painting,
    );
    const mark = here.find(({ id }) => id === selected) ?? null;
    const isDragged = mark !== null && painting.preview?.id === mark.id;
    this.#drawTop(isDragged ? painting.preview : mark, painting);
  }

  #drawTop(mark: LineMark | null, painting: LayerPainting): void {
    const { size, toCanvas, tool, lines } = painting;
    const { corner, locked, areHidden } = this.#model.shown;
    const isDrawing = !areHidden && tool?.paint !== undefined && tool.isBusy?.() !== false;
    const key = `${size} ${toCanvas([0, 0])} ${toCanvas([1, 2])} ${corner} ${painting.isMeasured} ${isDrawing}`;
    if (!isDrawing && key === this.#drawn && mark === this.#mark) return;
    [this.#drawn, this.#mark] = [key, mark];
    this.#top.canvas.hidden = mark === null && !isDrawing;
    clearCanvas(this.#top, size);
    if (mark !== null) {
      const style = this.#style(mark, true);
      paintMark(this.#top, mark, toCanvas, style);
      if (locked === null) paintHandles(this.#top, mark, toCanvas, corner, style.colour);
      paintTag(this.#top, mark, toCanvas, lines(mark, true), size);
    }
    if (isDrawing) tool.paint(this.#top);
  }

  #style(mark: Mark, isSelected: boolean): MarkStyle {
    const definition = this.#model.shown.labels.find(({ name }) => name === mark.name) ?? mark;
    return { colour: colourOf(definition), isSelected, isProposal: isProposal(mark) };
  }
}
