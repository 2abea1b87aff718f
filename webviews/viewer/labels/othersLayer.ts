import { isLineMark } from '../../../src/core/label/cornersOfMark';
import type { Label } from '../../../src/core/label/label';
import { isProposal } from '../../../src/core/label/proposals';
import { paintMark } from './drawMark';
import { clearCanvas, type LayerPainting, layerContext } from './layerPainting';
import { liesOn } from './markPlace';
import { readerColour } from './readerColour';

/** Other readers' marks on a canvas of their own, paler than the reader's and in a colour a reader. */
export class OthersLayer {
  readonly #context = layerContext('others-marks');
  #drawn: { readonly others: readonly Label[]; readonly key: string } | null = null;

  get canvas(): HTMLCanvasElement {
    return this.#context.canvas;
  }

  draw(others: readonly Label[], { size, place, toCanvas }: LayerPainting): void {
    this.canvas.hidden = others.length === 0;
    const key = `${size} ${toCanvas([0, 0])} ${toCanvas([1, 2])} ${JSON.stringify(place)}`;
    if (this.#drawn?.others === others && this.#drawn.key === key) return;
    this.#drawn = { others, key };
    if (others.length === 0) return;
    clearCanvas(this.#context, size);
    this.#context.globalAlpha = 0.55;
    for (const { reader, marks } of others) {
      const style = { colour: readerColour(reader), isSelected: false, isProposal: false };
      for (const mark of marks.filter(isLineMark))
        if (liesOn(mark, place) && !isProposal(mark)) paintMark(this.#context, mark, toCanvas, style);
    }
    this.#context.globalAlpha = 1;
  }
}
