import type { Size } from '../image/resize';
import type { FrameGeometry, Point3 } from '../volume/frameGeometry';
import { add3, cross3, dot3, length3, scale3, subtract3, unit3 } from '../volume/vector3';
import { emptyRuns, type MaskRuns, trimRuns } from './maskRuns';
import { joinSlices, type SliceMasks, sliceMasks } from './sliceMasks';

/** Where a slice's pixels lie, in millimetres: the centre of its first pixel, and the steps to the next column and to the next row. */
export type SlicePlane = { readonly origin: Point3; readonly right: Point3; readonly down: Point3 };

/** A brush on its way through a volume. */
export type Stroke = {
  /** From point to point, in millimetres of the slices' frame; one point is a dab. */
  readonly pointsMm: readonly Point3[];
  readonly radiusMm: number;
  /** Null: a ball. Else a disc in the plane of this unit normal, one layer of this thickness. */
  readonly layer: { readonly normal: Point3; readonly thicknessMm: number } | null;
};

/** The plane of a frame's pixels. */
export const slicePlane = ({ positionMm, orientation: [right, down], spacingMm: [rows, columns] }: FrameGeometry): SlicePlane => ({
  origin: positionMm,
  right: scale3(right, columns),
  down: scale3(down, rows),
});

/** The voxels whose centres a stroke covers, on slices of `size`; slices whose place is not known stay empty. */
export function strokeOnSlices(slices: readonly (SlicePlane | null)[], size: Size, stroke: Stroke): SliceMasks {
  const { pointsMm } = stroke;
  const parts = pointsMm.slice(0, Math.max(1, pointsMm.length - 1)).map((from, index) => {
    const way: Way = { ...stroke, from, to: pointsMm[index + 1] ?? from };
    return sliceMasks(slices.map((plane, slice) => [slice, plane === null ? emptyRuns : wayOnSlice(plane, size, way)] as const));
  });
  return parts.reduce(joinSlices, new Map());
}

/** One straight part of a stroke: a capsule, or what a disc covers; convex, so that each row of a slice holds at most one run of it. */
type Way = Pick<Stroke, 'radiusMm' | 'layer'> & { readonly from: Point3; readonly to: Point3 };

type Span = readonly [low: number, high: number];

function wayOnSlice(plane: SlicePlane, { rows, columns }: Size, way: Way): MaskRuns {
  const [first, end] = rowsNear(plane, rows, way);
  const spans = Array.from({ length: Math.max(0, end - first) }, (_, index): readonly number[] => {
    const span = spanOnLine(add3(plane.origin, scale3(plane.down, first + index)), plane.right, way);
    if (span === null) return [];
    const from = Math.max(0, Math.ceil(span[0] - tiny));
    const to = Math.min(columns, Math.floor(span[1] + tiny) + 1);
    return to > from ? [from, to - from] : [];
  });
  return trimRuns(first, spans);
}

/** Columns by which a centre on the very border may lie outside through rounding. */
const tiny = 1e-9;

/** The rows that a way can reach, the end not included; none where it stays away from the slice. */
function rowsNear({ origin, right, down }: SlicePlane, rows: number, { from, to, radiusMm, layer }: Way): Span {
  const reach = Math.hypot(radiusMm, (layer?.thicknessMm ?? 0) / 2) + tiny;
  const normal = unit3(cross3(right, down));
  const along = unit3(cross3(normal, right));
  const off = [from, to].map((point) => subtract3(point, origin));
  const heights = off.map((point) => dot3(point, normal));
  if (Math.min(...heights) > reach || Math.max(...heights) < -reach) return [0, 0];
  const step = dot3(down, along);
  const places = off.map((point) => dot3(point, along));
  return [
    Math.max(0, Math.ceil((Math.min(...places) - reach) / step)),
    Math.min(rows, Math.floor((Math.max(...places) + reach) / step) + 1),
  ];
}

/** From which to which multiple of `step` the line from `start` lies in what a way covers; null where it misses it. */
function spanOnLine(start: Point3, step: Point3, { from, to, radiusMm, layer }: Way): Span | null {
  const flat = (vector: Point3): Point3 => (layer === null ? vector : subtract3(vector, scale3(layer.normal, dot3(vector, layer.normal))));
  const [direction, a, way] = [flat(step), flat(subtract3(start, from)), flat(subtract3(to, from))];
  const round = hull([
    spanNear(a, direction, radiusMm),
    spanNear(subtract3(a, way), direction, radiusMm),
    spanBeside(a, direction, way, radiusMm),
  ]);
  if (layer === null || round === null) return round;
  const half = layer.thicknessMm / 2;
  return overlap(round, spanBetween(dot3(subtract3(start, from), layer.normal), dot3(step, layer.normal), -half, half));
}

/** Where `start + t step` is within a radius of the origin. */
function spanNear(start: Point3, step: Point3, radius: number): Span | null {
  const [square, middle, rest] = [dot3(step, step), dot3(start, step), dot3(start, start) - radius * radius];
  if (square < 1e-18) return rest <= tiny ? everywhere : null;
  const root = middle * middle - square * rest;
  return root < 0 ? null : [(-middle - Math.sqrt(root)) / square, (-middle + Math.sqrt(root)) / square];
}

const everywhere: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** Where `start + t step` is within a radius of the straight way from the origin, and beside it rather than before or behind. */
function spanBeside(start: Point3, step: Point3, way: Point3, radius: number): Span | null {
  const length = length3(way);
  if (length < tiny) return null;
  const along = scale3(way, 1 / length);
  const across = (vector: Point3): Point3 => subtract3(vector, scale3(along, dot3(vector, along)));
  const near = spanNear(across(start), across(step), radius);
  return near === null ? null : overlap(near, spanBetween(dot3(start, along), dot3(step, along), 0, length));
}

/** Where `start + t step` lies from `low` to `high`. */
function spanBetween(start: number, step: number, low: number, high: number): Span | null {
  if (Math.abs(step) < tiny) return start >= low - tiny && start <= high + tiny ? everywhere : null;
  const ends = [(low - start) / step, (high - start) / step];
  return [Math.min(...ends), Math.max(...ends)];
}

function overlap(a: Span, b: Span | null): Span | null {
  if (b === null) return null;
  const both: Span = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  return both[0] <= both[1] ? both : null;
}

function hull(spans: readonly (Span | null)[]): Span | null {
  const found = spans.filter((span) => span !== null);
  return found.length === 0 ? null : [Math.min(...found.map(([low]) => low)), Math.max(...found.map(([, high]) => high))];
}
