import { joinRuns, sharedRuns, subtractRuns } from './combineRuns';
import type { LabelEdit } from './edit';
import type { Label, MaskMark } from './label';
import { newMarkId } from './markId';
import { maskOfMark } from './maskOfMark';
import { emptyRuns, formatRuns, type MaskRuns } from './maskRuns';
import { type MarkPlace, masksOfName, type SliceMasks } from './sliceMasks';

/** What is painted: all own masks of a name in a stack, whose slices lie at `places`. New marks get their ids from `random` (0 to 1). */
export type PaintTarget = { readonly name: string; readonly places: readonly MarkPlace[]; readonly random: () => number };

/** The mask of a name on each slice; marks that share a slice are joined. */
export function paintedSlices({ marks }: Pick<Label, 'marks'>, { name, places }: Pick<PaintTarget, 'name' | 'places'>): SliceMasks {
  return new Map([...masksOfName(marks, name, places)].map(([slice, list]) => [slice, joined(list)] as const));
}

const joined = (marks: readonly MaskMark[]): MaskRuns => marks.map(maskOfMark).reduce(joinRuns, emptyRuns);

/** The edits that paint strokes: only pixels that change, in new marks of one object where a slice has no mask yet. */
export const paintSlices = (label: Label, target: PaintTarget, strokes: SliceMasks): readonly LabelEdit[] =>
  changeSlices(label, target, strokes, (stroke, marks) => ({ on: subtractRuns(stroke, joined(marks)), off: emptyRuns }));

/** The edits that take strokes away; a mask without a pixel left is removed. */
export const eraseSlices = (label: Label, target: PaintTarget, strokes: SliceMasks): readonly LabelEdit[] =>
  changeSlices(label, target, strokes, (stroke) => ({ on: emptyRuns, off: stroke }));

/** The edits after which the slices that are named have exactly these masks, and the others are as they were. */
export const setSlices = (label: Label, target: PaintTarget, after: ReadonlyMap<number, MaskRuns>): readonly LabelEdit[] =>
  changeSlices(label, target, after, (mask, marks) => {
    const before = joined(marks);
    return { on: subtractRuns(mask, before), off: subtractRuns(before, mask) };
  });

type Change = { readonly on: MaskRuns; readonly off: MaskRuns };

/** Paints first, then removes from the end of the list, then puts new marks, so that places in the list stay true from edit to edit. */
function changeSlices(
  label: Label,
  target: PaintTarget,
  masks: ReadonlyMap<number, MaskRuns>,
  changeOf: (mask: MaskRuns, marks: readonly MaskMark[]) => Change,
): readonly LabelEdit[] {
  const known = masksOfName(label.marks, target.name, target.places);
  const painted: LabelEdit[] = [];
  const removed = new Set<string>();
  const fresh: (readonly [slice: number, mask: MaskRuns])[] = [];
  for (const [slice, mask] of masks) {
    const marks = known.get(slice) ?? [];
    const { on, off } = changeOf(mask, marks);
    const [first] = marks;
    if (first === undefined && on.rows.length > 0) fresh.push([slice, on]);
    for (const mark of marks) {
      const edit = paintEdit(mark, mark === first ? on : emptyRuns, off);
      if (edit === 'remove') removed.add(mark.id);
      else if (edit !== null) painted.push(edit);
    }
  }
  return [...painted, ...removals(label, removed), ...additions(label, target, fresh, removed.size, objectOf(known, target))];
}

/** What a mark's part of a change is: null where it has none, `remove` where it leaves no pixel. */
function paintEdit(mark: MaskMark, on: MaskRuns, off: MaskRuns): LabelEdit | 'remove' | null {
  const mask = maskOfMark(mark);
  const gone = sharedRuns(mask, off);
  if (on.rows.length === 0 && gone.rows.length === 0) return null;
  if (on.rows.length === 0 && subtractRuns(mask, gone).rows.length === 0) return 'remove';
  return { edit: 'paint', mark: mark.id, on: formatRuns(on), off: formatRuns(gone) };
}

function removals({ marks }: Label, ids: ReadonlySet<string>): readonly LabelEdit[] {
  if (ids.size === 0) return [];
  return marks
    .flatMap((mark, at): readonly LabelEdit[] => (ids.has(mark.id) ? [{ edit: 'mark', at, from: mark, to: null }] : []))
    .toReversed();
}

function additions(
  { marks }: Label,
  { name, places, random }: PaintTarget,
  fresh: readonly (readonly [slice: number, mask: MaskRuns])[],
  removed: number,
  object: string,
): readonly LabelEdit[] {
  const ids: { readonly id: string }[] = [...marks];
  return fresh.flatMap(([slice, mask], index): readonly LabelEdit[] => {
    const place = places[slice];
    if (place === undefined) return [];
    const id = newMarkId(ids, random);
    ids.push({ id });
    const to: MaskMark = { id, name, ...place, ...(places.length > 1 ? { object } : {}), kind: 'mask', runs: formatRuns(mask) };
    return [{ edit: 'mark', at: marks.length - removed + index, from: null, to }];
  });
}

/** The object that new slices belong to: that of the slices there are, else one called like the label, so that two branches that both begin it go on with one. */
function objectOf(known: ReadonlyMap<number, readonly MaskMark[]>, { name }: PaintTarget): string {
  for (const marks of known.values()) for (const { object } of marks) if (object !== undefined) return object;
  return name;
}
