import { type Affine3, toMm } from './affine3';
import { anatomicalAxes } from './anatomicalAxes';
import type { Point3 } from './frameGeometry';
import type { Plane } from './resamplePlane';
import { add3, cross3, dot3, scale3, subtract3, unit3 } from './vector3';
import type { Volume } from './volume';

export type PlaneName = 'axial' | 'coronal' | 'sagittal';
export const planeNames: readonly PlaneName[] = ['axial', 'coronal', 'sagittal'];

/** A place on a grid: towards the patient's left, back and head; whole numbers are cell centres. */
export type GridPlace = Point3;

/** A right-angled grid over a volume, whose axes are those of the scan that lie closest to the patient's left, back and head. */
export type ViewGrid = {
  /** Unit vectors towards left, back and head. */
  readonly axes: readonly [Point3, Point3, Point3];
  /** Millimetres from cell to cell. */
  readonly stepsMm: Point3;
  readonly counts: Point3;
  /** The centre of the cell that lies farthest to the right, front and feet. */
  readonly origin: Point3;
};

/** The grid of a volume: its own voxels, or where these are sheared (tilted gantry) right-angled cells that cover them. */
export function viewGrid({ size, toMm: affine }: Volume): ViewGrid {
  const frame = rightAngled(affine);
  const named = anatomicalAxes(frame.axes);
  const walked = [named.left, named.back, named.head].map(({ axis, isReversed }) => {
    const direction = add3(scale3(frame.axes[axis], isReversed ? -1 : 1), [0, 0, 0]);
    return { direction, stepMm: frame.stepsMm[axis], ...extent(affine, size, direction, frame.stepsMm[axis]) };
  });
  const [left, back, head] = walked;
  if (left === undefined || back === undefined || head === undefined) throw new Error('A volume has three axes.');
  const axes = [left.direction, back.direction, head.direction] as const;
  const origin = walked.reduce<Point3>((sum, { direction, from }) => add3(sum, scale3(direction, from)), [0, 0, 0]);
  return { axes, stepsMm: [left.stepMm, back.stepMm, head.stepMm], counts: [left.count, back.count, head.count], origin };
}

/** Right-angled unit vectors close to the steps of an affine, and how far the steps go along them. */
function rightAngled({ steps: [column, row, slice] }: Affine3): {
  readonly axes: readonly [Point3, Point3, Point3];
  readonly stepsMm: Point3;
} {
  const right = unit3(column);
  const normal = unit3(cross3(column, row));
  const down = cross3(normal, right);
  return { axes: [right, down, normal], stepsMm: [dot3(column, right), dot3(row, down), Math.abs(dot3(slice, normal))] };
}

/** The first cell's place along a direction, and how many cells reach the centres of the outermost voxels. */
function extent(
  affine: Affine3,
  size: Volume['size'],
  direction: Point3,
  stepMm: number,
): { readonly from: number; readonly count: number } {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => {
    const index = size.map((count, axis) => ((corner >> axis) & 1) * (count - 1)) as unknown as Point3;
    return dot3(toMm(affine, index), direction);
  });
  const from = Math.min(...corners);
  return { from, count: Math.ceil((Math.max(...corners) - from) / stepMm - 1e-3) + 1 };
}

/** Where a place of the grid lies. */
export const gridMm = ({ axes, stepsMm, origin }: ViewGrid, place: GridPlace): Point3 =>
  axes.reduce<Point3>((sum, axis, at) => add3(sum, scale3(axis, (place[at] ?? 0) * (stepsMm[at] ?? 0))), origin);

/** The place of millimetres on the grid, not rounded. */
export function gridPlace({ axes, stepsMm, origin }: ViewGrid, mm: Point3): GridPlace {
  const off = subtract3(mm, origin);
  const along = (axis: 0 | 1 | 2): number => dot3(off, axes[axis]) / stepsMm[axis];
  return [along(0), along(1), along(2)];
}

/** The nearest cell's place. */
export function nearestCell({ counts }: ViewGrid, place: GridPlace): GridPlace {
  const near = (axis: 0 | 1 | 2): number => Math.min(Math.max(Math.round(place[axis]), 0), counts[axis] - 1);
  return [near(0), near(1), near(2)];
}

type GridAxis = 0 | 1 | 2;

/** A plane's axes on the grid: to the right, down, and through the planes along the normal of right and down. */
type PlaneAxes = { readonly right: GridAxis; readonly down: GridAxis; readonly through: GridAxis; readonly reversed: readonly GridAxis[] };

const planeAxes: Readonly<Record<PlaneName, PlaneAxes>> = {
  axial: { right: 0, down: 1, through: 2, reversed: [] },
  coronal: { right: 0, down: 2, through: 1, reversed: [2] },
  sagittal: { right: 1, down: 2, through: 0, reversed: [2, 0] },
};

/** A cell's number along an axis of the grid, counted as the plane counts it. */
function counted({ counts }: ViewGrid, name: PlaneName, axis: GridAxis, cell: number): number {
  return planeAxes[name].reversed.includes(axis) ? counts[axis] - 1 - cell : cell;
}

function withCell(place: GridPlace, axis: GridAxis, cell: number): GridPlace {
  const moved: [number, number, number] = [...place];
  moved[axis] = cell;
  return moved;
}

/** Planes of a name that a grid has. */
export const planeCount = ({ counts }: ViewGrid, name: PlaneName): number => counts[planeAxes[name].through];

/** Which of its planes a place lies in, from 0; planes count along their normal, as sorted slices of a series do. */
export function planeIndex(grid: ViewGrid, name: PlaneName, place: GridPlace): number {
  const { through } = planeAxes[name];
  return counted(grid, name, through, place[through]);
}

/** The place in another plane of the name. */
export function inPlane(grid: ViewGrid, name: PlaneName, place: GridPlace, index: number): GridPlace {
  const { through } = planeAxes[name];
  return withCell(place, through, counted(grid, name, through, index));
}

/**
 * The plane through a place: axial seen from the feet, coronal from the front, sagittal from the left, so that the patient's right is on the left of the
 * first two, the front on the left of the last, and the head on top.
 */
export function planeThrough(grid: ViewGrid, name: PlaneName, place: GridPlace): Plane {
  const { right, down, reversed } = planeAxes[name];
  const first = placeOfPixel(grid, name, place, [0, 0]);
  const direction = (axis: GridAxis): Point3 => add3(scale3(grid.axes[axis], reversed.includes(axis) ? -1 : 1), [0, 0, 0]);
  return {
    positionMm: gridMm(grid, first),
    orientation: [direction(right), direction(down)],
    spacingMm: [grid.stepsMm[down], grid.stepsMm[right]],
    rows: grid.counts[down],
    columns: grid.counts[right],
  };
}

/** Column and row of a place in its plane; whole numbers are pixel centres. */
export function placeInPlane(grid: ViewGrid, name: PlaneName, place: GridPlace): readonly [column: number, row: number] {
  const { right, down } = planeAxes[name];
  return [counted(grid, name, right, place[right]), counted(grid, name, down, place[down])];
}

/** The place of a column and row in the plane through `place`. */
export function placeOfPixel(grid: ViewGrid, name: PlaneName, place: GridPlace, [column, row]: readonly [number, number]): GridPlace {
  const { right, down } = planeAxes[name];
  return withCell(withCell(place, right, counted(grid, name, right, column)), down, counted(grid, name, down, row));
}
