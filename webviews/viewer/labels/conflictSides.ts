import type { LabelConflict, Mark } from '../../../src/core/label/label';
import { drawMark, type ToCanvas } from './drawMark';
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
    if (mark !== null && liesOn(mark, place)) drawMark(context, mark, toCanvas, { colour, isSelected: true, isProposal: isDashed });
  };
  for (const { side, colour } of sides) draw(conflict[side], colour, side === 'base');
}
