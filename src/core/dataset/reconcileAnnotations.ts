import { type Box, boxOverlap } from '../label/box';
import { boxAround, type ForeignMark } from '../label/formats/foreignMark';
import type { PixelPoint } from '../label/label';
import { clipBox, sameBoxes } from './boxAnnotation';

/** What one annotation format says of an image: its name for people, whether it writes boxes of its own, and its marks. */
export type AnnotationSource = { readonly format: string; readonly hasBoxes: boolean; readonly marks: readonly ForeignMark[] };

/** A box, or the polygons of one thing, with the class that a data set calls it. */
export type ClassBox = { readonly className: string; readonly box: Box };
export type ClassOutline = { readonly className: string; readonly polygons: readonly (readonly PixelPoint[])[] };

/** What all formats together say of an image, each sentence of `problems` without names; '' where no format says it. */
export type ReconciledAnnotations = {
  readonly boxes: readonly ClassBox[];
  readonly boxesFrom: string;
  readonly outlines: readonly ClassOutline[];
  readonly outlinesFrom: string;
  /** Formats whose boxes were held against those that were taken. */
  readonly compared: readonly string[];
  /** True where formats say different things. */
  readonly differs: boolean;
  readonly problems: readonly string[];
};

type Size = { readonly rows: number; readonly columns: number };
type Clean = { readonly format: string; readonly boxes: readonly ClassBox[] | null; readonly outlines: readonly ClassOutline[] };

/** Pixels by which the sides of one box may differ between formats that round. */
const tolerance = 3;

/**
 * Takes boxes from the first format that has them, and outlines from the first one with polygons; says where others differ. A mask that lies in
 * no box gives one of its own, so that no format hides what another one shows.
 */
export function reconcileAnnotations(sources: readonly AnnotationSource[], size: Size): ReconciledAnnotations {
  const problems: string[] = [];
  const clean = sources.map((source) => cleanSource(source, size, problems));
  const [taken, ...others] = clean.filter(({ boxes }) => boxes !== null);
  const outlined = clean.filter(({ outlines }) => outlines.length > 0);
  const [drawn] = outlined;
  const outlines = drawn?.outlines ?? [];
  const differences = [...others.flatMap((other) => boxDifferences(taken, other)), ...outlineDifferences(outlined)];
  const boxes = taken?.boxes ?? [];
  const found = taken === undefined ? outlines.map(boxOfOutline) : withMasks(boxes, outlines, differences);
  return {
    boxes: found,
    boxesFrom: taken?.format ?? (outlines.length > 0 ? `masks of ${drawn?.format}` : ''),
    outlines,
    outlinesFrom: drawn?.format ?? '',
    compared: others.map(({ format }) => format),
    differs: differences.length > 0,
    problems: [...new Set([...problems, ...differences])],
  };
}

function cleanSource({ format, hasBoxes, marks }: AnnotationSource, { rows, columns }: Size, problems: string[]): Clean {
  const boxes = marks.flatMap(({ className, box, polygons }): readonly ClassBox[] => {
    const whole = box ?? boxAround(polygons.flat());
    const clipped = whole === null ? null : clipBox(whole, rows, columns);
    if (clipped === null) problems.push('a box lies outside the image or is empty, and was left out');
    return clipped === null ? [] : [{ className, box: clipped }];
  });
  const outlines = marks.flatMap(({ className, polygons }): readonly ClassOutline[] => {
    const cut = polygons.map((points) => cutPolygon(points, { rows, columns }));
    if (cut.some(({ moved }) => moved)) problems.push('an outline reaches outside the image, and was cut there');
    const kept = cut.filter(({ isEmpty }) => !isEmpty).map(({ points }) => points);
    if (kept.length < polygons.length) problems.push('an outline is empty, and was left out');
    return kept.length === 0 ? [] : [{ className, polygons: kept }];
  });
  return { format, boxes: hasBoxes ? boxes : null, outlines };
}

