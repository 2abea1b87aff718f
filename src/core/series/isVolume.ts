import type { FrameHeader } from './frameHeader';
import { dot, isAlike } from './slicePlane';
import { distancesAlong } from './sortFrames';

/** What a slice may lie off its place in an even stack, as a part of the distance between slices. */
const tolerance = 0.1;

/**
 * True where sorted frames are the slices of one straight volume: grey, of one size and spacing, parallel, evenly spaced, one beside the other on
 * a straight line (a tilted gantry shifts them sideways by the same distance each).
 */
export function isVolume(frames: readonly FrameHeader[]): boolean {
  const [first] = frames;
  if (first === undefined || frames.length < 3 || first.samples !== 1 || first.orientation === null) return false;
  return frames.every((frame) => isLike(first, frame)) && isEven(frames) && isStraight(frames);
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.001 * Math.abs(a);

const isLike = (a: FrameHeader, b: FrameHeader): boolean =>
  a.rows === b.rows &&
  a.columns === b.columns &&
  b.samples === 1 &&
  a.spacingMm !== null &&
  b.spacingMm !== null &&
  near(a.spacingMm[0], b.spacingMm[0]) &&
  near(a.spacingMm[1], b.spacingMm[1]) &&
  isAlike(a.orientation, b.orientation);

/** The distance from slice to slice, millimetres, of frames in order. */
function stepOf(distances: readonly number[]): number {
  return ((distances.at(-1) ?? 0) - (distances[0] ?? 0)) / (distances.length - 1);
}

function isEven(frames: readonly FrameHeader[]): boolean {
  const distances = distancesAlong(frames);
  if (distances === null) return false;
  const step = stepOf(distances);
  const [start = 0] = distances;
  return step > 0.01 && distances.every((at, index) => Math.abs(at - start - index * step) <= tolerance * step);
}

function isStraight(frames: readonly FrameHeader[]): boolean {
  const [first] = frames;
  const step = stepOf(distancesAlong(frames) ?? []);
  const [start, end] = [first?.positionMm ?? null, frames.at(-1)?.positionMm ?? null];
  if (first === undefined || first.orientation === null || start === null || end === null) return false;
  const [right, down] = first.orientation;
  return frames.every(({ positionMm }, index) => {
    if (positionMm === null) return false;
    const share = index / (frames.length - 1);
    const off = [0, 1, 2].map((axis) => (positionMm[axis] ?? 0) - (start[axis] ?? 0) - share * ((end[axis] ?? 0) - (start[axis] ?? 0)));
    const [x = 0, y = 0, z = 0] = off;
    return Math.hypot(dot([x, y, z], right), dot([x, y, z], down)) <= tolerance * step;
  });
}
