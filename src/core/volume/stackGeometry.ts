import { UserError } from '../userError';
import type { Affine3 } from './affine3';
import type { FrameGeometry, Point3 } from './frameGeometry';
import { cross3, dot3, length3, scale3, subtract3, unit3 } from './vector3';

/** Where a stack of parallel slices lies, and the order of the slices along the normal of their rows and columns. */
export type StackGeometry = {
  /** Indices of the slices as they were given, in order. */
  readonly order: readonly number[];
  /** Voxel indices (column, row, slice in order) to millimetres; a tilted gantry's slices, which are shifted against each other, are sheared. */
  readonly toMm: Affine3;
};

/** How far a slice may lie from its place in an even stack, as a part of the distance between slices. */
const tolerance = 0.1;
const parallel = Math.cos((0.5 * Math.PI) / 180);

/** Works out the geometry of slices in any order; throws `UserError` where they are no volume. */
export function stackGeometry(slices: readonly FrameGeometry[]): StackGeometry {
  const [first] = slices;
  if (first === undefined || slices.length < 2) throw new UserError('Three planes need at least two slices.');
  const normal = unit3(cross3(...first.orientation));
  if (!normal.every(Number.isFinite) || !(first.spacingMm[0] > 0 && first.spacingMm[1] > 0))
    throw new UserError(
      'Three planes need slices with an orientation and a pixel spacing, and those of this stack have none that can be used.',
    );
  slices.forEach((slice, at) => {
    checkLike(first, slice, at);
  });
  const distances = slices.map(({ positionMm }) => dot3(positionMm, normal));
  const order = distances.map((_, at) => at).sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0));
  const positions = order.map((at) => slices[at]?.positionMm ?? first.positionMm);
  return { order, toMm: { steps: [...inPlane(first), evenStep(positions, normal)], origin: positions[0] ?? first.positionMm } };
}

function checkLike(first: FrameGeometry, slice: FrameGeometry, at: number): void {
  const isParallel =
    dot3(first.orientation[0], slice.orientation[0]) > parallel && dot3(first.orientation[1], slice.orientation[1]) > parallel;
  if (!isParallel) throw new UserError(`Three planes need parallel slices, and slice ${at + 1} is turned against the first.`);
  const isNear = (axis: 0 | 1): boolean => Math.abs(first.spacingMm[axis] - slice.spacingMm[axis]) <= 0.001 * first.spacingMm[axis];
  if (!(isNear(0) && isNear(1)))
    throw new UserError(`Three planes need slices of one pixel spacing, and slice ${at + 1} has another than the first.`);
}

const inPlane = ({ orientation: [right, down], spacingMm: [rows, columns] }: FrameGeometry): readonly [Point3, Point3] => [
  scale3(right, columns),
  scale3(down, rows),
];

/** The step from slice to slice of sorted positions. */
function evenStep(positions: readonly Point3[], normal: Point3): Point3 {
  const [first = [0, 0, 0]] = positions;
  const last = positions.at(-1) ?? first;
  const step = scale3(subtract3(last, first), 1 / (positions.length - 1));
  const distance = dot3(step, normal);
  if (!(distance > 0.001)) throw new UserError('Three planes need slices beside each other, and those of this stack lie at one place.');
  const gaps = positions.slice(1).map((position, at) => dot3(subtract3(position, positions[at] ?? first), normal));
  const off = positions.map((position, at) => length3(subtract3(subtract3(position, first), scale3(step, at))));
  if (off.some((size) => size > tolerance * distance)) throw new UserError(unevenSentence(gaps));
  return step;
}

function unevenSentence(gaps: readonly number[]): string {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
  const between = (gap: number): string =>
    `${Number(gap.toFixed(2))} mm between slice ${gaps.indexOf(gap) + 1} and ${gaps.indexOf(gap) + 2}`;
  if (most - least <= tolerance * most)
    return 'Three planes need slices that lie straight beside each other, and those of this stack are shifted.';
  return `Three planes need evenly spaced slices, and here are ${between(least)}, and ${between(most)}: a slice may be missing.`;
}