function cutPolygon(points: readonly PixelPoint[], { rows, columns }: Size) {
  const cut = points.map(([column, row]): PixelPoint => [within(column, columns), within(row, rows)]);
  const moved = points.some(([column, row]) => column < -1 || row < -1 || column > columns + 1 || row > rows + 1);
  const around = boxAround(cut);
  const isEmpty = cut.length < 3 || around === null || around.to[0] <= around.from[0] || around.to[1] <= around.from[1];
  return { points: cut, moved, isEmpty };
}

const within = (value: number, limit: number): number => Math.round(Math.min(limit, Math.max(0, value)) * 100) / 100;

function boxDifferences(taken: Clean | undefined, other: Clean): readonly string[] {
  if (taken?.boxes === undefined || taken.boxes === null || other.boxes === null) return [];
  const classes = [...new Set([...taken.boxes, ...other.boxes].map(({ className }) => className))];
  const differ = classes.some((name) => !sameBoxes(ofClass(taken.boxes, name), ofClass(other.boxes, name), tolerance));
  const [ours, theirs] = [taken.boxes.length, other.boxes.length];
  const counts = ours === theirs ? '' : ` in number (${ours} and ${theirs})`;
  return differ ? [`its ${taken.format} and ${other.format} boxes differ${counts}; those of ${taken.format} were taken`] : [];
}

const ofClass = (boxes: readonly ClassBox[] | null, name: string): readonly Box[] =>
  (boxes ?? []).flatMap(({ className, box }) => (className === name ? [box] : []));

function outlineDifferences([taken, ...others]: readonly Clean[]): readonly string[] {
  if (taken === undefined) return [];
  const around = (source: Clean): readonly Box[] => source.outlines.map((outline) => boxOfOutline(outline).box);
  return others
    .filter((other) => !sameBoxes(around(taken), around(other), tolerance))
    .map((other) => `its ${taken.format} and ${other.format} outlines differ; those of ${taken.format} were taken`);
}

function boxOfOutline({ className, polygons }: ClassOutline): ClassBox {
  return { className, box: boxAround(polygons.flat()) ?? { from: [0, 0], to: [0, 0] } };
}

/** The boxes with those around masks that lie in none of them; says where boxes and masks are not one to one. */
function withMasks(boxes: readonly ClassBox[], outlines: readonly ClassOutline[], problems: string[]): readonly ClassBox[] {
  if (outlines.length === 0) return boxes;
  const masks = outlines.map(boxOfOutline);
  const lonely = masks.filter((mask) => !boxes.some((box) => belong(mask, box)));
  const drawn = new Set(masks.map(({ className }) => className));
  const bare = boxes.filter((box) => drawn.has(box.className) && !masks.some((mask) => belong(mask, box))).length;
  const rivals = boxes.filter(({ className }) => drawn.has(className)).length;
  if (lonely.length > 0 || bare > 0 || rivals !== masks.length) {
    const say = (count: number, what: string): string => (count === 0 ? '' : `; ${what}: ${count}`);
    const added = say(lonely.length, 'masks in no box, whose boxes were taken too');
    problems.push(
      `its boxes (${rivals}) and masks (${masks.length}) are not one to one, and both were taken${added}${say(bare, 'boxes without a mask')}`,
    );
  }
  return [...boxes, ...lonely];
}

/** True where a mask is of the thing that a box is around. */
function belong(mask: ClassBox, { className, box }: ClassBox): boolean {
  if (mask.className !== className) return false;
  const centre = [0, 1].map((axis) => ((mask.box.from[axis] ?? 0) + (mask.box.to[axis] ?? 0)) / 2);
  const holds = centre.every((at, axis) => at >= (box.from[axis] ?? 0) - tolerance && at <= (box.to[axis] ?? 0) + tolerance);
  return holds || boxOverlap(mask.box, box) > 0.1;
}
