import type { GreyValues } from '../../../src/core/label/pixelsInRange';
import { type SlicePlane, slicePlane } from '../../../src/core/label/strokeOnSlices';
import { add3, scale3, subtract3 } from '../../../src/core/volume/vector3';
import type { DecodeReply } from '../decodeProtocol';
import { indexOf, placeOf, slicesOf } from '../stackPlace';
import type { Viewer } from '../viewer';
import type { SliceValues } from './maskStroke';

/** Where the slices of the shown stack and time lie: as far as they were decoded, and in an even stack from there on; null where nothing tells. */
export function stackPlanes({ shown, store }: Viewer): readonly (SlicePlane | null)[] {
  const { session, stack, state } = shown;
  const { time } = placeOf(stack, state.index);
  const known = Array.from({ length: slicesOf(stack) }, (_, slice) => {
    const place = stack.frames[indexOf(stack, slice, time)];
    const geometry = (place === undefined ? undefined : store.peek(session, place)?.picture?.facts.geometry) ?? null;
    return geometry === null ? null : slicePlane(geometry);
  });
  return stack.isVolume ? evenPlanes(known) : known;
}

/** Fills the gaps of an even stack, given two of its slices or more. */
function evenPlanes(known: readonly (SlicePlane | null)[]): readonly (SlicePlane | null)[] {
  const at = known.flatMap((plane, slice) => (plane === null ? [] : [{ plane, slice }]));
  const [first, last] = [at[0], at.at(-1)];
  if (first === undefined || last === undefined || first === last) return known;
  const step = scale3(subtract3(last.plane.origin, first.plane.origin), 1 / (last.slice - first.slice));
  return known.map((plane, slice) => plane ?? { ...first.plane, origin: add3(first.plane.origin, scale3(step, slice - first.slice)) });
}

/** The values of the slices of the shown stack and time. */
export function stackValues({ shown, store }: Viewer): SliceValues {
  const { session, stack, state } = shown;
  const { time } = placeOf(stack, state.index);
  const placeAt = (slice: number) => stack.frames[indexOf(stack, slice, time)];
  return {
    now: (slice) => {
      const place = placeAt(slice);
      return place === undefined ? null : greyOf(store.peek(session, place));
    },
    load: async (slice) => {
      const place = placeAt(slice);
      return place === undefined ? null : greyOf(await store.load(session, place));
    },
  };
}

function greyOf(reply: DecodeReply | undefined): GreyValues | null {
  const picture = reply?.picture ?? null;
  if (picture === null || picture.frame.samples !== 1) return null;
  return { columns: picture.frame.columns, values: picture.frame.values, meaning: picture.meaning };
}
