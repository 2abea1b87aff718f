import { cornersOfMark, isLineMark, type LineMark, nextCorner } from '../../../src/core/label/cornersOfMark';
import { changeMark, removeMark } from '../../../src/core/label/edit';
import type { Mark } from '../../../src/core/label/label';
import { insertCorner, moveCorner, removeCorner, shiftMark } from '../../../src/core/label/reshapeMark';
import type { LabelModel } from './labelModel';
import { liesOn } from './markPlace';
import { pictureSize } from './pictureSize';
import type { ToolGiven } from './tool';

const selectedMark = ({ shown: { label, selected } }: LabelModel): Mark | undefined => label.marks.find(({ id }) => id === selected);

function selectedLines(model: LabelModel): LineMark | null {
  const mark = selectedMark(model);
  return mark !== undefined && isLineMark(mark) ? mark : null;
}

/** Selects the next mark of the shown frame, or the one before; false where there is none. */
export function cycleMarks({ model, place }: ToolGiven, by: 1 | -1): boolean {
  const here = place();
  const marks = model.label.marks.filter((mark) => mark.kind === 'interval' || liesOn(mark, here));
  if (marks.length === 0) return false;
  const now = marks.findIndex(({ id }) => id === model.shown.selected);
  const next = now < 0 && by < 0 ? marks.length - 1 : (now + by + marks.length) % marks.length;
  model.select(marks[next]?.id ?? null);
  return true;
}

/** Moves the selected mark, or its selected corner, by pixels of the screen's direction, whatever way the picture is turned. */
export function nudge({ viewer, model, markPoint }: ToolGiven, [x, y]: readonly [number, number], pixels: number): boolean {
  const mark = selectedLines(model);
  if (mark === null) return false;
  const [a, b, c, d] = viewer.shown.state.look.view.turn;
  const by = [pixels * (a * x + c * y), pixels * (b * x + d * y)] as const;
  const { corner } = model.shown;
  const place = corner === null ? undefined : cornersOfMark(mark)[corner];
  const moved =
    place === undefined || corner === null
      ? shiftMark(mark, by, pictureSize(viewer))
      : moveCorner(mark, corner, markPoint([place[0] + by[0], place[1] + by[1]]));
  model.step(place === undefined ? 'Move Mark' : 'Move Corner', [changeMark(model.label, moved)]);
  return true;
}

/** Takes the selected corner out of its outline, or deletes the selected mark. */
export function deleteSelected(model: LabelModel): boolean {
  const { selected, corner } = model.shown;
  if (selected === null) return false;
  const mark = selectedLines(model);
  const fewer = mark?.kind === 'outline' && corner !== null ? removeCorner(mark, corner) : null;
  if (fewer === null) model.step('Delete Mark', [removeMark(model.label, selected)]);
  else model.step('Remove Corner', [changeMark(model.label, fewer)]);
  return true;
}

/** Selects the next corner of the selected mark, or the one before. */
export function nextCornerOf(model: LabelModel, by: 1 | -1): boolean {
  const mark = selectedLines(model);
  if (mark === null || mark.kind === 'point') return false;
  const count = cornersOfMark(mark).length;
  const { corner } = model.shown;
  model.selectCorner(corner === null ? (by > 0 ? 0 : count - 1) : (corner + by + count) % count);
  return true;
}

/** Puts a corner in the middle of the line that begins at the selected corner of an outline, and selects it. */
export function insertAfterCorner({ model, markPoint }: ToolGiven): boolean {
  const mark = selectedLines(model);
  const { corner } = model.shown;
  if (mark?.kind !== 'outline' || corner === null) return false;
  const [from, to] = [mark.points[corner], mark.points[nextCorner(mark, corner, mark.points.length)]];
  if (from === undefined || to === undefined) return false;
  const middle = markPoint([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  model.step('Insert Corner', [changeMark(model.label, insertCorner(mark, corner, middle))]);
  model.selectCorner(corner + 1);
  return true;
}
