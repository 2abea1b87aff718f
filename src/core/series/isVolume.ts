import type { FrameHeader } from './frameHeader';
import { dot, isAlike } from './slicePlane';
import { distancesAlong } from './sortFrames';

/** What a slice may lie off its place in an even stack, as a part of the distance between slices. */
const tolerance = 0.1;

/**
 * True where sorted frames are the slices of one straight volume: grey, of one size and spacing, parallel, evenly spaced, one above the other
 * (a tilted gantry shifts them sideways, which three planes can't show).
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
  const start = first?.positionMm ?? null;
  if (first === undefined || first.orientation === null || start === null) return false;
  const [right, down] = first.orientation;
  const [width, height] = [first.spacingMm?.[1] ?? 1, first.spacingMm?.[0] ?? 1];
  const allowed = Math.max(tolerance * step, 0.5 * Math.min(width, height));
  return frames.every(({ positionMm }) => {
    if (positionMm === null) return false;
    const off = [positionMm[0] - start[0], positionMm[1] - start[1], positionMm[2] - start[2]] as const;
    return Math.abs(dot(off, right)) <= allowed && Math.abs(dot(off, down)) <= allowed;
  });
}
