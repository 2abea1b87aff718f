import { compareText } from '../dataset/compareText';
import { diceOf, overlapOf } from '../statistics/segmentation';
import { sharedRuns } from './combineRuns';
import type { CategoryValue, Label, Mark, PixelPoint } from './label';
import { countPixels, emptyRuns, parseRuns } from './maskRuns';
import { angleOf, cobbOf, distance, lengthOf, type Spacing } from './measure';
import { type AreaMark, isAreaMark, overlapOfMarks } from './overlapOfMarks';
import type { LabelDefinition, Protocol } from './protocol';
import { sameValue } from './sameValue';

/** One difference between two labels; `words` say it to a reviewer, beginning with the label's title. */
export type LabelChange = {
  readonly on: 'status' | 'category' | 'mark';
  /** The category's name, or the mark's id. */
  readonly key: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly words: string;
  /** Of two marks with an area. */
  readonly dice?: number;
  readonly iou?: number;
};

/** What names things and measures them; without a spacing lengths are in pixels. */
export type CompareOptions = { readonly protocol: Protocol; readonly spacing: Spacing | null };

/** What changed from one label to another of the same image: status, categories by name, marks by id; null is no label at all. */
export function compareLabels(before: Label | null, after: Label | null, options: CompareOptions): readonly LabelChange[] {
  const categories = changedKeys(before?.categories ?? {}, after?.categories ?? {});
  const [from, to] = [marksById(before), marksById(after)];
  return [
    ...statusChange(before, after),
    ...categories.map((name) => categoryChange(name, before?.categories[name], after?.categories[name], options)),
    ...changedKeys(from, to).map((id) => markChange(id, from[id], to[id], options)),
  ];
}

const marksById = (label: Label | null): Readonly<Record<string, Mark>> =>
  Object.fromEntries((label?.marks ?? []).map((mark) => [mark.id, mark]));

const changedKeys = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !sameValue(before[key], after[key])).toSorted(compareText);

function statusChange(before: Label | null, after: Label | null): readonly LabelChange[] {
  if (before?.status === after?.status) return [];
  const change = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const words =
    before === null
      ? `New label, ${after?.status}`
      : after === null
        ? 'The label was removed'
        : `Status: ${before.status} → ${after.status}`;
  return [{ on: 'status', key: 'status', change, words }];
}

const definitionOf = ({ protocol }: CompareOptions, name: string): LabelDefinition | undefined =>
  protocol.labels.find((definition) => definition.name === name);

type Kind = LabelChange['change'];
const kindOf = (before: unknown, after: unknown): Kind => (before === undefined ? 'added' : after === undefined ? 'removed' : 'changed');

function categoryChange(
  name: string,
  before: CategoryValue | undefined,
  after: CategoryValue | undefined,
  options: CompareOptions,
): LabelChange {
  const { title = name, unit = '' } = definitionOf(options, name) ?? {};
  const words = `${title}: ${valueWords(before)} → ${valueWords(after)}${unit === '' ? '' : ` ${unit}`}`;
  return { on: 'category', key: name, change: kindOf(before, after), words };
}

function valueWords(value: CategoryValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}

function markChange(id: string, before: Mark | undefined, after: Mark | undefined, options: CompareOptions): LabelChange {
  const mark = after ?? before;
  const title = mark === undefined ? id : (definitionOf(options, mark.name)?.title ?? mark.name);
  const base = { on: 'mark', key: id, change: kindOf(before, after) } as const;
  const subject = `${title} (${mark?.kind ?? 'mark'} ${id})`;
  if (before === undefined || after === undefined) {
    const size = mark === undefined ? '' : sizeWords(mark, options.spacing);
    return { ...base, words: `${subject} ${base.change}${size === '' ? '' : `: ${size}`}` };
  }
  const overlap = isAreaMark(before) && isAreaMark(after) && samePlace(before, after) ? overlapOfMarks(before, after) : null;
  const measures = overlap === null || overlap.found + overlap.marked === 0 ? {} : { dice: diceOf(overlap), iou: overlapOf(overlap) };
  const parts = [...describedDifference(before, after, options), ...shapeWords(before, after, measures, options.spacing)];
  return { ...base, ...measures, words: `${subject}: ${parts.length === 0 ? 'changed' : parts.join(', ')}` };
}

