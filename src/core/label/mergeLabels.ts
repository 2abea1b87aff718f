import { compareText } from '../dataset/compareText';
import { UserError } from '../userError';
import { joinRuns, sharedRuns, subtractRuns } from './combineRuns';
import type { CategoryValue, Label, LabelConflict, Mark, MaskMark, SignOff } from './label';
import { emptyRuns, formatRuns, parseRuns } from './maskRuns';
import type { LabelFields } from './parseLabelFields';
import { sameValue } from './sameValue';

/**
 * Merges two labels that were made from one (null where both began it): what only one side changed is taken, also when both painted different
 * pixels of one mask; what both changed, each in its own way, stays as ours and becomes a conflict. Two new marks that happen to have one id
 * both stay. The merged label is final only where both are, or where the side that is not has changed nothing. Throws UserError where the
 * sides are labels of different images or readers.
 */
export function mergeLabels(base: Label | null, ours: Label, theirs: Label): Label {
  const owner = mergeOwner(base, ours, theirs);
  const categories = mergeCategories(base?.categories ?? {}, ours.categories, theirs.categories);
  const marks = mergeMarks(base?.marks ?? [], ours.marks, theirs.marks);
  const conflicts = [...keptConflicts(base, ours, theirs), ...categories.conflicts, ...marks.conflicts];
  const merged = { version: 1, ...owner, categories: categories.merged, marks: marks.merged } as const;
  if (conflicts.length > 0) return { ...merged, status: 'draft', ...mergeFields(base, ours, theirs, 'draft'), conflicts };
  const status = mergeStatus(base, ours, theirs);
  return { ...merged, status, ...mergeFields(base, ours, theirs, status) };
}

/** Time is added up; sources stay where both sides agree with one of them, and a signature only where nothing of the other side came in. */
function mergeFields(base: Label | null, ours: Label, theirs: Label, status: Label['status']): LabelFields {
  const times = { base: base?.seconds ?? 0, ours: ours.seconds ?? 0, theirs: theirs.seconds ?? 0 };
  const seconds = takenSide(times) ?? Math.max(0, times.ours + times.theirs - times.base);
  const sources = takenSide({ base: base?.sources ?? null, ours: ours.sources ?? null, theirs: theirs.sources ?? null }) ?? ours.sources;
  const signedOff = status === 'draft' ? null : signatureOf(base, ours, theirs);
  return {
    ...(seconds > 0 ? { seconds } : {}),
    ...(sources === undefined || sources === null ? {} : { sources }),
    ...(signedOff === null ? {} : { signedOff }),
  };
}

function signatureOf(base: Label | null, ours: Label, theirs: Label): SignOff | null {
  const said = ({ categories, marks }: Label) => ({ categories, marks });
  if (sameValue(said(ours), said(theirs))) return ours.signedOff ?? theirs.signedOff ?? null;
  const isUntouched = (side: Label): boolean => base !== null && sameValue(said(side), said(base));
  if (isUntouched(theirs)) return ours.signedOff ?? null;
  return isUntouched(ours) ? (theirs.signedOff ?? null) : null;
}

function mergeOwner(base: Label | null, ours: Label, theirs: Label): Pick<Label, 'image' | 'reader'> {
  const side = base !== null && ours.image === base.image && ours.reader === base.reader ? theirs : ours;
  const other = side === ours ? theirs : ours;
  const agree = side.image === other.image && side.reader === other.reader;
  if (!agree && !(base !== null && other.image === base.image && other.reader === base.reader))
    throw new UserError('The two sides are labels of different images or readers, which can not be merged: keep one of them.');
  return { image: side.image, reader: side.reader };
}

function mergeStatus(base: Label | null, ours: Label, theirs: Label): Label['status'] {
  if (ours.status === theirs.status) return ours.status;
  const draft = ours.status === 'draft' ? ours : theirs;
  return base !== null && sameValue(draft, base) ? 'final' : 'draft';
}

type Merged<T> = { readonly merged: T; readonly conflicts: readonly LabelConflict[] };

