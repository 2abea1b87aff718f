import { drawMark, type ToCanvas } from '../labels/drawMark';
import { liesOn, type MarkPlace } from '../labels/markPlace';
import { type ChangedMark, marksOf, type ShownChanges } from './changeModel';

/** Told apart by colour-blind eyes, too: one is dashed, and they differ in brightness (vermilion and bluish green after Okabe and Ito 2008). */
export const roleColours: Readonly<Record<ChangedMark['role'], string>> = { before: '#ff7b4d', after: '#2fd6a5', same: '#b8b8b8' };

/** How much of a mark is left of its colour where it is not what is looked at. */
const faint = { same: 0.55, other: 0.6 };

/** A canvas over the picture with both versions' marks of the shown frame. */
export class ChangeLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;

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
    const isChosen = ({ mark }: ChangedMark): boolean => mark.id === shown.chosen;
    const hasChosen = shown.changes.some(({ on, key }) => on === 'mark' && key === shown.chosen);
    // The chosen one lies on top.
    for (const entry of marksOf(shown).toSorted((a, b) => Number(isChosen(a)) - Number(isChosen(b)))) {
      const { mark, role } = entry;
      if (!liesOn(mark, place)) continue;
      context.globalAlpha = role === 'same' ? faint.same : hasChosen && !isChosen(entry) ? faint.other : 1;
      // Proposals are drawn dashed as well, but nothing is proposed here.
      drawMark(context, mark, toCanvas, { colour: roleColours[role], isSelected: isChosen(entry), isProposal: role === 'before' });
    }
    context.globalAlpha = 1;
  }
}
