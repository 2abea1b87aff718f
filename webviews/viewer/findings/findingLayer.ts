import { isLineMark } from '../../../src/core/label/cornersOfMark';
import type { Mark } from '../../../src/core/label/label';
import { type MaskRuns, parseRuns } from '../../../src/core/label/maskRuns';
import { paintPiece } from '../changes/paintPiece';
import { paintMark, type ToCanvas } from '../labels/drawMark';
import { clearCanvas, layerContext } from '../labels/layerPainting';
import { liesOn, type MarkPlace } from '../labels/markPlace';
import { paintTag } from '../labels/paintTag';

/** What somebody drew on the image: a run, or the label's reader. */
export type DrawnBy = {
  readonly colour: string;
  /** What stands at its boxes before the score; '' for the label. */
  readonly letter: string;
  readonly marks: readonly Mark[];
};

/** Masks never change, so that their text is taken apart once. */
const runsOfMark = new WeakMap<Mark, MaskRuns>();

function maskOf(mark: Mark & { readonly kind: 'mask' }): MaskRuns | null {
  const runs = runsOfMark.get(mark) ?? parseRuns(mark.runs);
  if (runs !== null) runsOfMark.set(mark, runs);
  return runs;
}

/** A canvas over the picture with the label's marks and the runs': the label's lines are whole and its areas hatched, what a run says is dashed and filled. */
export class FindingLayer {
  readonly #context = layerContext('finding-marks');

  get canvas(): HTMLCanvasElement {
    return this.#context.canvas;
  }

  /** Draws what lies on a place, in their order, on a canvas of `size` device pixels. */
  draw(drawn: readonly DrawnBy[], place: MarkPlace, toCanvas: ToCanvas, size: readonly [number, number]): void {
    const context = this.#context;
    clearCanvas(context, size);
    for (const { colour, letter, marks } of drawn)
      for (const mark of marks) {
        const runs = mark.kind === 'mask' && liesOn(mark, place) ? maskOf(mark) : null;
        if (runs !== null) paintPiece(context, runs, toCanvas, { colour, isHatched: letter === '', isSelected: false });
      }
    for (const [at, { colour, letter, marks }] of drawn.entries())
      for (const mark of marks) {
        if (!isLineMark(mark) || !liesOn(mark, place)) continue;
        paintMark(context, mark, toCanvas, { colour, isSelected: false, isProposal: letter !== '' });
        if (letter !== '') paintTag(context, mark, toCanvas, tagLines(mark, letter, at), size);
      }
  }
}

/** Tags of several runs' boxes on the same place stand below each other. */
const tagLines = ({ score }: Mark, letter: string, at: number): readonly string[] => [
  ...Array.from({ length: Math.max(0, at - 1) }, () => ''),
  score === undefined ? letter : `${letter} ${score.toFixed(2)}`,
];