const samePlace = (a: Mark, b: Mark): boolean => a.instance === b.instance && (a.frame ?? 0) === (b.frame ?? 0);

/** Differences that are no shape: kind, name, place, and who made it. */
function describedDifference(before: Mark, after: Mark, options: CompareOptions): readonly string[] {
  const title = ({ name }: Mark) => definitionOf(options, name)?.title ?? name;
  const accepted = before.run !== undefined && after.run === undefined;
  return [
    ...(before.kind === after.kind ? [] : [`kind ${before.kind} → ${after.kind}`]),
    ...(before.name === after.name ? [] : [`${title(before)} → ${title(after)}`]),
    ...(samePlace(before, after) ? [] : [`${placeWords(before)} → ${placeWords(after)}`]),
    ...(accepted ? ["the model's proposal was accepted"] : []),
  ];
}

const placeWords = ({ instance, frame = 0 }: Mark): string => `${instance === undefined ? '' : `instance ${instance}, `}frame ${frame}`;

type Measures = { readonly dice?: number; readonly iou?: number };

function shapeWords(before: Mark, after: Mark, { dice, iou }: Measures, spacing: Spacing | null): readonly string[] {
  if (before.kind !== after.kind) return [];
  const overlap = dice === undefined || iou === undefined ? [] : [`Dice ${dice.toFixed(3)}`, `IoU ${iou.toFixed(3)}`];
  if (before.kind === 'mask' && after.kind === 'mask')
    return before.runs === after.runs ? [] : [...overlap, ...paintedWords(before.runs, after.runs)];
  if (isAreaMark(before) && isAreaMark(after)) {
    const moved = movement(before, after, spacing);
    return moved === null ? [] : [...overlap, ...moved];
  }
  const [from, to] = [sizeWords(before, spacing), sizeWords(after, spacing)];
  const moved = movement(before, after, spacing) ?? [];
  return [...(from === to ? [] : [`${from} → ${to}`]), ...moved];
}

function paintedWords(before: string, after: string): readonly string[] {
  const [from, to] = [parseRuns(before) ?? emptyRuns, parseRuns(after) ?? emptyRuns];
  const both = countPixels(sharedRuns(from, to));
  return [`+${countPixels(to) - both} −${countPixels(from) - both} pixels`];
}

/** How far the point moved that moved most; null where no point moved, and nothing to say where their number changed. */
function movement(before: Mark, after: Mark, spacing: Spacing | null): readonly string[] | null {
  const [from, to] = [pointsOf(before), pointsOf(after)];
  if (sameValue(from, to)) return null;
  if (from.length !== to.length) return [`${from.length} → ${to.length} points`];
  const most = Math.max(...from.map((point, index) => distance(point, to[index] ?? point, spacing)));
  return [`moved by up to ${most.toFixed(1)} ${lengthUnit(spacing)}`];
}

function pointsOf(mark: Mark): readonly PixelPoint[] {
  if ('points' in mark) return mark.points;
  if ('from' in mark) return [mark.from, mark.to];
  return 'at' in mark ? [mark.at] : [];
}

/** Millimetres of the detector are marked as such: the patient's are shorter. */
const lengthUnit = (spacing: Spacing | null): string =>
  spacing === null ? 'pixels' : spacing.from === 'PixelSpacing' ? 'mm' : 'mm at the detector';

function areaWords(mark: AreaMark, spacing: Spacing | null): string {
  const area = overlapOfMarks(mark, mark).found;
  if (spacing === null) return `${Math.round(area)} square pixels`;
  return `${(area * spacing.mm[0] * spacing.mm[1]).toFixed(1)} mm²${spacing.from === 'PixelSpacing' ? '' : ' at the detector'}`;
}

/** What a mark measures, in words; nothing for a point. */
export function sizeWords(mark: Mark, spacing: Spacing | null): string {
  switch (mark.kind) {
    case 'length':
      return `${lengthOf(mark, spacing).toFixed(1)} ${lengthUnit(spacing)}`;
    case 'angle':
      return `${angleOf(mark, spacing).toFixed(1)}°`;
    case 'cobb':
      return `${cobbOf(mark, spacing).toFixed(1)}°`;
    case 'interval':
      return `frames ${mark.first} to ${mark.last}`;
    case 'point':
      return '';
    default:
      return areaWords(mark, spacing);
  }
}
