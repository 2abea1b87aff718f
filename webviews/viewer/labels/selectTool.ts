import { isLineMark, type LineMark } from '../../../src/core/label/cornersOfMark';
import { changeMark } from '../../../src/core/label/edit';
import { hitMark, hitPart, type MarkPart } from '../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../src/core/label/label';
import { insertCorner, moveCorner, moveSide, removeCorner, shiftMark } from '../../../src/core/label/reshapeMark';
import { liesOn } from './markPlace';
import { pictureSize } from './pictureSize';
import type { Press, Tool, ToolGiven } from './tool';

/** Screen pixels that count as near. */
const near = 7;
/** Screen pixels that a click may wander. */
const still = 3;

/** What takes hold of marks that are there. */
export type SelectTool = Tool & {
  /** True where a press would take hold of the selected mark's corners. */
  readonly holds: (at: PixelPoint) => boolean;
  /** The pointer's shape over a place; '' where a press would take hold of nothing. */
  readonly cursorAt: (at: PixelPoint) => string;
  /** Selects what encloses a place, or nothing. */
  readonly click: (at: PixelPoint) => void;
  /** The selected mark as it is being dragged. */
  readonly preview: () => LineMark | null;
};

type Hold = { readonly mark: LineMark; readonly part: MarkPart; readonly wasSelected: boolean };
type Drag = Hold & { readonly from: PixelPoint; now: LineMark; corner: number | null; hasMoved: boolean };

/** Selects marks by a click on their lines or into them; drags corners, lines and whole marks of the one that is selected. */
export function selectTool(given: ToolGiven): SelectTool {
  const { model, redraw } = given;
  let drag: Drag | null = null;
  const cancel = (): boolean => {
    const hadOne = drag !== null;
    drag = null;
    redraw();
    return hadOne;
  };
  const down = (at: PixelPoint, { altKey }: Press): boolean => {
    const hold = holdAt(given, at);
    if (hold === null) return false;
    if (altKey && takeCornerAway(given, hold)) return true;
    if (!hold.wasSelected) model.select(hold.mark.id);
    drag = { ...hold, from: at, now: hold.mark, corner: null, hasMoved: false };
    return true;
  };
  const move = (at: PixelPoint): void => {
    if (drag === null || model.shown.locked !== null) return;
    drag.hasMoved ||= screenDistance(given, drag.from, at) > still;
    if (!drag.hasMoved) return;
    dragTo(given, drag, at);
    redraw();
  };
  return {
    cursor: '',
    down,
    move,
    up: (at) => {
      move(at);
      const done = drag;
      drag = null;
      if (done === null) return;
      if (done.hasMoved) model.step(wordsOf(done), [changeMark(model.label, done.now)]);
      if (done.corner !== null) model.selectCorner(done.corner);
      else if (!done.hasMoved) choose(given, done, at);
      redraw();
    },
    cancel,
    isBusy: () => drag !== null,
    holds: (at) => {
      const hold = holdAt(given, at);
      return hold?.wasSelected === true && hold.part.on === 'corner';
    },
    cursorAt: (at) => cursorOf(holdAt(given, at), model.shown.locked !== null),
    click: (at) => model.select(hitMark(marksHere(given), at, given.reach(near))?.mark.id ?? null),
    preview: () => drag?.now ?? null,
  };
}

/** The marks that lie on the shown frame and can be seen. */
function marksHere({ model, place }: ToolGiven): readonly LineMark[] {
  if (model.shown.areHidden) return [];
  const here = place();
  return model.label.marks.filter(isLineMark).filter((mark) => liesOn(mark, here));
}

/** What a press takes hold of: the selected mark before others, and of the others only their lines. */
function holdAt(given: ToolGiven, at: PixelPoint): Hold | null {
  const marks = marksHere(given);
  const reach = given.reach(near);
  const mark = marks.find(({ id }) => id === given.model.shown.selected);
  const part = mark === undefined ? null : hitPart(mark, at, reach);
  if (mark !== undefined && part !== null && part.on !== 'inside') return { mark, part, wasSelected: true };
  const other = hitMark(marks, at, reach);
  if (other !== null && other.part.on !== 'inside') return { ...other, wasSelected: false };
  return mark !== undefined && part !== null ? { mark, part, wasSelected: true } : null;
}

/** A click without a drag: selects a corner, or what lies inside the selected mark. */
function choose(given: ToolGiven, { mark, part, wasSelected }: Hold, at: PixelPoint): void {
  if (!wasSelected) return;
  if (part.on === 'corner' && mark.kind !== 'point') given.model.selectCorner(part.index);
  else if (part.on === 'inside') given.model.select(hitMark(marksHere(given), at, given.reach(near))?.mark.id ?? null);
}

function takeCornerAway({ model }: ToolGiven, { mark, part }: Hold): boolean {
  if (mark.kind !== 'outline' || part.on !== 'corner') return false;
  const fewer = removeCorner(mark, part.index);
  model.select(mark.id);
  if (fewer !== null) model.step('Remove Corner', [changeMark(model.label, fewer)]);
  return true;
}

/** A mark that was not selected before moves as a whole; of the selected one corners and lines can be dragged. */
function dragTo(given: ToolGiven, drag: Drag, at: PixelPoint): void {
  const { mark, part, from, wasSelected } = drag;
  const to = given.markPoint(at);
  if (!wasSelected || part.on === 'inside') drag.now = shifted(given, mark, from, at);
  else if (part.on === 'corner')
    [drag.now, drag.corner] = [moveCorner(mark, part.index, to), mark.kind === 'box' || mark.kind === 'point' ? null : part.index];
  else if (mark.kind === 'box') drag.now = moveSide(mark, part.index, to);
  else if (mark.kind === 'outline') [drag.now, drag.corner] = [insertCorner(mark, part.index, to), part.index + 1];
  else drag.now = shifted(given, mark, from, at);
}

function shifted({ viewer }: ToolGiven, mark: LineMark, from: PixelPoint, at: PixelPoint): LineMark {
  return shiftMark(mark, [at[0] - from[0], at[1] - from[1]], pictureSize(viewer));
}

function wordsOf({ mark, part, wasSelected }: Drag): string {
  if (!wasSelected || part.on === 'inside') return 'Move Mark';
  if (mark.kind === 'box') return 'Resize Box';
  if (part.on === 'corner') return 'Move Corner';
  return mark.kind === 'outline' ? 'Insert Corner' : 'Move Mark';
}

function cursorOf(hold: Hold | null, isLocked: boolean): string {
  if (hold === null) return '';
  if (isLocked || !hold.wasSelected) return 'pointer';
  return hold.part.on === 'corner' ? 'grab' : hold.mark.kind === 'outline' && hold.part.on === 'edge' ? 'copy' : 'move';
}

function screenDistance({ toCanvas }: ToolGiven, a: PixelPoint, b: PixelPoint): number {
  const [from, to] = [toCanvas(a), toCanvas(b)];
  return Math.hypot(to[0] - from[0], to[1] - from[1]) / devicePixelRatio;
}
