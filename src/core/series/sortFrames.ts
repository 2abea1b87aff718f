import type { Point3 } from '../volume/frameGeometry';
import type { FrameHeader } from './frameHeader';
import { dot, isAlike, normalOf } from './slicePlane';

/** The scanner's order: by number, then file, then frame; frames without a number come last. */
export const byNumber = (a: FrameHeader, b: FrameHeader): number =>
  (a.number ?? Number.MAX_VALUE) - (b.number ?? Number.MAX_VALUE) || a.file - b.file || a.frame - b.frame;

/** Where each frame lies along the normal of the first one's slice, millimetres; null where a frame has no position or another orientation. */
export function distancesAlong(frames: readonly FrameHeader[]): readonly number[] | null {
  const orientation = frames[0]?.orientation ?? null;
  if (orientation === null || !frames.every((frame) => isAlike(orientation, frame.orientation))) return null;
  const normal = normalOf(orientation);
  const positions = frames.map(({ positionMm }) => positionMm);
  const isKnown = (position: Point3 | null): position is Point3 => position !== null;
  return positions.every(isKnown) ? positions.map((position) => dot(position, normal)) : null;
}

/** Frames of one orientation by their position along its normal, else in the scanner's order. */
export function sortFrames(frames: readonly FrameHeader[]): readonly FrameHeader[] {
  const distances = distancesAlong(frames);
  if (distances === null) return frames.toSorted(byNumber);
  const keyed = frames.map((frame, index) => ({ frame, at: Math.round((distances[index] ?? 0) * 100) }));
  return keyed.toSorted((a, b) => a.at - b.at || byNumber(a.frame, b.frame)).map(({ frame }) => frame);
}

/** Frames at one position together (within two hundredths of a millimetre), in their order along the normal; null where positions are not known. */
export function groupByPosition(frames: readonly FrameHeader[]): readonly (readonly FrameHeader[])[] | null {
  const distances = distancesAlong(frames);
  if (distances === null) return null;
  const keyed = frames.map((frame, index) => ({ frame, at: distances[index] ?? 0 })).toSorted((a, b) => a.at - b.at);
  const groups: { readonly at: number; readonly frames: FrameHeader[] }[] = [];
  for (const { frame, at } of keyed) {
    const last = groups.at(-1);
    if (last !== undefined && at - last.at < samePositionMm) last.frames.push(frame);
    else groups.push({ at, frames: [frame] });
  }
  return groups.map((group) => group.frames.toSorted(byNumber));
}

const samePositionMm = 0.02;
