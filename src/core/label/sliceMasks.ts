import { joinRuns } from './combineRuns';
import type { Mark, MaskMark } from './label';
import { countPixels, emptyRuns, type MaskRuns } from './maskRuns';

/** A mask over a stack of slices: what is painted on each, by the slice's number in the stack; slices without a pixel are left out. */
export type SliceMasks = ReadonlyMap<number, MaskRuns>;

/** Which slice or frame of an image a mark lies on; both are left out where the image is one frame. */
export type MarkPlace = Pick<Mark, 'instance' | 'frame'>;

/** One text for each place of an image. */
export const placeKey = ({ instance = '', frame = 0 }: MarkPlace): string => `${frame} ${instance}`;

/** Masks by slice, without those that have no pixel. */
export function sliceMasks(entries: Iterable<readonly [slice: number, mask: MaskRuns]>): SliceMasks {
  return new Map([...entries].filter(([, { rows }]) => rows.length > 0));
}

/** How many voxels a mask has. */
export const countVoxels = (masks: SliceMasks): number => [...masks.values()].reduce((sum, mask) => sum + countPixels(mask), 0);

/** The voxels in either of two masks. */
export const joinSlices = (a: SliceMasks, b: SliceMasks): SliceMasks =>
  new Map([...a, ...[...b].map(([slice, mask]) => [slice, joinRuns(a.get(slice) ?? emptyRuns, mask)] as const)]);

/** The mask marks of a name that are a reader's own (a model's proposals are not), by the slice of the stack that they lie on. */
export function masksOfName(marks: readonly Mark[], name: string, places: readonly MarkPlace[]): ReadonlyMap<number, readonly MaskMark[]> {
  const slices = new Map(places.map((place, slice) => [placeKey(place), slice]));
  const found = new Map<number, MaskMark[]>();
  for (const mark of marks) {
    if (mark.kind !== 'mask' || mark.name !== name || mark.run !== undefined) continue;
    const slice = slices.get(placeKey(mark));
    if (slice === undefined) continue;
    const list = found.get(slice);
    if (list === undefined) found.set(slice, [mark]);
    else list.push(mark);
  }
  return found;
}
