import { nearestFrame } from '../../src/core/viewer/linkedPlace';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import { indexOf, placeOf, slicesOf } from './stackPlace';
import type { Viewer } from './viewer';

/** The slice of the shown stack and time nearest to a place in the frame of reference (millimetres), as far as the slices were decoded; null where too little is known. */
export function sliceAt({ shown, store }: Viewer, positionMm: Point3, frameOfReference: string): number | null {
  const { session, stack, state } = shown;
  const { time } = placeOf(stack, state.index);
  const geometries = Array.from({ length: slicesOf(stack) }, (_, slice) => {
    const place = stack.frames[indexOf(stack, slice, time)];
    const facts = place === undefined ? undefined : store.peek(session, place)?.picture?.facts;
    return facts !== undefined && facts.frameOfReference === frameOfReference ? facts.geometry : null;
  });
  return nearestFrame(geometries, positionMm, stack.isVolume);
}
