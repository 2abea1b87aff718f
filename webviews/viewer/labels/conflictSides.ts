import { isLineMark } from '../../../src/core/label/cornersOfMark';
import type { LabelConflict, Mark, MaskMark } from '../../../src/core/label/label';
import { emptyRuns, parseRuns } from '../../../src/core/label/maskRuns';
import { affineOf, paintMark, type ToCanvas } from './drawMark';
import type { ShownLabel } from './labelModel';
import { liesOn, type MarkPlace } from './markPlace';

/** The sides of a conflict with what they are drawn in, told apart by colour-blind eyes, too; what was before both is dashed. */
export const sides = [
  { side: 'base', title: 'Before', colour: '#bbbbbb' },
  { side: 'ours', title: 'Ours', colour: '#56b4e9' },
  { side: 'theirs', title: 'Theirs', colour: '#e69f00' },
] as const;

type OfMark = Extract<LabelConflict, { readonly on: 'mark' }>;

/** The conflict about a mark that is looked at; null where none is. */
export function lookedAtMark({ label, lookedAt }: ShownLabel): OfMark | null {
  const conflict = lookedAt === null ? undefined : label.conflicts?.[lookedAt];
  return conflict?.on === 'mark' ? conflict : null;
}

/** Draws the sides of the conflict that is looked at over each other. */
export function drawSides(context: CanvasRenderingContext2D, shown: ShownLabel, place: MarkPlace, toCanvas: ToCanvas): void {
  const conflict = lookedAtMark(shown);
  if (conflict === null) return;
  const draw = (mark: Mark | null, colour: string, isDashed: boolean): void => {
    if (mark === null || !liesOn(mark, place)) return;
    if (isLineMark(mark)) paintMark(context, mark, toCanvas, { colour, isSelected: true, isProposal: isDashed });
    else if (mark.kind === 'mask') fillMask(context, mark, toCanvas, colour);
  };
  for (const { side, colour } of sides) draw(conflict[side], colour, side === 'base');
}

/** A mask's pixels, see-through, so that what both sides share is seen as both. */
function fillMask(context: CanvasRenderingContext2D, { runs }: MaskMark, toCanvas: ToCanvas, colour: string): void {
  const { firstRow, rows } = parseRuns(runs) ?? emptyRuns;
  const [a, b, c, d, e, f] = affineOf(toCanvas);
  const path = new Path2D();
  for (const [index, row] of rows.entries())
    for (let at = 0; at < row.length; at += 2) path.rect(row[at] ?? 0, firstRow + index, row[at + 1] ?? 0, 1);
  context.save();
  context.setTransform(a, d, b, e, c, f);
  context.globalAlpha = 0.45;
  context.fillStyle = colour;
  context.fill(path);
  context.restore();
}
