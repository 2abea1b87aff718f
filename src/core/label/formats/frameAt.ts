import type { FrameHeader } from '../../series/frameHeader';
import type { Point3 } from '../../volume/frameGeometry';
import { dot3, subtract3 } from '../../volume/vector3';
import type { FramePlace, SourceImage } from './sourceImage';

/** Where a frame lies in the patient. */
export type PlaneInPatient = Pick<FrameHeader, 'positionMm' | 'orientation' | 'spacingMm'>;

/** True where two frames of one size have the same pixels in the patient: to a fifth of a pixel and a few thousandths of a turn; true where one does not say. */
export function isSamePlane(a: PlaneInPatient, b: PlaneInPatient): boolean {
  if (a.positionMm === null || b.positionMm === null) return true;
  const pixel = Math.min(...(b.spacingMm ?? a.spacingMm ?? [1]));
  const apart = Math.hypot(...subtract3(a.positionMm, b.positionMm)) > 0.2 * pixel;
  return !apart && isSameOrientation(a, b) && isSameSpacing(a, b);
}

function isSameOrientation({ orientation: a }: PlaneInPatient, { orientation: b }: PlaneInPatient): boolean {
  if (a === null || b === null) return true;
  return dot3(a[0], b[0]) > 0.9999 && dot3(a[1], b[1]) > 0.9999;
}

function isSameSpacing({ spacingMm: a }: PlaneInPatient, { spacingMm: b }: PlaneInPatient): boolean {
  return a === null || b === null || a.every((step, axis) => Math.abs(step / (b[axis] ?? 0) - 1) < 0.005);
}

/** The frame of an image that lies exactly where another one does; null where there is none, or where that does not say where it lies. */
export function frameAt({ instances }: SourceImage, plane: PlaneInPatient): FramePlace | null {
  if (plane.positionMm === null) return null;
  for (const [file, { frames }] of instances.entries()) {
    const frame = frames.findIndex((header) => header.positionMm !== null && isSamePlane(plane, header));
    if (frame >= 0) return { file, frame };
  }
  return null;
}

/** Continuous pixels (column, row) of a place in the patient, and how far in front of a frame it lies, millimetres; null where the frame does not say where it lies. */
export function intoFrame(
  { positionMm, orientation, spacingMm }: PlaneInPatient,
  place: Point3,
): { readonly at: readonly [number, number]; readonly distanceMm: number } | null {
  if (positionMm === null || orientation === null || spacingMm === null) return null;
  const from = subtract3(place, positionMm);
  const [right, down] = [dot3(from, orientation[0]), dot3(from, orientation[1])];
  const distanceMm = Math.sqrt(Math.max(0, dot3(from, from) - right * right - down * down));
  // Position is the centre of the first pixel, whose corner is where our pixels begin.
  return { at: [right / spacingMm[1] + 0.5, down / spacingMm[0] + 0.5], distanceMm };
}
