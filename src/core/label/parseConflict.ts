import type { CategoryValue, LabelConflict, Mark } from './label';
import { parseMark } from './parseMark';

/** True for what a label may say as a category. */
export const isCategoryValue = (value: unknown): value is CategoryValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value) ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/** A conflict as a label file holds it, or what is wrong with it, as the end of a sentence that begins with the conflict. */
export function parseConflict(value: unknown): LabelConflict | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const { on, name, id, base, ours, theirs } = value as Readonly<Record<string, unknown>>;
  const sides = [base, ours, theirs];
  if (on === 'category') {
    if (typeof name !== 'string' || name === '') return 'names no category';
    const [b, o, t] = sides.map((side) => (side === null || isCategoryValue(side) ? side : undefined));
    return b === undefined || o === undefined || t === undefined
      ? 'has a side that is no value of a category, nor null'
      : { on, name, base: b, ours: o, theirs: t };
  }
  if (on !== 'mark' || typeof id !== 'string' || id === '') return 'is not on a category with a name or a mark with an id';
  const marks: (Mark | null)[] = [];
  for (const side of sides) {
    const mark = side === null ? null : parseMark(side);
    if (typeof mark === 'string') return `has a side that ${mark}`;
    marks.push(mark);
  }
  const [b = null, o = null, t = null] = marks;
  return { on, id, base: b, ours: o, theirs: t };
}
