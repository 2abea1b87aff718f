import { isLineMark } from '../../../src/core/label/cornersOfMark';
import { paintMark, type ToCanvas } from '../labels/drawMark';
import { liesOn, type MarkPlace } from '../labels/markPlace';
import { type ChangedMark, marksOf, type ShownChanges } from './changeModel';
import { type MaskPiece, maskPieces } from './maskPieces';
import { paintPiece } from './paintPiece';

/** Told apart by colour-blind eyes, too: one is dashed, and they differ in brightness (vermilion and bluish green after Okabe and Ito 2008). */
export const roleColours: Readonly<Record<ChangedMark['role'], string>> = { before: '#ff7b4d', after: '#2fd6a5', same: '#b8b8b8' };

/** How much of a mark is left of its colour where it is not what is looked at. */
const faint = { same: 0.55, other: 0.6 };

type OnFrame = {
  readonly shown: ShownChanges;
  readonly place: string;
  readonly here: readonly ChangedMark[];
  readonly pieces: readonly MaskPiece[];
};

/** A canvas over the picture with both versions' marks of the shown frame. */
export class ChangeLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  /** What was drawn last: moving the picture takes no mask apart again. */
  #last: OnFrame | null = null;

  constructor() {
    this.canvas.className = 'marks';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.#context = this.canvas.getContext('2d');
  }

  /** Draws all on a canvas of `width` and `height` device pixels. */
  draw(width: number, height: number, shown: ShownChanges, place: MarkPlace, toCanvas: ToCanvas): void {
    const context = this.#context;
    if (context === null) return;
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    else context.clearRect(0, 0, width, height);
    const isChosen = ({ mark }: Pick<ChangedMark, 'mark'>): boolean => mark.id === shown.chosen;
    const hasChosen = shown.changes.some(({ on, key }) => on === 'mark' && key === shown.chosen);
    const alphaOf = (entry: ChangedMark): number => {
      if (entry.role === 'same') return faint.same;
      return hasChosen && !isChosen(entry) ? faint.other : 1;
    };
    const { here, pieces } = this.#at(shown, place);
    for (const { mark, runs, role } of pieces) {
      context.globalAlpha = alphaOf({ mark, role });
      paintPiece(context, runs, toCanvas, { colour: roleColours[role], isHatched: role === 'before', isSelected: isChosen({ mark }) });
    }
    // The chosen one lies on top.
    for (const entry of here.toSorted((one, other) => Number(isChosen(one)) - Number(isChosen(other)))) {
      context.globalAlpha = alphaOf(entry);
      // What was is drawn dashed, as proposals are elsewhere: nothing is proposed here.
      const style = { colour: roleColours[entry.role], isSelected: isChosen(entry), isProposal: entry.role === 'before' };
      if (isLineMark(entry.mark)) paintMark(context, entry.mark, toCanvas, style);
    }
    context.globalAlpha = 1;
  }

  /** The marks of a frame, and its masks taken apart. */
  #at(shown: ShownChanges, place: MarkPlace): OnFrame {
    const key = JSON.stringify(place);
    if (this.#last?.shown === shown && this.#last.place === key) return this.#last;
    const here = marksOf(shown).filter(({ mark }) => liesOn(mark, place));
    this.#last = { shown, place: key, here, pieces: maskPieces(here) };
    return this.#last;
  }
}