function mergeCategories(base: Label['categories'], ours: Label['categories'], theirs: Label['categories']): Merged<Label['categories']> {
  const merged: Record<string, CategoryValue> = {};
  const conflicts: LabelConflict[] = [];
  for (const name of keysOf(base, ours, theirs)) {
    const sides = { base: base[name] ?? null, ours: ours[name] ?? null, theirs: theirs[name] ?? null };
    const value = takenSide(sides);
    if (value === undefined) conflicts.push({ on: 'category', name, ...sides });
    const kept = value === undefined ? sides.ours : value;
    if (kept !== null) merged[name] = kept;
  }
  return { merged, conflicts };
}

const keysOf = (...sides: readonly object[]): readonly string[] =>
  [...new Set(sides.flatMap((side) => Object.keys(side)))].toSorted(compareText);

type Sides<T> = { readonly base: T | null; readonly ours: T | null; readonly theirs: T | null };

/** The side that changed, null where that removed it; undefined where both changed, each in its own way. */
function takenSide<T>({ base, ours, theirs }: Sides<T>): T | null | undefined {
  if (sameValue(ours, theirs) || sameValue(theirs, base)) return ours;
  return sameValue(ours, base) ? theirs : undefined;
}

function mergeMarks(base: readonly Mark[], ours: readonly Mark[], theirs: readonly Mark[]): Merged<readonly Mark[]> {
  const [inBase, inOurs, inTheirs] = [byId(base), byId(ours), byId(theirs)];
  const conflicts: LabelConflict[] = [];
  const taken = new Set([...inBase.keys(), ...inOurs.keys(), ...inTheirs.keys()]);
  const added: Mark[] = [];
  const decide = (id: string): Mark | null => {
    const sides = { base: inBase.get(id) ?? null, ours: inOurs.get(id) ?? null, theirs: inTheirs.get(id) ?? null };
    const side = takenSide(sides);
    if (side !== undefined) return side;
    const painted = mergePainting(sides);
    if (painted !== undefined) return painted;
    if (sides.base === null && sides.theirs !== null) added.push({ ...sides.theirs, id: freeId(id, taken) });
    else conflicts.push({ on: 'mark', id, ...sides });
    return sides.ours;
  };
  // In our order, then what is only theirs in their order, so that the difference to ours stays short.
  const ids = [...inOurs.keys(), ...[...inTheirs.keys(), ...inBase.keys()].filter((id) => !inOurs.has(id))];
  const merged = [...new Set(ids)].map(decide).filter((mark) => mark !== null);
  return { merged: [...merged, ...added], conflicts };
}

const byId = (marks: readonly Mark[]): ReadonlyMap<string, Mark> => new Map(marks.map((mark) => [mark.id, mark]));

function freeId(id: string, taken: Set<string>): string {
  for (let count = 2; ; count++) {
    const free = `${id}-${count}`;
    if (taken.has(free)) continue;
    taken.add(free);
    return free;
  }
}

/** One mask with what both sides painted; undefined where they painted the same pixels, or changed more than pixels. */
function mergePainting({ base, ours, theirs }: Sides<Mark>): MaskMark | undefined {
  if (base?.kind !== 'mask' || ours?.kind !== 'mask' || theirs?.kind !== 'mask') return undefined;
  const rest = ({ runs: _, ...mark }: MaskMark) => mark;
  const other = takenSide({ base: rest(base), ours: rest(ours), theirs: rest(theirs) });
  if (other === undefined || other === null) return undefined;
  const [before, left, right] = [base, ours, theirs].map(({ runs }) => parseRuns(runs) ?? emptyRuns);
  if (before === undefined || left === undefined || right === undefined) return undefined;
  const changed = (after: typeof before) => joinRuns(subtractRuns(after, before), subtractRuns(before, after));
  if (sharedRuns(changed(left), changed(right)).rows.length > 0) return undefined;
  const [added, removed] = [subtractRuns(right, before), subtractRuns(before, right)];
  return { ...other, runs: formatRuns(joinRuns(subtractRuns(left, removed), added)) };
}

/** Conflicts of earlier merges that neither side has settled. */
function keptConflicts(base: Label | null, ours: Label, theirs: Label): readonly LabelConflict[] {
  const holds = (label: Label | null, conflict: LabelConflict) => (label?.conflicts ?? []).some((other) => sameValue(other, conflict));
  const mine = (ours.conflicts ?? []).filter((conflict) => holds(theirs, conflict) || !holds(base, conflict));
  const other = (theirs.conflicts ?? []).filter((conflict) => !holds(ours, conflict) && !holds(base, conflict));
  return [...mine, ...other];
}
